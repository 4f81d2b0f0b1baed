#!/usr/bin/env node
// The benches: stages, growth and other tools side by side, on generated logs. Prints tables and keeps all raw figures.
//
//   run.mjs --rules PATH [--rules PATH]... [--only PART,...] [--size 10MB] [--steps 1,10,100] [--rule-counts 100,1000,3000]
//           [--threads 1,2,4] [--repeat 3] [--cardinality 1] [--hits 0.0001] [--name NAME] [--work FOLDER]
//           [--chainsaw-mapping FILE] [--hayabusa-rules PATH]
//
// Parts: stages, bytes, rules, threads, decoders, scanners. Rules are files and folders of Sigma rules. Logs, copies of
// rules and outputs go to a folder that is removed afterwards (--work names another, which stays). Raw figures go to
// bench/runs/DATE-NAME.json; table.mjs makes the README's table of them. Reads dist/; build first.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { generateLogs } from './generate/generate-logs.mjs'
import { loadEncoder } from './generate/load-encoder.mjs'
import { readNumber, readSize } from './generate/read-options.mjs'
import { chooseRules } from './run/choose-rules.mjs'
import { describeMachine, outputOf } from './run/machine.mjs'
import { describeTimer } from './run/measure-command.mjs'
import { PARTS, runParts } from './run/parts.mjs'
import { formatRun } from './run/tables.mjs'

function readFlags() {
  const text = (value) => ({ type: 'string', default: value })
  const { values } = parseArgs({
    options: {
      rules: { type: 'string', multiple: true },
      only: text(PARTS.join(',')),
      size: text('10MB'),
      steps: text('1,10,100'),
      'rule-counts': text('100,1000,3000'),
      threads: text('1,2,4'),
      repeat: text('3'),
      cardinality: text('1'),
      hits: text('0.0001'),
      name: text('bench'),
      work: { type: 'string' },
      'chainsaw-mapping': { type: 'string' },
      'hayabusa-rules': { type: 'string' },
    },
  })
  if (values.rules === undefined) throw new RangeError('name Sigma rules with --rules')
  const list = (name, min, max) => values[name].split(',').map((part) => readNumber(name, part, min, max))
  const only = values.only.split(',')
  const unknown = only.find((part) => !PARTS.includes(part))
  if (unknown !== undefined) throw new RangeError(`--only takes ${PARTS.join(', ')}, not "${unknown}"`)
  if (!/^[\w.-]+$/.test(values.name)) throw new RangeError('--name takes letters, digits, dots and dashes')
  return {
    ...values,
    only,
    bytes: readSize(values.size),
    steps: list('steps', 1, 10_000),
    ruleCounts: list('rule-counts', 1, 100_000),
    threads: list('threads', 1, 256),
    repeat: readNumber('repeat', values.repeat, 1, 100),
    cardinality: readNumber('cardinality', values.cardinality, 0.001, 1000),
    hits: readNumber('hits', values.hits, 0, 1),
  }
}

const tell = (text) => process.stderr.write(`${text}\n`)

/** One folder of logs for each step, the same seed for all. */
function makeInputs(flags, work, encoder) {
  return flags.steps.map((step) => {
    const path = join(work, `logs-x${step}`)
    const { cardinality, hits } = flags
    tell(`generating x${step}`)
    const { logs, options } = generateLogs(path, { bytes: step * flags.bytes, cardinality, hits }, encoder)
    const sum = (of) => logs.reduce((total, log) => total + of(log), 0)
    return {
      step,
      path,
      files: logs.map(({ name }) => join(path, name)),
      description: {
        step,
        logs: logs.length,
        bytes: sum(({ bytes }) => bytes),
        records: sum(({ records }) => records),
        planted: sum(({ planted }) => planted.length),
        options: { ...options, bytes: step * flags.bytes },
      },
    }
  })
}

async function main() {
  const flags = readFlags()
  const work = flags.work ?? mkdtempSync(join(tmpdir(), 'goshawk-bench-'))
  mkdirSync(work, { recursive: true })
  process.env.GOSHAWK_CACHE = join(work, 'cache')
  try {
    const machine = describeMachine()
    const inputs = makeInputs(flags, work, await loadEncoder())
    const rules = await chooseRules(flags.rules, flags.ruleCounts, work)
    const parts = await runParts({ flags, inputs, rules, work, tell })
    const run = {
      name: flags.name,
      date: new Date().toISOString().slice(0, 10),
      commit: outputOf('git', ['-C', fileURLToPath(new URL('.', import.meta.url)), 'rev-parse', 'HEAD']),
      machine,
      measuredWith: describeTimer(),
      repeat: flags.repeat,
      rules: rules.map(({ count }) => count),
      inputs: inputs.map(({ description }) => description),
      parts,
    }
    const folder = fileURLToPath(new URL('runs/', import.meta.url))
    mkdirSync(folder, { recursive: true })
    const file = join(folder, `${run.date}-${run.name}.json`)
    writeFileSync(file, `${JSON.stringify(run, null, 1)}\n`)
    console.log(formatRun(run).join('\n'))
    tell(`raw figures: ${file}`)
  } finally {
    if (flags.work === undefined) rmSync(work, { recursive: true })
  }
}

try {
  await main()
} catch (error) {
  if (!(error instanceof RangeError) && error?.code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') throw error
  console.error(`run.mjs: ${error.message}`)
  process.exit(2)
}
