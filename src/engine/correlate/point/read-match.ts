/**
 * What correlations want of a match. In: rule and event. Out: texts of the wanted fields, read through the view of the
 * target that matched; undefined where the event has none. Invariant: each text is bounded.
 */
import type { EventView } from '../../../event/event.ts'
import type { Target } from '../../../mapping/mapping.ts'
import { evaluateDetection } from '../../evaluate-detection.ts'
import { readField } from '../../field-reader.ts'
import { fitsTarget, readEventKey } from '../../fits-target.ts'
import type { RunnableRule } from '../../match.ts'
import { readTexts } from '../../read-texts.ts'
import { cutText } from './cut-text.ts'

/** Between the values of a field that has several. */
const SEPARATOR = '\n'

export function readMatch(
  rule: RunnableRule,
  fields: readonly string[],
  event: EventView,
): (string | undefined)[] {
  const target = findTarget(rule, event)
  return fields.map((field) => readText(event, target, field))
}

/** The first target through which the rule matches; where only one fits the event, that is it. */
function findTarget({ rule, targets }: RunnableRule, event: EventView): Target | undefined {
  if (targets.length === 1) return targets[0]
  const key = readEventKey(event)
  const fitting = targets.filter((target) => fitsTarget(target, event, key))
  if (fitting.length <= 1) return fitting[0]
  return fitting.find((target) => evaluateDetection(rule.detection, readTexts(event, target.view)))
}

/** A field with several values is one text of all of them: which of them a rule means, nobody says. */
function readText(event: EventView, target: Target | undefined, field: string): string | undefined {
  if (target === undefined) return undefined
  const texts = ownTexts(event, target, field)
  if (texts.length <= 1) return texts.length === 0 ? undefined : cutText(texts[0]!)
  return cutText(texts.join(SEPARATOR))
}

/**
 * A view may give a value in several forms (a SID and the level's name): the last source that has any is the one in
 * which events of different logs agree.
 */
function ownTexts(event: EventView, { view }: Target, field: string): readonly string[] {
  const sources = view.sourcesOf(field)
  if (sources === undefined || sources.length <= 1) return readField(event, view, field)
  for (let i = sources.length - 1; i >= 0; i--) {
    const source = sources[i]!
    const texts = readField(event, { id: view.id, sourcesOf: () => [source] }, field)
    if (texts.length > 0) return texts
  }
  return []
}
