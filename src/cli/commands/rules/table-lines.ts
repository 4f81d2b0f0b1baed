/**
 * Rules as a table. In: rows, the width of the terminal. Out: a heading and one line a rule.
 * Invariant: no line is wider than the terminal from 60 columns on; what there is no room for is left out, the title last.
 */
import type { Level } from '../../../sigma/ast.ts'
import { fitText, padText, textColumns } from '../../fit-text.ts'
import { LEVEL_COLOR, type Paint } from '../../messages.ts'
import { lastDate } from './list-flags.ts'
import type { RuleRow } from './rule-row.ts'

const GAP = '  '
/** `critical`, `experimental`, a date, a UUID. */
const LEVEL_COLUMNS = 8
const STATUS_COLUMNS = 12
const DATE_COLUMNS = 10
const ID_COLUMNS = 36
const MAX_SOURCE_COLUMNS = 34
/** Part of the width that log sources may take. */
const SOURCE_SHARE = 0.22
const MIN_SOURCE_COLUMNS = 12
/** Room for a title before a status or an id gets any. */
const TITLE_COLUMNS = 48

export function tableLines(rows: readonly RuleRow[], columns: number, paint: Paint): readonly string[] {
  const widest = Math.max(MIN_SOURCE_COLUMNS, ...rows.map((row) => textColumns(sourceText(row))))
  const share = Math.max(MIN_SOURCE_COLUMNS, Math.floor(columns * SOURCE_SHARE))
  const source = Math.min(widest, share, MAX_SOURCE_COLUMNS)
  const fixed = LEVEL_COLUMNS + DATE_COLUMNS + source + 3 * GAP.length
  const hasStatus = columns - fixed - STATUS_COLUMNS - GAP.length >= TITLE_COLUMNS
  const taken = fixed + (hasStatus ? STATUS_COLUMNS + GAP.length : 0)
  const hasId = columns - taken - ID_COLUMNS - GAP.length >= TITLE_COLUMNS
  const title = Math.max(20, columns - taken - (hasId ? ID_COLUMNS + GAP.length : 0))
  const join = (level: string, cells: Cells): string =>
    [
      level,
      ...(hasStatus ? [cells.status.padEnd(STATUS_COLUMNS)] : []),
      cells.changed.padEnd(DATE_COLUMNS),
      padText(cells.source, source),
      ...(hasId
        ? [padText(cells.title, title), fitText(cells.id, ID_COLUMNS)]
        : [fitText(cells.title, title)]),
    ].join(GAP)
  return [
    `${paint('bold', join('LEVEL'.padEnd(LEVEL_COLUMNS), HEADING))}\n`,
    ...rows.map((row) => {
      const text = (row.level === 'informational' ? 'info' : (row.level ?? '-')).padEnd(LEVEL_COLUMNS)
      return `${join(isLevel(row.level) ? paint(LEVEL_COLOR[row.level], text) : text, cellsOf(row))}\n`
    }),
  ]
}

interface Cells {
  readonly status: string
  readonly changed: string
  readonly source: string
  readonly title: string
  readonly id: string
}

const HEADING: Cells = {
  status: 'STATUS',
  changed: 'CHANGED',
  source: 'LOG SOURCE',
  title: 'TITLE',
  id: 'ID',
}

function cellsOf(row: RuleRow): Cells {
  const mark = row.state === 'runs' ? '' : `[${row.state}] `
  return {
    status: row.status ?? '-',
    changed: lastDate(row) || '-',
    source: sourceText(row),
    title: mark + row.title,
    id: row.id ?? '-',
  }
}

function sourceText({ logsource, kind }: RuleRow): string {
  return logsource === '' ? `(${kind})` : logsource
}

function isLevel(level: string | null): level is Level {
  return level !== null && Object.hasOwn(LEVEL_COLOR, level)
}
