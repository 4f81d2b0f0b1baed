/**
 * Case folding for every comparison: simple lower-casing, one UTF-16 unit to one unit, so lengths and positions
 * stay (design §5). Letters beyond the BMP fold as surrogate pairs, also without a change of length.
 */

/** Units looked at together: most blocks have no upper case at all. */
const BLOCK_UNITS = 256

/** Lower case of each UTF-16 unit; units whose lower case has another length (such as U+0130) stay. */
export const FOLD_UNIT: Uint16Array = buildTable()

function buildTable(): Uint16Array {
  const table = new Uint16Array(65536)
  for (let unit = 0; unit < 65536; unit++) table[unit] = unit
  for (let start = 0; start < 65536; start += BLOCK_UNITS) {
    const block = String.fromCharCode(...table.subarray(start, start + BLOCK_UNITS))
    if (block.toLowerCase() === block) continue
    for (let unit = start; unit < start + BLOCK_UNITS; unit++) {
      const lower = String.fromCharCode(unit).toLowerCase()
      if (lower.length === 1) table[unit] = lower.charCodeAt(0)
    }
  }
  return table
}

const NON_ASCII = /[^\0-\x7f]/
const PAIR = /[\ud800-\udbff][\udc00-\udfff]/g

/** The folded form of `text`, of equal length. */
export function foldText(text: string): string {
  if (!NON_ASCII.test(text)) return text.toLowerCase()
  let folded = ''
  for (let i = 0; i < text.length; i++) folded += String.fromCharCode(FOLD_UNIT[text.charCodeAt(i)]!)
  return folded.replace(PAIR, foldPair)
}

function foldPair(pair: string): string {
  const lower = pair.toLowerCase()
  return lower.length === pair.length ? lower : pair
}
