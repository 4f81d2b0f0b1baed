/**
 * Why a rule matches an event, and why not. In: a rule that runs, and the event. Out: a verdict for every target, and
 * within it for every part of the rule. Invariant: the verdict of the whole is the interpreter's answer.
 */
import type { EventView } from '../event/event.ts'
import { missingFields } from '../mapping/coverage.ts'
import type { Target } from '../mapping/mapping.ts'
import type { DetectionRule, Item, Search } from '../sigma/ast.ts'
import { type EventKey, readEventKey } from './fits-target.ts'
import { judgeDetection } from './judge-detection.ts'
import { judgeTarget } from './judge-target.ts'
import type { RunnableRule } from './match.ts'
import { readTexts } from './read-texts.ts'
import type { RuleVerdict, TargetVerdict } from './rule-verdict.ts'

export function judgeRule({ rule, targets }: RunnableRule, event: EventView): RuleVerdict {
  const key = readEventKey(event)
  const verdicts = targets.map((target) => judgeOnTarget(rule, target, event, key))
  return { holds: verdicts.some(({ holds }) => holds), targets: verdicts }
}

function judgeOnTarget(rule: DetectionRule, target: Target, event: EventView, key: EventKey): TargetVerdict {
  const tests = judgeTarget(target, event, key)
  const fits = tests.every(({ holds }) => holds)
  const { view } = target
  const detection = fits
    ? judgeDetection(rule.detection, { event, view, texts: readTexts(event, view) })
    : undefined
  return {
    id: target.id,
    holds: detection?.holds === true,
    fits,
    tests,
    missingFields: missingFields(target, fieldsOf(rule)),
    detection,
  }
}

/** Fields that the rule names, those too that another is compared with. */
function fieldsOf(rule: DetectionRule): readonly string[] {
  return rule.detection.identifiers.flatMap(({ search }) => itemsOf(search)).flatMap(fieldsOfItem)
}

function itemsOf(search: Search): readonly Item[] {
  return search.type === 'item' ? [search] : search.children.flatMap(itemsOf)
}

function fieldsOfItem({ field, values }: Item): readonly string[] {
  const compared = values.flatMap((value) => (value.op === 'fieldref' ? [value.field] : []))
  return field === undefined ? compared : [field, ...compared]
}
