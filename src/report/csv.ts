/**
 * CSV: comma, header line, `\n` line ends, one line a hit, UTF-8 without mark. Cells from evidence cannot become
 * formulas of a spreadsheet (`escape_formulas`) nor break the line.
 */
import type { RuleMeta } from '../sigma/ast.ts'
import { putHitCsv } from './bytes/hit-csv.ts'
import { putRow } from './bytes/put-row.ts'
import type { RowCells } from './columns.ts'
import { buildCells, COLUMNS } from './columns.ts'
import { listCell, quoteCell } from './csv-cell.ts'
import { packCell } from './packed-cell.ts'
import type { ReportRow, Sink } from './sink.ts'

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
  const toLine = (row: ReportRow): string => {
    const cells = buildCells(row)
    const ofRule = ruleCells(row.rule, cells)
    return `${COLUMNS.map((column) => ofRule.get(column) ?? cellText(cells, column)).join(',')}\n`
  }
  return {
    begin: () => `${COLUMNS.join(',')}\n`,
    row: toLine,
    putRow: (into, row) => putRow(into, row, putHitCsv, toLine),
    end: () => '',
  }
}

function cellText(cells: RowCells, column: Column): string {
  if (column === 'Details' || column === 'ExtraFieldInfo') return quoteCell(packCell(cells[column]))
  const cell = cells[column]
  return listCell(typeof cell === 'string' ? [cell] : cell)
}
