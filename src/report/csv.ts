/**
 * CSV: comma, header line, `\n` line ends, one line a hit, UTF-8 without mark. Cells from evidence cannot become
 * formulas of a spreadsheet (`escape_formulas`) nor break the line.
 */
import { stringify } from 'csv-stringify/sync'
import type { RuleMeta } from '../sigma/ast.ts'
import type { RowCells } from './columns.ts'
import { buildCells, COLUMNS } from './columns.ts'
import { packCell, packList } from './packed-cell.ts'
import type { Sink } from './sink.ts'

type Column = (typeof COLUMNS)[number]

/** Columns that say the same in every hit of a rule. */
const RULE_COLUMNS: ReadonlySet<Column> = new Set<Column>([
  'RuleTitle',
  'Level',
  'MitreTactics',
  'MitreTags',
  'OtherTags',
  'RuleID',
  'RuleFile',
])

/** A sink that writes CSV. */
export function createCsvSink(): Sink {
  const known = new WeakMap<RuleMeta, Map<Column, string>>()
  const ruleCells = (rule: RuleMeta, cells: RowCells): ReadonlyMap<Column, string> => {
    let made = known.get(rule)
    if (made === undefined) {
      made = new Map([...RULE_COLUMNS].map((column) => [column, cellText(cells, column)]))
      known.set(rule, made)
    }
    return made
  }
  return {
    begin: () => `${COLUMNS.join(',')}\n`,
    row: (row) => {
      const cells = buildCells(row)
      const ofRule = ruleCells(row.rule, cells)
      return `${COLUMNS.map((column) => ofRule.get(column) ?? cellText(cells, column)).join(',')}\n`
    },
    end: () => '',
  }
}

function cellText(cells: RowCells, column: Column): string {
  if (column === 'Details' || column === 'ExtraFieldInfo') return quoteCell(packCell(cells[column]))
  const cell = cells[column]
  return quoteCell(packList(typeof cell === 'string' ? [cell] : cell))
}

/** What needs neither quotes nor a mark against formulas. */
const PLAIN = /^(?:[^=+\-@\t\r\n",\uff1d\uff0b\uff0d\uff20][^\r\n",]*)?$/

/** A cell as it stands in the line. */
export function quoteCell(text: string): string {
  return PLAIN.test(text) ? text : stringifyCell(text)
}

/** The same for any text, slower. */
export function stringifyCell(text: string): string {
  return stringify([[text]], { escape_formulas: true, record_delimiter: '\n', eof: false })
}
