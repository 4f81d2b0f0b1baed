/**
 * Text of unknown origin in a column of a terminal. In: text, columns. Out: text that is safe to print and takes no more
 * columns than that. Wide characters (East Asian, emoji) take two, combining ones none; an ellipsis marks a cut.
 */
import { escapeTerminal } from '../base/escape-terminal.ts'

// Ranges that Unicode's EastAsianWidth.txt has as W or F, joined over unassigned gaps; emoji are told by their property.
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18cff}\u{1aff0}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u
const NARROWEST = /[\p{Mn}\p{Me}\p{Cf}]/u
const PLAIN = /^[\x20-\x7e]*$/

/** Code points for each column that are looked at: combining marks without end are no text. */
const MAX_PER_COLUMN = 4

/** Columns that a text takes on a terminal. */
export function textColumns(text: string): number {
  if (PLAIN.test(text)) return text.length
  let columns = 0
  for (const point of text) columns += pointColumns(point)
  return columns
}

function pointColumns(point: string): number {
  if (NARROWEST.test(point)) return 0
  return WIDE.test(point) ? 2 : 1
}

/** `text` on one line, escaped, in at most `columns` columns; runs of blanks and line ends become one blank. */
export function fitText(text: string, columns: number): string {
  const limit = columns * MAX_PER_COLUMN
  // Blanks shrink: what may be needed of a long text is taken before, so that a script of megabytes costs nothing.
  const line = escapeTerminal(text.slice(0, 16 * limit).replace(/[ \t\r\n]+/g, ' '), Number.POSITIVE_INFINITY)
  if (PLAIN.test(line)) return line.length <= columns ? line : `${line.slice(0, columns - 1)}…`
  let taken = 0
  let used = 0
  let fits = ''
  for (const point of line) {
    used += pointColumns(point)
    if (used > columns || ++taken > limit) return `${fits}…`
    // One column stays free for the ellipsis as long as more may come.
    if (used < columns) fits += point
  }
  return line
}

/** As `fitText`, filled up with blanks. */
export function padText(text: string, columns: number): string {
  const fits = fitText(text, columns)
  return fits + ' '.repeat(Math.max(0, columns - textColumns(fits)))
}

/** Lines of at most `columns` columns, cut at blanks where there are any; further ones are indented. */
export function wrapText(text: string, columns: number, indent = '  '): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const next = line === '' ? word : `${line} ${word}`
    if (textColumns(next) <= columns || line.trim() === '') line = next
    else {
      lines.push(line)
      line = indent + word
    }
  }
  return [...lines, line]
}
