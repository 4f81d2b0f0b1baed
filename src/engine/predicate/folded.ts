/** Folding for predicates: many of them look at the same text one after another, so the last result is kept. */
import { foldText } from '../../base/fold.ts'

let lastText = ''
let lastFolded = ''

/** The folded form of `text`. */
export function folded(text: string): string {
  if (text !== lastText) {
    lastFolded = foldText(text)
    lastText = text
  }
  return lastFolded
}
