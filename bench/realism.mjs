#!/usr/bin/env node
// Are generated logs as varied as real ones? Measures both the same way and prints them side by side.
//
//   realism.mjs REAL_PATH... --generated FOLDER [--json FILE]
//
// Real logs are any .evtx files and folders; FOLDER is what generate.mjs wrote. Reads dist/; build first. Prints numbers
// only, and says which fields have fewer distinct values than in the real logs.
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { importDist } from './dist.mjs'
import {
  fieldsOf,
  formatFields,
  formatNovelty,
  formatOverview,
  novelty,
  overview,
} from './realism/compare-stats.mjs'
import { measureLogs } from './realism/measure-logs.mjs'

const WINDOWS = { kindWindows: [40, 400], logWindow: 200 }
/** Below this share of the real figure a field counts as less varied. */
const FEWER = 0.8

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    generated: { type: 'string' },
    json: { type: 'string' },
  },
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

const general = { real: overview(real), made: overview(made) }
const news = novelty(real, made)
const fields = WINDOWS.kindWindows.map((size, i) => ({ size, rows: fieldsOf(real, made, i) }))
console.log(formatOverview(general.real, general.made).join('\n'))
console.log(`\n${formatNovelty(news, WINDOWS.logWindow).join('\n')}`)
for (const { rows } of fields) console.log(formatFields(rows, FEWER).join('\n'))
for (const { size, rows } of fields) {
  const fewer = rows.filter((row) => row.made < FEWER * row.real)
  console.log(
    `\nWindows of ${size}: ${rows.length} fields compared, ${rows.length - fewer.length} at least as varied (within ${Math.round(100 * (1 - FEWER))} %), ${fewer.length} less: ${fewer.map((row) => `${row.kind} ${row.field}`).join(', ')}`,
  )
}
if (values.json !== undefined)
  writeFileSync(values.json, `${JSON.stringify({ general, novelty: news, fields }, null, 1)}\n`)
