/** A cell of CSV: quoted where it must be, and no formula of a spreadsheet. In: text. Out: the cell as it stands in the line. */
import { stringify } from 'csv-stringify/sync'
import { packList } from './packed-cell.ts'

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

/** A spreadsheet would take it for a formula; it gets a mark against that. */
export function isFormula(text: string): boolean {
  return /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(text)
}

/** A list as a cell; a text is a list of one. */
export function listCell(items: readonly string[]): string {
  return quoteCell(packList(items))
}
