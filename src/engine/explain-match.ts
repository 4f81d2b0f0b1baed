/**
 * Why a rule matches an event. In: rule and event. Out: for each identifier that had to hold and did, what its items
 * saw. Invariant: empty when the rule does not match; identifiers under `not` are left out; the size is bounded.
 */
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

export const explainMatch: ExplainMatch = ({ rule, targets }, event) => {
  const key = readEventKey(event)
  const { detection } = rule
  for (const target of targets) {
    if (!fitsTarget(target, event, key)) continue
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

/** What the items of a search that holds saw. */
function explainSearch(search: Search, texts: FieldTexts, keywords: () => readonly NamedText[]): ItemAtom[] {
  if (search.type === 'item') return explainItem(search, texts, keywords)
  // All parts of an `and` that holds do.
  const held =
    search.type === 'and' ? search.children : search.children.filter((child) => evaluateSearch(child, texts))
  return held.flatMap((child) => explainSearch(child, texts, keywords))
}
