#!/usr/bin/env node
// Tables of raw figures for people: prints them, or puts them into Markdown files.
//
//   table.mjs bench/runs/DATE-NAME.json [--into FILE.md]...
//
// In a file tables stand between "<!-- bench DATE-NAME.json PART,... -->" and "<!-- /bench -->". Those of runs with the
// same NAME are replaced, whatever their date.
import { readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { formatFigures, putTables } from './run/put-tables.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { into: { type: 'string', multiple: true } },
})
if (positionals.length !== 1) {
  console.error('usage: table.mjs bench/runs/DATE-NAME.json [--into FILE.md]...')
  process.exit(2)
}
const [path] = positionals
const file = basename(path)
const nameOf = (name) => name.replace(/^[\d-]{11}/, '')
const read = (name) => JSON.parse(readFileSync(join(dirname(path), name), 'utf8'))
if (values.into === undefined) console.log(formatFigures(read(file)).join('\n'))
for (const document of values.into ?? []) {
  const text = readFileSync(document, 'utf8')
  const rename = (name) => (nameOf(name) === nameOf(file) ? file : name)
  writeFileSync(document, putTables(text, read, rename))
}
