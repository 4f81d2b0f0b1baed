/**
 * Case folding for every comparison: simple lower-casing, one UTF-16 unit to one unit, so lengths and positions
 * stay (design §5). Letters beyond the BMP fold as surrogate pairs, also without a change of length.
 */

/** Lower case of each UTF-16 unit; units whose lower case has another length (such as U+0130) stay. */
export const FOLD_UNIT: Uint16Array = buildTable()

function buildTable(): Uint16Array {
  const table = new Uint16Array(65536)
  for (let unit = 0; unit < 65536; unit++) {
    const isSurrogate = unit >= 0xd800 && unit <= 0xdfff
    const lower = isSurrogate ? '' : String.fromCharCode(unit).toLowerCase()
    table[unit] = lower.length === 1 ? lower.charCodeAt(0) : unit
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
