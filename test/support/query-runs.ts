/**
 * Queries run where they are meant to run: `grep` by a shell over lines of XML, SQL by SQLite (Python's module).
 * In: events and queries. Out: the numbers of the events that each query finds.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** One row of the table `fields`. */
export type FieldRow = readonly [event: number, name: string, value: string, part: 'system' | 'body']

export const hasGrep: boolean = spawnSync('grep', ['-P', 'a'], { input: 'a\n' }).status === 0
export const hasSqlite: boolean = spawnSync('python3', ['-c', 'import sqlite3']).status === 0

if (!hasGrep) console.warn('queries for grep are not run: this system has no `grep -P`')
if (!hasSqlite) console.warn('queries for SQLite are not run: that needs Python, Node 20 has no SQLite')

const PYTHON = `
import json, sqlite3, sys
given = json.load(open(sys.argv[1], encoding='utf-8'))
db = sqlite3.connect(':memory:')
db.execute('CREATE TABLE events (id INTEGER PRIMARY KEY)')
db.execute('CREATE TABLE fields (event INTEGER, name TEXT, value TEXT, part TEXT)')
db.executemany('INSERT INTO events VALUES (?)', [(i,) for i in range(given['events'])])
db.executemany('INSERT INTO fields VALUES (?, ?, ?, ?)', given['rows'])
db.execute('CREATE INDEX by_name ON fields (event, name COLLATE NOCASE)')
found = []
for query in given['queries']:
    before = db.total_changes
    try:
        found.append([row[0] for row in db.execute(query)])
    except Exception as error:
        found.append(str(error))
tables = sorted(row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'"))
assert tables == ['events', 'fields'], tables
assert db.execute('SELECT count(*) FROM fields').fetchone()[0] == len(given['rows'])
json.dump(found, sys.stdout)
`

function inFolder<Result>(run: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'goshawk-queries-'))
  try {
    return run(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** An error text in place of a result. */
export function runSql(
  events: number,
  rows: readonly FieldRow[],
  queries: readonly string[],
): readonly (readonly number[] | string)[] {
  return inFolder((folder) => {
    const file = join(folder, 'given.json')
    writeFileSync(file, JSON.stringify({ events, rows, queries }))
    const out = execFileSync('python3', ['-c', PYTHON, file], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
    })
    return JSON.parse(out) as (number[] | string)[]
  })
}

/** Runs each command in a shell over the lines. */
export function runGrep(
  lines: readonly string[],
  commands: readonly string[],
): readonly (readonly number[] | string)[] {
  return inFolder((folder) => {
    const file = join(folder, 'events.xml')
    writeFileSync(file, lines.map((line) => `${line}\n`).join(''))
    return commands.map((command) => {
      const { status, stdout, stderr } = spawnSync(
        'sh',
        ['-c', `${command.replace(/^grep /, 'grep -n ')} events.xml | cut -d: -f1`],
        {
          cwd: folder,
          encoding: 'utf8',
          maxBuffer: 1 << 28,
          env: { ...process.env, LC_ALL: 'C.UTF-8' },
        },
      )
      if (status !== 0 || stderr !== '') return `${status} ${stderr}`
      return stdout
        .split('\n')
        .filter((number) => number !== '')
        .map((number) => Number(number) - 1)
    })
  })
}
