/** Tests without width. In: the kind, a text and a place in it, in UTF-16 units. Out: whether it holds there. */
import type { AssertKind } from './regex-node.ts'

export function assertHolds(kind: AssertKind, text: string, at: number): boolean {
  const atEnd = at === text.length
  switch (kind) {
    case 'textStart':
      return at === 0
    case 'textEnd':
      return atEnd
    case 'textEndOrLastLf':
      return atEnd || (at === text.length - 1 && text[at] === '\n')
    case 'lineStart':
      return at === 0 || text[at - 1] === '\n'
    case 'lineEnd':
      return atEnd || text[at] === '\n'
    case 'wordBoundary':
      return isWord(text, at - 1) !== isWord(text, at)
    case 'notWordBoundary':
      return isWord(text, at - 1) === isWord(text, at)
  }
}

function isWord(text: string, at: number): boolean {
  return /^\w$/.test(text.charAt(at))
}
