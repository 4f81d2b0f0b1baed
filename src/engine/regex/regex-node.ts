/**
 * The tree of a regular expression. Flags are resolved while parsing: what stands here means the same everywhere.
 * Invariant: a character is a code point; greediness matters only inside atomic groups and before back references.
 */
import type { CharSet } from './char-set.ts'

/** Tests without width. `textEndOrLastLf` is `$`: the end, or before a line feed that ends the text. */
export type AssertKind =
  | 'textStart'
  | 'textEnd'
  | 'textEndOrLastLf'
  | 'lineStart'
  | 'lineEnd'
  | 'wordBoundary'
  | 'notWordBoundary'

export type RegexNode =
  | { readonly type: 'empty' }
  /** One character of the set; an empty set never matches. */
  | { readonly type: 'set'; readonly set: CharSet }
  | { readonly type: 'concat'; readonly children: readonly RegexNode[] }
  | { readonly type: 'alternation'; readonly children: readonly RegexNode[] }
  | {
      readonly type: 'repeat'
      readonly child: RegexNode
      readonly min: number
      /** `Infinity` when open. */
      readonly max: number
      readonly greedy: boolean
    }
  /** Groups count from 1 by their opening parenthesis. */
  | { readonly type: 'capture'; readonly index: number; readonly child: RegexNode }
  | { readonly type: 'assert'; readonly kind: AssertKind }
  | {
      readonly type: 'look'
      readonly behind: boolean
      readonly negated: boolean
      readonly child: RegexNode
    }
  /** The text that the group took last; fails when it took none. `folded`: case-insensitively. */
  | { readonly type: 'backReference'; readonly index: number; readonly folded: boolean }
  /** Once matched, not tried in another way: `(?>…)` and `a++`. */
  | { readonly type: 'atomic'; readonly child: RegexNode }

export const EMPTY: RegexNode = { type: 'empty' }

/** A sequence without needless nesting. */
export function concat(children: readonly RegexNode[]): RegexNode {
  const flat = children.flatMap((c) => (c.type === 'concat' ? c.children : c.type === 'empty' ? [] : [c]))
  if (flat.length === 0) return EMPTY
  return flat.length === 1 ? flat[0]! : { type: 'concat', children: flat }
}

/** What the groups around it capture. */
export function withoutCaptures(node: RegexNode): RegexNode {
  return node.type === 'capture' ? withoutCaptures(node.child) : node
}
