/**
 * CSV: comma, header line, `\n` line ends, one line a hit, UTF-8 without mark. Cells from evidence cannot become
 * formulas of a spreadsheet (`escape_formulas`) nor break the line.
 */
import { stringify } from 'csv-stringify/sync'
import { buildCells, COLUMNS } from './columns.ts'
import { packCell, packList } from './packed-cell.ts'
import type { Sink } from './sink.ts'

/** A sink that writes CSV. */
export function createCsvSink(): Sink {
  return {
    begin: () => stringifyLine([...COLUMNS]),
    row: (row) => {
      const cells = buildCells(row)
      return stringifyLine(
        COLUMNS.map((column) => {
          const cell = cells[column]
          if (typeof cell === 'string') return packList([cell])
          return isPairs(column)
            ? packCell(cell as typeof cells.Details)
            : packList(cell as readonly string[])
        }),
      )
    },
    end: () => '',
  }
}

function isPairs(column: (typeof COLUMNS)[number]): boolean {
  return column === 'Details' || column === 'ExtraFieldInfo'
}

function stringifyLine(cells: readonly string[]): string {
  return stringify([cells as string[]], { escape_formulas: true, record_delimiter: '\n' })
}
