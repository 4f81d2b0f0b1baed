#!/usr/bin/env node
// Tables of a bench run for people: prints them, or puts them into a Markdown file.
//
//   table.mjs bench/runs/DATE-NAME.json [--into README.md]
//
// In the file they stand between the lines "<!-- bench NAME.json -->" and "<!-- /bench -->", which must be there; the
// name becomes that of the run.
import { readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { putTables } from './run/put-tables.mjs'
import { formatRun } from './run/tables.mjs'

const { values, positionals } = parseArgs({ allowPositionals: true, options: { into: { type: 'string' } } })
if (positionals.length !== 1) {
  console.error('usage: table.mjs bench/runs/DATE-NAME.json [--into README.md]')
  process.exit(2)
}
const lines = formatRun(JSON.parse(readFileSync(positionals[0], 'utf8')))
if (values.into === undefined) console.log(lines.join('\n'))
else {
  const text = putTables(readFileSync(values.into, 'utf8'), basename(positionals[0]), lines)
  if (text === undefined) {
    console.error(`${values.into} has no lines "<!-- bench … -->" and "<!-- /bench -->"`)
    process.exit(2)
  }
  writeFileSync(values.into, text)
}
