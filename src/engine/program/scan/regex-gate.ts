/**
 * Cheap necessary conditions of a regular expression, looked at before the automaton runs: a shortest length, and a
 * run of characters of one set. In: the tree. Out: a gate. Invariant: a text that matches passes the gate; where the
 * expression is nothing but such a run (`.{1000,}`), passing it decides.
 */
import { type CharSet, hasChar } from '../../regex/char-set.ts'
import type { RegexNode } from '../../regex/regex-node.ts'

export interface RegexGate {
  /** No match is shorter, in characters (so not in UTF-16 units either). */
  readonly minLength: number
  /** Every match contains that many characters of the set in a row. */
  readonly run: { readonly set: CharSet; readonly count: number } | undefined
  readonly isDecisive: boolean
}

/** Shorter runs are left to the automaton. */
const MIN_RUN = 16

export function gateOf(root: RegexNode): RegexGate {
  const run = longestRun(root)
  const isKept = run !== undefined && run.count >= MIN_RUN
  return { minLength: minLengthOf(root), run: isKept ? run : undefined, isDecisive: isKept && isRun(root) }
}

/** False when the text cannot match. */
export function passesGate(gate: RegexGate, text: string): boolean {
  if (text.length < gate.minLength) return false
  return gate.run === undefined || hasRun(text, gate.run.set, gate.run.count)
}

function minLengthOf(node: RegexNode): number {
  switch (node.type) {
    case 'set':
      return 1
    case 'concat':
      return node.children.reduce((sum, child) => sum + minLengthOf(child), 0)
    case 'alternation':
      return node.children.reduce(
        (least, child) => Math.min(least, minLengthOf(child)),
        Number.POSITIVE_INFINITY,
      )
    case 'repeat':
      return node.min === 0 ? 0 : node.min * minLengthOf(node.child)
    case 'capture':
    case 'atomic':
      return minLengthOf(node.child)
    default:
      return 0
  }
}

/** The longest repetition of one set that every match goes through. */
function longestRun(node: RegexNode): RegexGate['run'] {
  switch (node.type) {
    case 'concat': {
      let longest: RegexGate['run']
      for (const child of node.children) {
        const run = longestRun(child)
        if (run !== undefined && run.count > (longest?.count ?? 0)) longest = run
      }
      return longest
    }
    case 'repeat': {
      if (node.min === 0) return undefined
      const child = unwrap(node.child)
      return child.type === 'set' ? { set: child.set, count: node.min } : longestRun(child)
    }
    case 'capture':
    case 'atomic':
      return longestRun(node.child)
    default:
      return undefined
  }
}

/** Nothing but one repetition of a set: found anywhere, its lower count decides. */
function isRun(root: RegexNode): boolean {
  const node = unwrap(root)
  return node.type === 'repeat' && unwrap(node.child).type === 'set'
}

function unwrap(node: RegexNode): RegexNode {
  let inner = node
  while (inner.type === 'capture' || inner.type === 'atomic') inner = inner.child
  return inner
}

function hasRun(text: string, set: CharSet, count: number): boolean {
  let run = 0
  for (let i = 0; i < text.length; i++) {
    const codePoint = text.codePointAt(i)!
    if (codePoint > 0xffff) i++
    run = hasChar(set, codePoint) ? run + 1 : 0
    if (run === count) return true
  }
  return false
}
