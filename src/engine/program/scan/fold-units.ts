/**
 * A value's UTF-16 units, folded into a scratch array. In: bytes of the value. Out: units that equal those of `foldText`
 * of its text, and whether any is beyond ASCII. Invariant: as many units out as in.
 */
import { FOLD_UNIT, foldText } from '../../../base/fold.ts'

/** Folds `count` units from `offset` into `folded`; returns all units OR-ed together (before folding). */
export function foldUnits(bytes: Uint8Array, offset: number, count: number, folded: Uint16Array): number {
  let seen = 0
  for (let i = 0, at = offset; i < count; i++, at += 2) {
    const unit = bytes[at]! | (bytes[at + 1]! << 8)
    seen |= unit
    folded[i] = FOLD_UNIT[unit]!
  }
  if (seen >= 0xd800) foldPairs(folded, count)
  return seen
}

const UNKNOWN = 0
const PLAIN = 1
const HAS_CASE = 2
/** Per high surrogate: whether some letter of its 1,024 characters changes when folded. Found out when first met. */
const CASE_OF_HIGH = new Uint8Array(1024)

/** Letters beyond the BMP fold as pairs of units. */
function foldPairs(folded: Uint16Array, count: number): void {
  for (let i = 0; i + 1 < count; i++) {
    const high = folded[i]!
    const low = folded[i + 1]!
    if (high < 0xd800 || high > 0xdbff || low < 0xdc00 || low > 0xdfff) continue
    if (hasCase(high)) {
      const pair = foldText(String.fromCharCode(high, low))
      folded[i] = pair.charCodeAt(0)
      folded[i + 1] = pair.charCodeAt(1)
    }
    i++
  }
}

function hasCase(high: number): boolean {
  const index = high - 0xd800
  if (CASE_OF_HIGH[index] === UNKNOWN) {
    let text = ''
    for (let low = 0xdc00; low <= 0xdfff; low++) text += String.fromCharCode(high, low)
    CASE_OF_HIGH[index] = foldText(text) === text ? PLAIN : HAS_CASE
  }
  return CASE_OF_HIGH[index] === HAS_CASE
}
