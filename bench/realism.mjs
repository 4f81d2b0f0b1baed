#!/usr/bin/env node
// Are generated logs as varied as real ones? Measures both the same way and prints them side by side.
//
//   realism.mjs REAL_PATH... --generated FOLDER [--json FILE]
//
// Real logs are any .evtx files and folders; FOLDER is what generate.mjs wrote. Reads dist/; build first. Prints numbers
// only, field by field, and marks fields with fewer distinct values than in the real logs. --json keeps the raw figures.
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { importDist } from './dist.mjs'
import { fieldsOf, growth, novelty, overview } from './realism/compare-stats.mjs'
import { formatFields, formatRealism } from './realism/format-realism.mjs'
import { measureLogs } from './realism/measure-logs.mjs'

const WINDOWS = { kindWindows: [40, 400], logWindow: 200 }

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { generated: { type: 'string' }, json: { type: 'string' } },
})
if (positionals.length === 0 || values.generated === undefined) {
  console.error('usage: realism.mjs REAL_PATH... --generated FOLDER [--json FILE]')
  process.exit(2)
}

const { createDecoder } = await importDist('evtx/decode.js')
const { isPresent, leafTexts } = await importDist('event/values.js')

function listLogs(path) {
  if (!statSync(path).isDirectory()) return [path]
  const names = readdirSync(path, { recursive: true }).filter((name) => /\.evtx$/i.test(name))
  return names.sort().map((name) => join(path, name))
}

const reading = { createDecoder, isPresent, leafTexts }
const real = measureLogs(positionals.flatMap(listLogs), reading, WINDOWS)
const made = measureLogs(listLogs(values.generated), reading, WINDOWS)
const figures = {
  kind: 'realism',
  logWindow: WINDOWS.logWindow,
  general: { real: overview(real), made: overview(made) },
  novelty: novelty(real, made),
  growth: growth(real, made),
  fields: WINDOWS.kindWindows.map((size, i) => ({ size, rows: fieldsOf(real, made, i) })),
}
console.log([...formatFields(figures), '', ...formatRealism(figures)].join('\n'))
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, null, 1)}\n`)
