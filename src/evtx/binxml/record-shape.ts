/**
 * The shape of the record just located. In: the locator. Out: the event's shape, built on the first record of its
 * kind. Invariant: equal paths share one shape.
 */
import type { Shape } from '../../event/event.ts'
import { buildShape, buildSystemShape } from './build-shape.ts'
import type { Locator } from './locator.ts'
import { spendLeaves } from './locator.ts'
import type { Plan } from './plan.ts'
import { readPath } from './read-path.ts'
import type { TrieNode } from './shape-trie.ts'

/** Gives the event its shape; false when only the slow decoder can, or the chunk has spent what it may. */
export function takeShape(s: Locator): boolean {
  if (s.isOdd) return false
  const { node, event } = s
  let shape = node.shape
  if (shape === undefined) {
    if (s.isOverBudget) return false
    shape = makeShape(s, node)
    if (shape !== null && !spendLeaves(s, shape.leaves.length)) return false
    node.shape = shape
  }
  if (shape === null) return false
  event.shape = shape
  event.slotCount = s.slotCount
  return true
}

function makeShape(s: Locator, node: TrieNode): Shape | null {
  const outline = readPath(node, s.names)
  const shape = outline === undefined ? null : buildShape(outline.stream, outline.holes)
  if (shape !== null) s.trie.leaves += shape.leaves.length
  return shape
}

/** Gives the event the shape of System alone, from the outer plan; false when the plan does not tell it. */
export function takeSystemShape(s: Locator, plan: Plan): boolean {
  const shape = systemShapeOf(plan)
  if (shape === undefined || s.isOdd) return false
  s.event.shape = shape
  s.event.slotCount = s.slotCount
  return true
}

/** The leaves of System, when the outer plan tells them. */
export function systemShapeOf(plan: Plan): Shape | undefined {
  if (plan.systemShape === null)
    plan.systemShape = plan.root === undefined ? undefined : buildSystemShape(plan.root)
  return plan.systemShape
}
