/**
 * `Name: value ¦ Name: value`, the cell that analysts' importers split. In: pairs. Out: one line that can be split again
 * without loss. `¦` followed by a blank ends a pair; `¦` followed by anything else is an escape: `¦¦` is a broken bar,
 * `¦n` `¦r` `¦t` are line feed, carriage return and tab, `¦:` is a colon inside a name, `¦xHH` another control character.
 * Backslashes stay as they are, since paths are full of them.
 */

const SEPARATOR = ' ¦ '
// U+00A6 itself, C0 and DEL, C1, and the separators that some tools take for line ends.
const SPECIAL = /[¦\0-\x1f\x7f-\x9f\u2028\u2029]/g
const SHORT: Readonly<Record<string, string>> = { '¦': '¦¦', '\n': '¦n', '\r': '¦r', '\t': '¦t' }

function escapeText(text: string): string {
  // Most texts have none, and looking for the first is fast.
  if (text.search(SPECIAL) < 0) return text
  return text.replace(SPECIAL, (unit) => {
    const code = unit.charCodeAt(0)
    return SHORT[unit] ?? (code < 256 ? `¦x${code.toString(16).padStart(2, '0')}` : `¦u${code.toString(16)}`)
  })
}

/** Pairs as one cell; '' for none. */
export function packCell(pairs: readonly (readonly [name: string, text: string])[]): string {
  return pairs
    .map(([name, text]) => `${escapeText(name).replaceAll(':', '¦:')}: ${escapeText(text)}`)
    .join(SEPARATOR)
}

/** A list as one cell. */
export function packList(items: readonly string[]): string {
  return items.map(escapeText).join(SEPARATOR)
}

/** The pairs of a cell made by `packCell`; the inverse. */
export function unpackCell(cell: string): [name: string, text: string][] {
  if (cell === '') return []
  return splitPairs(cell).map((pair) => {
    const at = findColon(pair)
    return [unescapeText(pair.slice(0, at)), unescapeText(pair.slice(at + 2))]
  })
}

/** Cuts at ` ¦ `: the bar must be no escape and no escaped bar. */
function splitPairs(cell: string): string[] {
  const parts: string[] = []
  let from = 0
  for (let i = 0; i < cell.length; i++) {
    if (cell[i] !== '¦') continue
    if (cell[i + 1] === ' ') {
      parts.push(cell.slice(from, i - 1))
      from = i + 2
    }
    i++
  }
  parts.push(cell.slice(from))
  return parts
}

/** The first colon that is not escaped. */
function findColon(pair: string): number {
  for (let i = 0; i < pair.length; i++) {
    if (pair[i] === '¦') i++
    else if (pair[i] === ':') return i
  }
  return pair.length
}

function unescapeText(text: string): string {
  return text.replace(/¦(?:([¦nrt:])|x([0-9a-f]{2})|u([0-9a-f]{4}))/g, (_, short, hex, wide) => {
    if (short === undefined) return String.fromCharCode(Number.parseInt(hex ?? wide, 16))
    return { '¦': '¦', n: '\n', r: '\r', t: '\t', ':': ':' }[short as string]!
  })
}
