/**
 * Why a rule matches an event. In: rule and event. Out: for each identifier that had to hold and did, what its items
 * saw. Invariant: empty when the rule does not match; identifiers under `not` are left out; the size is bounded.
 */
import type { EventView } from '../event/event.ts'
import type { Target } from '../mapping/mapping.ts'
import type { Condition, Detection, Search } from '../sigma/ast.ts'
import type { HoldsByName } from './evaluate-detection.ts'
import { evaluateCondition, evaluateSearch, findIdentifier } from './evaluate-detection.ts'
import type { FieldTexts } from './evaluate-item.ts'
import type { ItemAtom } from './explain-item.ts'
import { explainItem } from './explain-item.ts'
import type { NamedText } from './field-reader.ts'
import { readKeywordTexts } from './field-reader.ts'
import { fitsTarget, readEventKey } from './fits-target.ts'
import type { MatchedAtom } from './hit.ts'
import type { ExplainMatch } from './match.ts'
import { readTexts } from './read-texts.ts'

/** Most entries of one hit; the longest list of SigmaHQ has 4,432 values. */
export const MAX_MATCHED_ATOMS = 64

export const explainMatch: ExplainMatch = (runnable, event) => {
  const key = readEventKey(event)
  return explainTargets(
    runnable.rule.detection,
    runnable.targets.filter((target) => fitsTarget(target, event, key)),
    event,
  )
}

/**
 * The same for a rule that is known to match the event, faster: what must hold then is not asked again. Where one target
 * and one condition come into question they are those that hold, and what stands under `not` says nothing of the match.
 */
export const explainKnownMatch: ExplainMatch = ({ rule, targets }, event) => {
  const { detection } = rule
  const key = readEventKey(event)
  const fitting = targets.filter((target) => fitsTarget(target, event, key))
  const condition = detection.conditions[0]
  if (fitting.length !== 1 || detection.conditions.length !== 1 || condition === undefined)
    return explainTargets(detection, fitting, event)
  const texts = readTexts(event, fitting[0]!.view)
  const holds = askOnce(detection, texts)
  const names = new Set<string>()
  addKnown(names, condition, holds)
  return explainNamed(detection, names, texts, () => readKeywordTexts(event))
}

function explainTargets(
  detection: Detection,
  targets: readonly Target[],
  event: EventView,
): readonly MatchedAtom[] {
  for (const target of targets) {
    const texts = readTexts(event, target.view)
    const holds = askOnce(detection, texts)
    const held = detection.conditions.filter((condition) => evaluateCondition(condition, holds))
    if (held.length > 0) return explainHeld(detection, held, holds, texts, () => readKeywordTexts(event))
  }
  return []
}

/** Whether identifiers hold, each of them looked at once. */
function askOnce(detection: Detection, texts: FieldTexts): HoldsByName {
  const known = new Map<string, boolean>()
  return (name) => {
    let holds = known.get(name)
    if (holds === undefined) {
      holds = evaluateSearch(findIdentifier(detection, name).search, texts)
      known.set(name, holds)
    }
    return holds
  }
}

/** `conditions`: those that hold. */
function explainHeld(
  detection: Detection,
  conditions: readonly Condition[],
  holds: HoldsByName,
  texts: FieldTexts,
  keywords: () => readonly NamedText[],
): MatchedAtom[] {
  const names = new Set<string>()
  for (const condition of conditions) addHeld(names, condition, holds, true)
  return explainNamed(detection, names, texts, keywords)
}

function explainNamed(
  detection: Detection,
  names: ReadonlySet<string>,
  texts: FieldTexts,
  keywords: () => readonly NamedText[],
): MatchedAtom[] {
  const atoms: MatchedAtom[] = []
  for (const { name, search } of detection.identifiers) {
    if (!names.has(name)) continue
    for (const { field, value, pattern } of explainSearch(search, texts, keywords)) {
      if (atoms.length === MAX_MATCHED_ATOMS) return atoms
      atoms.push({ identifier: name, field, value, pattern })
    }
  }
  return atoms
}

/**
 * The identifiers that hold and that the condition wants to hold. `wanted`: the condition is true, and that is wanted;
 * otherwise it is false under a `not`. Branches that are otherwise had no part in it.
 */
function addHeld(names: Set<string>, condition: Condition, holds: HoldsByName, wanted: boolean): void {
  switch (condition.type) {
    case 'and':
    case 'or':
      for (const child of condition.children) {
        if (evaluateCondition(child, holds) === wanted) addHeld(names, child, holds, wanted)
      }
      return
    case 'not':
      addHeld(names, condition.child, holds, !wanted)
      return
    default: {
      const meant = condition.type === 'of' ? condition.names : [condition.name]
      for (const name of wanted ? meant : []) if (holds(name)) names.add(name)
    }
  }
}

/** `addHeld` for a condition that is known to be true. */
function addKnown(names: Set<string>, condition: Condition, holds: HoldsByName): void {
  switch (condition.type) {
    case 'and':
      for (const child of condition.children) addKnown(names, child, holds)
      return
    case 'identifier':
      names.add(condition.name)
      return
    case 'of':
      if (condition.quantifier === 'all') for (const name of condition.names) names.add(name)
      else addHeld(names, condition, holds, true)
      return
    case 'not':
      // Only a `not` within it names what holds.
      if (hasNot(condition.child)) addHeld(names, condition, holds, true)
      return
    case 'or':
      addHeld(names, condition, holds, true)
  }
}

function hasNot(condition: Condition): boolean {
  switch (condition.type) {
    case 'and':
    case 'or':
      return condition.children.some(hasNot)
    case 'not':
      return true
    default:
      return false
  }
}

/** What the items of a search that holds saw. */
function explainSearch(search: Search, texts: FieldTexts, keywords: () => readonly NamedText[]): ItemAtom[] {
  if (search.type === 'item') return explainItem(search, texts, keywords)
  // All parts of an `and` that holds do.
  const held =
    search.type === 'and' ? search.children : search.children.filter((child) => evaluateSearch(child, texts))
  return held.flatMap((child) => explainSearch(child, texts, keywords))
}
