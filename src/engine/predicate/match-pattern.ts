/**
 * Patterns with wildcards (sigma-semantics §2.2). In: tokens. Out: a test of a whole text.
 * Invariant: anchored at both ends, line breaks are ordinary, `one` takes one character (a surrogate pair is one), and
 * time is linear in the text for a given pattern: pieces between `any` are searched once, from left to right.
 */
import { foldText } from '../../base/fold.ts'
import type { PatternToken } from '../../sigma/ast.ts'
import { folded } from './folded.ts'

/** `-`, `/`, en dash, em dash, horizontal bar: the dashes of `windash`. */
const DASHES = '-/\u2013\u2014\u2015'

/** Literal text is marked so that it cannot be taken for a wildcard. */
type Part = { readonly text: string } | 'one' | 'dash'

export function createPatternTest(
  tokens: readonly PatternToken[],
  cased: boolean,
): (text: string) => boolean {
  const parts = tokens.map((t) => (typeof t !== 'string' ? t.wild : { text: cased ? t : foldText(t) }))
  const test = createFoldedTest(parts)
  return cased ? test : (text) => test(folded(text))
}

/** The common shapes use the built-in searches, the rest the general matcher. */
function createFoldedTest(parts: readonly (Part | 'any')[]): (text: string) => boolean {
  const isAny = parts.map((p) => p === 'any')
  const inner = parts.filter((p): p is Part => p !== 'any')
  const [literal] = inner
  if (inner.length === 0) return isAny.length > 0 ? () => true : (text) => text === ''
  if (inner.length === 1 && typeof literal === 'object') {
    const { text: wanted } = literal
    const open = `${isAny[0] ? '*' : ''}.${isAny.at(-1) ? '*' : ''}`
    if (open === '.') return (text) => text === wanted
    if (open === '.*') return (text) => text.startsWith(wanted)
    if (open === '*.') return (text) => text.endsWith(wanted)
    return (text) => text.includes(wanted)
  }
  return createWildcardTest(splitAtAny(parts))
}

/** Pieces between `any`; the first and the last one are empty where the pattern is open. */
function splitAtAny(parts: readonly (Part | 'any')[]): readonly (readonly Part[])[] {
  const pieces: Part[][] = [[]]
  for (const part of parts) {
    if (part === 'any') pieces.push([])
    else pieces.at(-1)!.push(part)
  }
  return pieces.filter((piece, i) => piece.length > 0 || i === 0 || i === pieces.length - 1)
}

function createWildcardTest(pieces: readonly (readonly Part[])[]): (text: string) => boolean {
  const first = pieces[0]!
  const last = pieces.at(-1)!
  const middle = pieces.slice(1, -1)
  if (pieces.length === 1) return (text) => matchAt(text, 0, first) === text.length
  return (text) => {
    let at = matchAt(text, 0, first)
    for (const piece of middle) {
      if (at < 0) return false
      at = findPiece(text, at, piece)
    }
    return at >= 0 && endsWith(text, at, last)
  }
}

/** End of the leftmost match of the piece at or behind `from`, which is also the earliest end; -1 if there is none. */
function findPiece(text: string, from: number, piece: readonly Part[]): number {
  const [head] = piece
  for (let at = from; at <= text.length; at++) {
    if (typeof head === 'object') {
      at = text.indexOf(head.text, at)
      if (at < 0) return -1
    }
    const end = matchAt(text, at, piece)
    if (end >= 0) return end
  }
  return -1
}

/** True when the piece matches at or behind `from` and ends with the text. */
function endsWith(text: string, from: number, piece: readonly Part[]): boolean {
  let units = 0
  let ones = 0
  for (const part of piece) {
    units += typeof part === 'object' ? part.text.length : 1
    if (part === 'one') ones++
  }
  // Each `one` takes one unit or two.
  for (let at = text.length - units; at >= Math.max(from, text.length - units - ones); at--)
    if (matchAt(text, at, piece) === text.length) return true
  return false
}

/** End of the piece when it stands at `at`, else -1. */
function matchAt(text: string, at: number, piece: readonly Part[]): number {
  let end = at
  for (const part of piece) {
    if (typeof part === 'object') {
      if (!text.startsWith(part.text, end)) return -1
      end += part.text.length
      continue
    }
    if (end >= text.length) return -1
    if (part === 'dash' && !DASHES.includes(text[end]!)) return -1
    end += part === 'one' && text.codePointAt(end)! > 0xffff ? 2 : 1
  }
  return end
}
