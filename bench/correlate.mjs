#!/usr/bin/env node
// Correlates made-up matches in this process and tells time and the peak of its memory.
//
//   correlate.mjs [--points 1000000] [--groups 100000] [--type event_count] [--memory BYTES] [--folder DIR]
//
// Each match is a record of its own with computer, channel, provider and event id as logs have them; users come in turn,
// times are shuffled over an hour of 1 s steps as if from many files. The span is 5 minutes. Reads dist/; build first.
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    points: { type: 'string', default: '1000000' },
    groups: { type: 'string', default: '100000' },
    type: { type: 'string', default: 'event_count' },
    memory: { type: 'string' },
    folder: { type: 'string' },
    dist: { type: 'string', default: new URL('../dist', import.meta.url).href },
  },
})
const pointCount = Number(values.points)
const groupCount = Number(values.groups)
const load = (path) => import(`${values.dist}/${path}`)
const { parseSigma } = await load('sigma/parse.js')
const { prepareRules } = await load('engine/prepare-rules.js')
const { createBuiltinMapping } = await load('mapping/resolve.js')
const { createCorrelator } = await load('engine/correlate/correlator.js')
const { createByteSink } = await load('engine/correlate/spill/byte-sink.js')
const { createPointWriter } = await load('engine/correlate/point/write-point.js')

const rule = (name, id) =>
  `title: ${name}\nname: ${name}\nlogsource: {product: windows, service: security}\ndetection:\n  s: {EventID: ${id}}\n  condition: s\n`
const field = values.type.startsWith('value_') ? ', field: LogonType' : ''
const percentile = values.type === 'value_percentile' ? ', percentile: 90' : ''
const text = `${rule('failed', 4625)}---\n${rule('logon', 4624)}---
title: many
correlation:
  type: ${values.type}
  rules: [failed, logon]
  group-by: [TargetUserName]
  timespan: 5m
  condition: {gte: 2${field}${percentile}}
`
const prepared = prepareRules(parseSigma(text, 'rules.yml').documents, createBuiltinMapping())
if (prepared.rejected.length > 0) throw new Error(JSON.stringify(prepared.rejected))
const routes = prepared.correlations.uses.map((use) => use.routes[0])

const computers = Array.from({ length: 500 }, (_, n) => `ws${n}.corp.example`)
const START = 133_800_000_000_000_000n
const origin = {
  source: 0,
  idHigh: 0,
  chunk: 0,
  channel: 'Security',
  provider: 'Microsoft-Windows-Security-Auditing',
  hit: undefined,
}
/** Points as a task gives them, some thousand at a time. */
function* makePoints() {
  const write = createPointWriter()
  const records = createByteSink()
  for (let i = 0; i < pointCount; i++) {
    const ticks = START + BigInt((i * 7919) % 3600) * 10_000_000n
    const point = {
      ...origin,
      timeHigh: Number(ticks >> 32n),
      timeLow: Number(ticks & 0xffff_ffffn),
      idLow: i,
      record: i,
      computer: computers[i % computers.length],
      eventId: i % 2 === 0 ? '4625' : '4624',
    }
    write(routes[i % 2], point, [`user${i % groupCount}`, String((i * 31) % 11)], records)
    if (records.length < 1_000_000 && i < pointCount - 1) continue
    yield new Uint8Array(records.bytes.subarray(0, records.length))
    records.length = 0
  }
}

const peak = () => `${(process.resourceUsage().maxRSS / 1000).toFixed(0).padStart(5)} MB peak`
let startMs = performance.now()
function lap(what) {
  const ms = performance.now() - startMs
  console.log(`${what.padEnd(40)} ${ms.toFixed(0).padStart(7)} ms  ${peak()}`)
  startMs = performance.now()
}

lap('rules prepared')
const correlator = createCorrelator(prepared.correlations, 'program', {
  ...(values.memory && { memoryBytes: Number(values.memory) }),
  ...(values.folder && { folder: values.folder }),
})
let bytes = 0
let addMs = 0
for (const part of makePoints()) {
  bytes += part.length
  const from = performance.now()
  correlator.add({ bytes: part, leftOut: [] })
  addMs += performance.now() - from
}
console.log(`${'taken in'.padEnd(40)} ${addMs.toFixed(0).padStart(7)} ms`)
lap(`with ${pointCount} points made, ${(bytes / 1e6).toFixed(0)} MB`)
let hits = 0
let evidence = 0
await correlator.run({
  newest: undefined,
  signal: undefined,
  onHits: (batch) => {
    hits += batch.length
    for (const hit of batch) evidence += hit.evidence.length
  },
})
lap(`${hits} hits with ${evidence} pieces of evidence`)
correlator.close()
