/**
 * The structure of a record as a path of small numbers, and for each path that occurred its shape.
 * In: the steps that the locator meets. Out: nodes; equal paths end in the same node.
 * Invariant: a path tells everything that the shape depends on; a node remembers its last child, since records of
 * one kind follow each other.
 */
import type { Shape } from '../../event/event.ts'
import type { Plan } from './plan.ts'

/** Lowest three bits of a step; the rest is its number. */
export const Step = {
  /** An instance of plan number n. */
  Instance: 0,
  /** An element, an attribute with a slot, named by name n. */
  Element: 1,
  Attribute: 2,
  /** The attribute `Name` of a child of EventData, with text n. */
  FieldName: 3,
  /** End of an element: with a slot for its text, or without. */
  EndWithText: 4,
  End: 5,
  /** Slot n holds embedded BinXML, which follows. */
  Hole: 6,
  /** Something that only the slow decoder reads. */
  Odd: 7,
} as const

export interface TrieNode {
  readonly parent: TrieNode | undefined
  readonly step: number
  /** Of an instance step. */
  readonly plan: Plan | undefined
  lastStep: number
  lastChild: TrieNode | undefined
  /** Made with the second child. */
  children: Map<number, TrieNode> | undefined
  /** Of a `FieldName` step: its text as UTF-16LE; empty until it is first met. */
  text: DataView
  /** The shape of records that end here; null: only the slow decoder gives one; undefined: not built yet. */
  shape: Shape | null | undefined
}

export interface ShapeTrie {
  root: TrieNode
  nodes: number
  /** Leaves of all shapes. */
  leaves: number
}

const NO_TEXT = new DataView(new ArrayBuffer(0))

export function createShapeTrie(): ShapeTrie {
  return { root: createNode(undefined, -1, undefined), nodes: 1, leaves: 0 }
}

/** Forgets all paths; only between records. */
export function clearTrie(trie: ShapeTrie): void {
  trie.root = createNode(undefined, -1, undefined)
  trie.nodes = 1
  trie.leaves = 0
}

/** The child of `node` by `step`, when it is not the last one; made when it is new. */
export function descend(trie: ShapeTrie, node: TrieNode, step: number, plan: Plan | undefined): TrieNode {
  const last = node.lastChild
  let child = node.children?.get(step)
  if (child === undefined) {
    child = createNode(node, step, plan)
    trie.nodes++
    if (last !== undefined) {
      node.children ??= new Map([[node.lastStep, last]])
      node.children.set(step, child)
    }
  }
  node.lastStep = step
  node.lastChild = child
  return child
}

/** The child of `node` by `step`, undefined when no record has had it. */
export function childOf(node: TrieNode, step: number): TrieNode | undefined {
  return node.lastStep === step ? node.lastChild : node.children?.get(step)
}

/** Steps from the root to `node`. */
export function pathOf(node: TrieNode): readonly TrieNode[] {
  const path: TrieNode[] = []
  for (let at: TrieNode = node; at.parent !== undefined; at = at.parent) path.push(at)
  return path.reverse()
}

function createNode(parent: TrieNode | undefined, step: number, plan: Plan | undefined): TrieNode {
  return {
    parent,
    step,
    plan,
    lastStep: -1,
    lastChild: undefined,
    children: undefined,
    text: NO_TEXT,
    shape: undefined,
  }
}
