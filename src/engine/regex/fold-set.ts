/**
 * Case-insensitive sets of characters. In: a set. Out: the set with every character that folds to the same one (as
 * base/fold.ts folds). Invariant: two characters are told apart here exactly when `foldText` tells them apart.
 */
import { FOLD_UNIT, foldText } from '../../base/fold.ts'
import type { CharSet } from './char-set.ts'
import { hasChar, rangesOf, unite } from './char-set.ts'

const FIRST_PAIR = 0x10000
/** Letters with a case beyond the BMP end below this (Adlam, U+1E943, in Unicode 16). */
const LAST_CASED = 0x1ffff

/** Groups of two and more characters that fold alike, by their folded character. */
type FoldClasses = ReadonlyMap<number, readonly number[]>

let classes: FoldClasses | undefined
let pairClasses: FoldClasses | undefined

/** Below this many characters they are looked up one by one. */
const FEW_CHARS = 256

/** The set closed under case. */
export function foldSet(set: CharSet): CharSet {
  classes ??= findClasses(0, FIRST_PAIR - 1, (unit) => FOLD_UNIT[unit]!)
  const hasPairs = set.length > 0 && set.at(-1)! >= FIRST_PAIR
  if (!hasPairs && countChars(set) < FEW_CHARS) return closeFew(set, classes)
  const closed = close(set, classes)
  if (!hasPairs) return closed
  // Rare in rules and slow to find.
  pairClasses ??= findClasses(
    FIRST_PAIR,
    LAST_CASED,
    (char) => foldText(String.fromCodePoint(char)).codePointAt(0)!,
  )
  return close(closed, pairClasses)
}

function countChars(set: CharSet): number {
  return rangesOf(set).reduce((sum, { from, to }) => sum + to - from + 1, 0)
}

function closeFew(set: CharSet, known: FoldClasses): CharSet {
  const added: CharSet[] = []
  for (const { from, to } of rangesOf(set)) {
    for (let c = from; c <= to; c++) {
      const members = known.get(FOLD_UNIT[c]!)
      if (members !== undefined) added.push(toSet(members))
    }
  }
  return unite(set, ...added)
}

function close(set: CharSet, known: FoldClasses): CharSet {
  const added: CharSet[] = []
  for (const members of known.values()) if (members.some((c) => hasChar(set, c))) added.push(toSet(members))
  return unite(set, ...added)
}

function toSet(members: readonly number[]): CharSet {
  return unite(...members.map((c) => [c, c]))
}

function findClasses(first: number, last: number, fold: (char: number) => number): FoldClasses {
  const found = new Map<number, number[]>()
  for (let c = first; c <= last; c++) {
    const folded = fold(c)
    if (folded === c) continue
    const members = found.get(folded)
    if (members === undefined) found.set(folded, [folded, c])
    else members.push(c)
  }
  return found
}
