#!/usr/bin/env node
// Writes event logs of any size, as a small network would leave them, for benches and trials.
//
//   generate.mjs FOLDER --size SIZE [--seed N] [--hosts N] [--cardinality X] [--hits SHARE] [--mix LOG=SHARE,...]
//
// SIZE: 100MB, 1GB, ... A seed gives the same bytes everywhere. Cardinality 1 is as varied as real logs (realism.mjs
// compares), 0.1 repeats ten times as much, 10 hardly repeats at all. Hits: share of records planted to be found, by
// goshawk's rules and by SigmaHQ's; all others are harmless. Logs: security, sysmon, powershell, system, forwarded.
// What was written goes to FOLDER/generated.json, planted record ids included. Reads dist/; build first.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DEFAULTS, generateLogs } from './generate/generate-logs.mjs'
import { loadEncoder } from './generate/load-encoder.mjs'
import { readMix, readNumber, readSize } from './generate/read-options.mjs'

const USAGE =
  'usage: generate.mjs FOLDER --size SIZE [--seed N] [--hosts N] [--cardinality X] [--hits SHARE] [--mix LOG=SHARE,...]'

function readOptions() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      size: { type: 'string' },
      seed: { type: 'string', default: String(DEFAULTS.seed) },
      hosts: { type: 'string', default: String(DEFAULTS.hosts) },
      cardinality: { type: 'string', default: String(DEFAULTS.cardinality) },
      hits: { type: 'string', default: String(DEFAULTS.hits) },
      mix: { type: 'string' },
    },
  })
  if (positionals.length !== 1 || values.size === undefined) throw new RangeError(USAGE)
  return {
    folder: positionals[0],
    bytes: readSize(values.size),
    seed: Math.floor(readNumber('seed', values.seed, 0, 2 ** 32 - 1)),
    hosts: Math.floor(readNumber('hosts', values.hosts, 1, 1000)),
    cardinality: readNumber('cardinality', values.cardinality, 0.001, 1000),
    hits: readNumber('hits', values.hits, 0, 1),
    ...(values.mix !== undefined && { mix: readMix(values.mix) }),
  }
}

try {
  const { folder, ...options } = readOptions()
  const startedMs = performance.now()
  const made = generateLogs(folder, options, await loadEncoder())
  writeFileSync(join(folder, 'generated.json'), `${JSON.stringify(made, null, 1)}\n`)
  const sum = (key) => made.logs.reduce((total, log) => total + log[key], 0)
  const planted = made.logs.reduce((total, log) => total + log.planted.length, 0)
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
  console.log(
    `${made.logs.length} logs, ${(sum('bytes') / 1e6).toFixed(1)} MB, ${sum('records')} records, ${planted} planted, in ${seconds} s`,
  )
} catch (error) {
  if (!(error instanceof RangeError || error instanceof TypeError)) throw error
  console.error(error.message)
  process.exit(2)
}
