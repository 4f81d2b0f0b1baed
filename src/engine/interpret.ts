/**
 * The reference engine: walks the syntax tree with plain strings. In: rules. Out: a matcher. Invariant: the slow
 * obvious reading of sigma-semantics; the compiled program must answer exactly like it.
 */
import type { EventView } from '../event/event.ts'
import type { FieldView } from '../mapping/mapping.ts'
import { evaluateDetection } from './evaluate-detection.ts'
import type { FieldTexts } from './evaluate-item.ts'
import { fitsKey, fitsTarget, readEventKey } from './fits-target.ts'
import type { Matcher, RunnableRule } from './match.ts'
import { readTexts } from './read-texts.ts'

export function createInterpreter(rules: readonly RunnableRule[]): Matcher {
  const matched: number[] = []
  return {
    wants(event) {
      const key = readEventKey(event)
      return rules.some(({ targets }) => targets.some((target) => fitsKey(target, key)))
    },
    matchEvent(event) {
      const key = readEventKey(event)
      const textsOf = createViewTexts(event)
      matched.length = 0
      for (const [index, { rule, targets }] of rules.entries()) {
        const fires = targets.some(
          (target) =>
            fitsTarget(target, event, key) && evaluateDetection(rule.detection, textsOf(target.view)),
        )
        if (fires) matched.push(index)
      }
      return matched
    },
  }
}

/** Texts of the event through each view, shared by all rules. */
function createViewTexts(event: EventView): (view: FieldView) => FieldTexts {
  const texts = new Map<FieldView, FieldTexts>()
  return (view) => {
    let known = texts.get(view)
    if (known === undefined) {
      known = readTexts(event, view)
      texts.set(view, known)
    }
    return known
  }
}
