/**
 * `findLeaves` for programs, which ask a shape for many names that it does not have. In: a shape. Out: the same leaf
 * indexes as `findLeaves` gives. Invariant: only leaves whose folded name can fit are handed to `findLeaves`.
 */
import { foldText } from '../../../base/fold.ts'
import type { Leaf, Shape } from '../../../event/event.ts'
import { aliasOf, findLeaves } from '../../../event/lookup.ts'

export interface LeafIndex {
  readonly shape: Shape
  /** Leaf indexes by every folded name that a leaf may answer to, ascending. */
  readonly byName: ReadonlyMap<string, readonly number[]>
  readonly found: Map<string, readonly Leaf[]>
}

const NONE: readonly Leaf[] = []

/** Folded names; they come from rules, so there are as many as rules ask for. */
const foldedNames = new Map<string, string>()

function foldName(name: string): string {
  let folded = foldedNames.get(name)
  if (folded === undefined) {
    folded = foldText(name)
    foldedNames.set(name, folded)
  }
  return folded
}

export function createLeafIndex(shape: Shape): LeafIndex {
  const byName = new Map<string, number[]>()
  shape.leaves.forEach((leaf, i) => {
    const folded = foldText(leaf.name)
    const names = folded.includes(' ')
      ? [folded, folded.replaceAll(' ', ''), folded.replaceAll(' ', '_')]
      : [folded]
    for (const name of names) {
      const list = byName.get(name)
      if (list === undefined) byName.set(name, [i])
      else list.push(i)
    }
  })
  return { shape, byName, found: new Map() }
}

/** The leaves that `name` stands for, in document order. */
export function leavesOf(index: LeafIndex, name: string): readonly Leaf[] {
  let leaves = index.found.get(name)
  if (leaves === undefined) {
    leaves = search(index, name)
    index.found.set(name, leaves)
  }
  return leaves
}

function search(index: LeafIndex, name: string): readonly Leaf[] {
  const alias = aliasOf(name)
  const own = index.byName.get(foldName(name)) ?? []
  const aliased = (alias === undefined ? undefined : index.byName.get(foldName(alias))) ?? []
  if (own.length + aliased.length === 0) return NONE
  const candidates = [...new Set([...own, ...aliased])].sort((a, b) => a - b)
  const leaves = candidates.map((i) => index.shape.leaves[i]!)
  return findLeaves({ ...index.shape, leaves }, name).map((i) => leaves[i]!)
}
