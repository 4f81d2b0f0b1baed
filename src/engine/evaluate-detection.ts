/**
 * A detection against an event. In: the tree and a way to read fields. Out: whether a condition holds.
 * Invariant: walks the tree as it was written, with nothing rearranged, so that it can judge the compiled program.
 */
import type { Condition, Detection, Identifier, Search } from '../sigma/ast.ts'
import type { FieldTexts } from './evaluate-item.ts'
import { evaluateItem } from './evaluate-item.ts'

/** Whether the identifier of this name holds. */
export type HoldsByName = (name: string) => boolean

/** True when one of the conditions holds. */
export function evaluateDetection(detection: Detection, event: FieldTexts): boolean {
  const holds: HoldsByName = (name) => evaluateSearch(findIdentifier(detection, name).search, event)
  return detection.conditions.some((condition) => evaluateCondition(condition, holds))
}

/** `x of …` and identifiers by the names that the parser resolved. */
export function evaluateCondition(condition: Condition, holds: HoldsByName): boolean {
  switch (condition.type) {
    case 'and':
      return condition.children.every((child) => evaluateCondition(child, holds))
    case 'or':
      return condition.children.some((child) => evaluateCondition(child, holds))
    case 'not':
      return !evaluateCondition(condition.child, holds)
    case 'identifier':
      return holds(condition.name)
    case 'of':
      return condition.quantifier === 'any' ? condition.names.some(holds) : condition.names.every(holds)
  }
}

export function evaluateSearch(search: Search, event: FieldTexts): boolean {
  switch (search.type) {
    case 'and':
      return search.children.every((child) => evaluateSearch(child, event))
    case 'or':
      return search.children.some((child) => evaluateSearch(child, event))
    case 'item':
      return evaluateItem(search, event)
  }
}

export function findIdentifier(detection: Detection, name: string): Identifier {
  const found = detection.identifiers.find((identifier) => identifier.name === name)
  if (found === undefined) throw new Error(`the condition names ${name}, which the detection lacks`)
  return found
}
