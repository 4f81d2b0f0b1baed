#!/usr/bin/env node
// Decode and match one log with the compiled engine, in this process, on one thread.
//
//   match.mjs LOG.evtx RULES_DIR... [--mapping FILE] [--passes N] [--engine program|reference]
//
// Prints one line a stage: rules read, engine built, decode alone, then each pass of decode + match. MB = 10^6 bytes of
// the file. Reads dist/; build first. The first pass pays for tables and JIT, later ones find warm caches.
import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    mapping: { type: 'string' },
    passes: { type: 'string', default: '5' },
    engine: { type: 'string', default: 'program' },
    dist: { type: 'string', default: new URL('../dist', import.meta.url).href },
  },
})
const [log, ...folders] = positionals
if (log === undefined || folders.length === 0) {
  console.error(
    'usage: match.mjs LOG.evtx RULES_DIR... [--mapping FILE] [--passes N] [--engine program|reference]',
  )
  process.exit(2)
}

const load = (path) => import(`${values.dist}/${path}`)
const { parseSigma } = await load('sigma/parse.js')
const { prepareRules } = await load('engine/prepare-rules.js')
const { createMatcher } = await load('engine/create-matcher.js')
const { readThorMapping } = await load('mapping/thor.js')
const { createBuiltinMapping } = await load('mapping/resolve.js')
const { createDecoder } = await load('evtx/decode.js')

let start = performance.now()
function lap(what) {
  const ms = performance.now() - start
  console.log(`${what.padEnd(28)} ${ms.toFixed(0).padStart(7)} ms`)
  start = performance.now()
  return ms
}

const documents = []
for (const folder of folders) {
  for (const name of readdirSync(folder, { recursive: true }).sort()) {
    if (!name.endsWith('.yml')) continue
    const path = join(folder, name)
    documents.push(...parseSigma(readFileSync(path, 'utf8'), path).documents)
  }
}
lap(`${documents.length} rules read`)
const mapping =
  values.mapping === undefined
    ? createBuiltinMapping()
    : readThorMapping(readFileSync(values.mapping, 'utf8'), values.mapping).mapping
const { runnable } = prepareRules(documents, mapping)
lap(`${runnable.length} rules prepared`)
const matcher = createMatcher(runnable, values.engine)
lap('engine built')

const file = openSync(log, 'r')
const sizeBytes = fstatSync(file).size
const reader = {
  sizeBytes,
  readAt: (target, offset, length, position) => readSync(file, target, offset, length, position),
  close: () => closeSync(file),
}
const decoder = createDecoder()
const ignore = () => undefined

function run(what, consumer) {
  const layout = decoder.readLayout(reader, log, ignore)
  start = performance.now()
  const cpu = process.cpuUsage()
  const counts = decoder.decodeRange(reader, log, layout, 0, layout.chunkCount, consumer, ignore)
  const ms = performance.now() - start
  const { user, system } = process.cpuUsage(cpu)
  const cpuMs = `${((user + system) / 1000).toFixed(0).padStart(7)} ms CPU`
  const rate = `${(sizeBytes / 1000 / ms).toFixed(0).padStart(5)} MB/s`
  console.log(
    `${what.padEnd(28)} ${ms.toFixed(0).padStart(7)} ms ${rate} ${cpuMs}  ${counts.recordsRead} records`,
  )
}

for (let pass = 1; pass <= 2; pass++) run(`decode alone, pass ${pass}`, { accept: () => true, visit: ignore })
for (let pass = 1; pass <= Number(values.passes); pass++) {
  let hits = 0
  run(`decode and match, pass ${pass}`, {
    accept: (event) => matcher.wants(event),
    visit: (event) => {
      hits += matcher.matchEvent(event).length
    },
  })
  if (pass === 1) console.log(`${' '.repeat(29)}${hits} hits`)
}
const { rss, heapUsed } = process.memoryUsage()
console.log(`memory: ${(rss / 1e6).toFixed(0)} MB resident, ${(heapUsed / 1e6).toFixed(0)} MB heap`)
reader.close()
