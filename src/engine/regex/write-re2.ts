/**
 * A tree becomes a pattern for re2js, which runs in time linear in the value. In: a tree. Out: the pattern, or undefined
 * when it holds what an automaton cannot do (lookaround, atomic groups, back references, `$` before something).
 * Invariant: the pattern needs no flags and matches somewhere in a text exactly when the tree does.
 */
import type { CharSet } from './char-set.ts'
import { complement, EVERY_CHAR, rangesOf } from './char-set.ts'
import type { AssertKind, RegexNode } from './regex-node.ts'

/** RE2's limit for a count, and for the product of nested counts. */
const MAX_COUNT = 1000

const ASSERTS: Readonly<Record<AssertKind, string>> = {
  textStart: '\\A',
  textEnd: '\\z',
  // Only at the end of the whole pattern, where it may as well take the line feed that it looks at.
  textEndOrLastLf: '(?:\\n?\\z)',
  lineStart: '(?m:^)',
  lineEnd: '(?m:$)',
  wordBoundary: '\\b',
  notWordBoundary: '\\B',
}

/** What was written and the largest product of nested counts in it. */
interface Written {
  readonly text: string
  readonly product: number
}

export function writeRe2(root: RegexNode): string | undefined {
  return write(root, true)?.text
}

/** `isLast`: nothing can follow the node in a match. */
function write(node: RegexNode, isLast: boolean): Written | undefined {
  switch (node.type) {
    case 'empty':
      return { text: '(?:)', product: 1 }
    case 'set':
      return { text: writeSet(node.set), product: 1 }
    case 'assert':
      if (node.kind === 'textEndOrLastLf' && !isLast) return undefined
      return { text: ASSERTS[node.kind], product: 1 }
    case 'capture':
      return write(node.child, isLast)
    case 'concat':
      return join(
        node.children.map((child, i) => write(child, isLast && i === node.children.length - 1)),
        '',
      )
    case 'alternation':
      return join(
        node.children.map((child) => write(child, isLast)),
        '|',
      )
    case 'repeat':
      return writeRepeat(node, isLast)
    default:
      return undefined
  }
}

function join(parts: readonly (Written | undefined)[], separator: string): Written | undefined {
  let product = 1
  const texts: string[] = []
  for (const part of parts) {
    if (part === undefined) return undefined
    product = Math.max(product, part.product)
    texts.push(part.text)
  }
  return { text: `(?:${texts.join(separator)})`, product }
}

/** Counts above RE2's limit are written as several counts in a row. */
function writeRepeat(node: RegexNode & { type: 'repeat' }, isLast: boolean): Written | undefined {
  const child = write(node.child, isLast && node.max <= 1)
  if (child === undefined) return undefined
  const unit = `(?:${child.text})`
  const most = Math.max(1, Math.floor(MAX_COUNT / child.product))
  const lazy = node.greedy ? '' : '?'
  const isOpen = node.max === Number.POSITIVE_INFINITY
  const parts: string[] = []
  let left = node.min
  for (; left > most; left -= most) parts.push(`${unit}{${most}}`)
  if (isOpen) parts.push(unit + (left === 0 ? '*' : left === 1 ? '+' : `{${left},}`) + lazy)
  else if (left > 0) parts.push(left === 1 ? unit : `${unit}{${left}}`)
  for (left = isOpen ? 0 : node.max - node.min; left > 0; left -= most)
    parts.push(`${unit}{0,${Math.min(left, most)}}${lazy}`)
  const largest = Math.min(most, Math.max(node.min, isOpen ? 1 : node.max - node.min))
  return { text: `(?:${parts.join('')})`, product: child.product * Math.max(1, largest) }
}

function writeSet(set: CharSet): string {
  if (set.length === 2 && set[0] === set[1]) return writeChar(set[0]!)
  if (set.length === 2 && set[0] === EVERY_CHAR[0] && set[1] === EVERY_CHAR[1]) return '(?s:.)'
  if (set.length === 0) return '[^\\x{0}-\\x{10FFFF}]'
  const outside = complement(set)
  return outside.length < set.length ? `[^${writeRanges(outside)}]` : `[${writeRanges(set)}]`
}

function writeRanges(set: CharSet): string {
  return rangesOf(set)
    .map(({ from, to }) => (from === to ? hex(from) : `${hex(from)}-${hex(to)}`))
    .join('')
}

function writeChar(char: number): string {
  const text = String.fromCodePoint(char)
  return /^[A-Za-z0-9]$/.test(text) ? text : hex(char)
}

function hex(char: number): string {
  return `\\x{${char.toString(16)}}`
}
