/**
 * The parts of a bench run. In: inputs, rule folders, flags. Out: figures of each part, with what it compares.
 * Invariant: within a part everything but the one thing that is varied stays the same.
 */
import { readFileSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { compareHits } from './compare-hits.mjs'
import { benchCommand, dumpJob, libraryJob, scanJob } from './goshawk.mjs'
import { measureCommand, measureInTurn } from './measure-command.mjs'
import { DECODERS, readGoshawk, SCANNERS } from './peers.mjs'

const RUNNERS = { stages, bytes, rules, threads, decoders, scanners }

export const PARTS = Object.keys(RUNNERS)

export async function runParts(context) {
  const parts = {}
  for (const part of context.flags.only) {
    context.tell(`# ${part}`)
    parts[part] = await RUNNERS[part](context)
  }
  return parts
}

/** The input in the middle: large enough to be steady, small enough to be repeated. */
const middle = ({ inputs }) => inputs[Math.floor((inputs.length - 1) / 2)]
const largest = ({ inputs }) => inputs.at(-1)
const allRules = ({ rules: folders }) => folders.at(-1)
/** The most threads that have a core each. */
const most = ({ flags }) => {
  const fitting = flags.threads.filter((count) => count <= availableParallelism())
  return Math.max(...(fitting.length > 0 ? fitting : flags.threads))
}

/** Reading, decoding, matching, reporting apart, by number of threads: what `goshawk bench` says. */
async function stages(context) {
  const { flags, work } = context
  const input = middle(context)
  const output = join(work, 'stages.json')
  // A folder that stays may hold that of another run, and commands append.
  rmSync(output, { force: true })
  const { path } = allRules(context)
  const command = benchCommand({
    input: input.path,
    rules: path,
    threads: most(context),
    repeat: flags.repeat,
  })
  const { exitCode, errors } = await measureCommand(command, { stdout: output })
  if (exitCode !== 0) throw new Error(`goshawk bench failed (${exitCode}): ${errors}`)
  const { input: read, rules: run, hits, runs, limits } = JSON.parse(readFileSync(output, 'utf8'))
  return { step: input.step, input: read, rules: run, hits, runs, limits }
}

/** Whole scans with a report, as a user runs them. */
async function measureScans(context, variants) {
  const { flags, work, tell } = context
  const jobs = variants.map(({ name, input, rules: folder, threads: count }) =>
    scanJob(name, {
      input: input.path,
      rules: folder.path,
      threads: count,
      output: join(work, 'hits.jsonl'),
    }),
  )
  const measured = await measureInTurn(jobs, flags.repeat, tell)
  return variants.map(({ name, input, rules: folder, threads: count }, i) => ({
    name,
    step: input.step,
    bytes: input.description.bytes,
    records: input.description.records,
    rules: folder.count,
    threads: count,
    ...measured[i],
  }))
}

function bytes(context) {
  const folder = allRules(context)
  const variants = context.inputs.map((input) => ({
    name: `x${input.step}`,
    input,
    rules: folder,
    threads: most(context),
  }))
  return measureScans(context, variants)
}

function rules(context) {
  const input = middle(context)
  const variants = context.rules.map((folder) => ({
    name: `${folder.count} rules`,
    input,
    rules: folder,
    threads: 1,
  }))
  return measureScans(context, variants)
}

function threads(context) {
  const [input, folder] = [largest(context), allRules(context)]
  const variants = context.flags.threads.map((count) => ({
    name: `${count} threads`,
    input,
    rules: folder,
    threads: count,
  }))
  return measureScans(context, variants)
}

/** Records to JSON Lines, to nowhere. */
async function decoders(context) {
  const { flags, tell, work } = context
  const input = middle(context)
  const jobs = [
    { ...dumpJob('goshawk dump', { input: input.path }), unlike: 'one thread' },
    {
      ...libraryJob('@ts-evtx/core', { files: input.files }),
      unlike: 'one thread; JSON of its own shape',
    },
  ]
  for (const peer of DECODERS) {
    const version = peer.version()
    if (version === undefined) continue
    for (const count of [...new Set([1, most(context)])]) {
      const commands = peer.commands({ files: input.files, threads: count })
      jobs.push({
        name: `${peer.name} ${version}, ${count === 1 ? '1 thread' : `${count} threads`}`,
        commands,
        unlike: peer.unlike,
      })
    }
  }
  jobs.forEach((job, i) => {
    job.firstOutput = join(work, `records-${i}.jsonl`)
    rmSync(job.firstOutput, { force: true })
  })
  const measured = await measureInTurn(jobs, flags.repeat, tell)
  return jobs.map(({ name, unlike, firstOutput }, i) => ({
    printed: measured[i].failure === undefined ? countLines(firstOutput) : undefined,
    name,
    unlike,
    step: input.step,
    bytes: input.description.bytes,
    records: input.description.records,
    ...measured[i],
  }))
}

function countLines(file) {
  let lines = 0
  const bytes = readFileSync(file)
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++
  return lines
}

/** The same rules on the same logs, by every scanner that is there; hits compared with goshawk's. */
async function scanners(context) {
  const { flags, work, tell } = context
  const [input, folder] = [middle(context), allRules(context)]
  const threadCount = most(context)
  const base = { input: input.path, rules: folder.path, threads: threadCount }
  const jobs = []
  const addOwn = (name, change, unlike) => {
    const output = join(work, `own-${jobs.length}.jsonl`)
    jobs.push({ ...scanJob(name, { ...base, ...change, output }), output, readHits: readGoshawk, unlike })
  }
  addOwn(`goshawk, ${threadCount} threads`, {})
  addOwn('goshawk, 1 thread', { threads: 1 })
  addOwn(
    'goshawk with @ts-evtx/core',
    { more: ['--decoder', 'reference'] },
    'the library instead of our decoder; records without template are left out',
  )
  for (const peer of SCANNERS) {
    const version = peer.version()
    if (version === undefined) continue
    if (peer.needs !== undefined && flags[peer.needs] === undefined) {
      tell(`${peer.name} is there, but needs --${peer.needs}`)
      continue
    }
    const output = join(work, `${peer.name}.out`)
    const command = peer.command({ ...base, output, options: flags, version })
    jobs.push({
      name: `${peer.name} ${version}`,
      commands: [command],
      output,
      readHits: peer.readHits,
      unlike: peer.unlike,
    })
  }
  const measured = await measureInTurn(jobs, flags.repeat, tell)
  const isGood = measured.map(({ failure }) => failure === undefined)
  const ours = isGood[0] ? readGoshawk(jobs[0].output) : []
  return jobs.map(({ name, unlike, output, readHits }, i) => ({
    name,
    unlike,
    step: input.step,
    bytes: input.description.bytes,
    rules: folder.count,
    ...measured[i],
    hits: isGood[i] ? compareHits(ours, readHits(output)) : undefined,
  }))
}
