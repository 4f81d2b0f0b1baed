/**
 * Case-insensitive sets of characters. In: a set. Out: the set with every character that folds to the same one (as
 * base/fold.ts folds). Invariant: two characters are told apart here exactly when `foldText` tells them apart.
 */
import { foldText } from '../../base/fold.ts'
import type { CharSet } from './char-set.ts'
import { hasChar, unite } from './char-set.ts'

/** Letters with a case beyond the BMP end below this (Adlam, U+1E943, in Unicode 16). */
const LAST_CASED = 0x1ffff

let classes: readonly (readonly number[])[] | undefined

/** Groups of two and more code points that fold alike. */
function foldClasses(): readonly (readonly number[])[] {
  if (classes !== undefined) return classes
  const byFolded = new Map<string, number[]>()
  for (let c = 0; c <= LAST_CASED; c++) {
    if (c >= 0xd800 && c <= 0xdfff) continue
    const char = String.fromCodePoint(c)
    const folded = foldText(char)
    if (folded === char) continue
    const members = byFolded.get(folded) ?? [folded.codePointAt(0)!]
    members.push(c)
    byFolded.set(folded, members)
  }
  classes = [...byFolded.values()]
  return classes
}

/** The set closed under case. */
export function foldSet(set: CharSet): CharSet {
  const added: CharSet[] = []
  for (const members of foldClasses()) {
    if (members.some((c) => hasChar(set, c))) added.push(...members.map((c) => [c, c]))
  }
  return unite(set, ...added)
}
