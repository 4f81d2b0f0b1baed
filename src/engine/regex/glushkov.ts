/**
 * An automaton whose states are the places of a regular expression where a character stands (Glushkov's construction).
 * In: a tree whose tests without width stand at the ends of its alternatives. Out: places and the ways between them.
 * Invariant: counts are written out, so there are no more places than `regexSize` says steps.
 */
import type { CharSet } from './char-set.ts'
import type { RegexNode } from './regex-node.ts'
import { withoutCaptures } from './regex-node.ts'
import { regexSize } from './regex-size.ts'

/** Places at most: 16 words of bits. SigmaHQ's expressions have up to 91, but for a few counts. */
const MAX_PLACES = 512

/** From any of `from` to any of `to`. */
export interface Way {
  readonly from: readonly number[]
  readonly to: readonly number[]
}

/** Where a match must end: anywhere, at the end of the text, or there or before a line feed that ends it (`$`). */
export type MatchEnd = 'anywhere' | 'textEnd' | 'textEndOrLastLf'

/** One alternative of the whole expression. */
export interface Branch {
  /** Matches begin at the start of the text only. */
  readonly isAtStart: boolean
  readonly end: MatchEnd
  /** Matches without any character. */
  readonly isNullable: boolean
  readonly first: readonly number[]
  readonly last: readonly number[]
}

export interface Glushkov {
  /** The characters that may stand at each place. */
  readonly sets: readonly CharSet[]
  readonly ways: readonly Way[]
  readonly branches: readonly Branch[]
}

/** What matters of a part for what stands around it. */
type Part = Pick<Branch, 'isNullable' | 'first' | 'last'>

interface Builder {
  readonly sets: CharSet[]
  readonly ways: Way[]
}

const NOTHING: Part = { isNullable: true, first: [], last: [] }

/** One alternative, its tests at the ends taken off. */
interface Alternative extends Pick<Branch, 'isAtStart' | 'end'> {
  readonly nodes: readonly RegexNode[]
}

/** True when `buildGlushkov` takes the tree. */
export function isGlushkov(root: RegexNode): boolean {
  return (
    regexSize(root, false) <= MAX_PLACES && alternativesOf(root).every(({ nodes }) => nodes.every(isPlain))
  )
}

/** Throws for a tree that `isGlushkov` does not know. */
export function buildGlushkov(root: RegexNode): Glushkov {
  const builder: Builder = { sets: [], ways: [] }
  const branches = alternativesOf(root).map(
    ({ isAtStart, end, nodes }): Branch => ({ isAtStart, end, ...sequenceOf(builder, nodes) }),
  )
  return { ...builder, branches }
}

function alternativesOf(root: RegexNode): readonly Alternative[] {
  const node = withoutCaptures(root)
  return node.type === 'alternation' ? node.children.flatMap(alternativesOf) : [alternativeOf(node)]
}

function alternativeOf(node: RegexNode): Alternative {
  const nodes = node.type === 'concat' ? [...node.children] : [node]
  let isAtStart = false
  for (let [first] = nodes; first?.type === 'assert' && first.kind === 'textStart'; [first] = nodes) {
    isAtStart = true
    nodes.shift()
  }
  const last = nodes.at(-1)
  if (last?.type !== 'assert' || (last.kind !== 'textEnd' && last.kind !== 'textEndOrLastLf'))
    return { isAtStart, end: 'anywhere', nodes }
  nodes.pop()
  return { isAtStart, end: last.kind, nodes }
}

/** Characters, sequences, choices and rounds alone. */
function isPlain(node: RegexNode): boolean {
  switch (node.type) {
    case 'empty':
    case 'set':
      return true
    case 'concat':
    case 'alternation':
      return node.children.every(isPlain)
    case 'repeat':
    case 'capture':
      return isPlain(node.child)
    default:
      return false
  }
}

function partOf(builder: Builder, node: RegexNode): Part {
  switch (node.type) {
    case 'empty':
      return NOTHING
    case 'set': {
      const place = [builder.sets.push(node.set) - 1]
      return { isNullable: false, first: place, last: place }
    }
    case 'capture':
      return partOf(builder, node.child)
    case 'concat':
      return sequenceOf(builder, node.children)
    case 'alternation':
      return alternationOf(builder, node.children)
    case 'repeat':
      return repeatOf(builder, node)
    default:
      throw new Error(`${node.type} has no place in an automaton`)
  }
}

function sequenceOf(builder: Builder, nodes: readonly RegexNode[]): Part {
  let whole = NOTHING
  for (const node of nodes) {
    const part = partOf(builder, node)
    connect(builder, whole.last, part.first)
    whole = {
      isNullable: whole.isNullable && part.isNullable,
      first: whole.isNullable ? [...whole.first, ...part.first] : whole.first,
      last: part.isNullable ? [...whole.last, ...part.last] : part.last,
    }
  }
  return whole
}

function alternationOf(builder: Builder, nodes: readonly RegexNode[]): Part {
  let isNullable = false
  const first: number[] = []
  const last: number[] = []
  for (const node of nodes) {
    const part = partOf(builder, node)
    isNullable ||= part.isNullable
    first.push(...part.first)
    last.push(...part.last)
  }
  return { isNullable, first, last }
}

/** Rounds one behind the other; from the last one on a match may leave after any, and the last of an open one loops. */
function repeatOf(builder: Builder, node: RegexNode & { type: 'repeat' }): Part {
  const isOpen = node.max === Number.POSITIVE_INFINITY
  let { min } = node
  const rounds = isOpen ? Math.max(1, min) : node.max
  let first: readonly number[] = []
  let before: readonly number[] = []
  const last: number[] = []
  for (let round = 1; round <= rounds; round++) {
    const part = partOf(builder, node.child)
    // Rounds that take nothing may as well be left out.
    if (part.isNullable) min = 0
    if (round === 1) first = part.first
    connect(builder, before, part.first)
    if (round >= min) last.push(...part.last)
    if (isOpen && round === rounds) connect(builder, part.last, part.first)
    before = part.last
  }
  return { isNullable: min === 0, first, last }
}

function connect(builder: Builder, from: readonly number[], to: readonly number[]): void {
  if (from.length > 0 && to.length > 0) builder.ways.push({ from, to })
}
