/**
 * Are correlations that come from a pack sound? In: JSON and the number of detection rules. Out: yes or no.
 * Invariant: what passes has the shape that `buildPlans` gives: no index leads outside, references go outwards only, and
 * each route gives its plan as many texts as the plan reads.
 */
import {
  hasShape,
  isBoolean,
  isCount,
  isListOf,
  isNumber,
  isOneOf,
  isOptional,
  isText,
  isWhole,
} from '../../../base/shape.ts'
import { isSigmaDocument } from '../../../sigma/check-document.ts'
import { OPERATORS } from '../values/tests.ts'
import type { CorrelationPlan, CorrelationSet, Route } from './correlation-plan.ts'
import { MAX_DEPTH, MAX_GROUP_FIELDS, MAX_SLOTS, MAX_TERMS } from './limits.ts'
import { valueKindOf } from './value-kind.ts'

const TYPES = [
  'event_count',
  'value_count',
  'value_sum',
  'value_avg',
  'value_min',
  'value_max',
  'value_median',
  'value_percentile',
  'temporal',
  'temporal_ordered',
]
const texts = isListOf(isText)
const places = isListOf(isCount)
const isHalf = isWhole(0, 0xffff_ffff)

const isRoute = hasShape({
  plan: isCount,
  slot: isCount,
  value: isOneOf(['none', 'text', 'decimal']),
  groupTexts: places,
  valueTexts: places,
  carriedTexts: places,
})
const isTerm = hasShape({ needs: places, bans: places })

const isPlan = hasShape({
  rule: (value) => isSigmaDocument(value) && value.kind !== 'filter',
  order: isCount,
  depth: isWhole(0, MAX_DEPTH),
  type: isOneOf(TYPES),
  slots: isListOf(hasShape({ title: isText, id: isOptional(isText) }), MAX_SLOTS),
  groupBy: isListOf(isText, MAX_GROUP_FIELDS),
  span: hasShape({ high: isHalf, low: isHalf }),
  timespanMs: isOptional(isNumber),
  tests: isListOf(hasShape({ operator: isOneOf(OPERATORS), value: isNumber }), 2),
  valueFields: texts,
  percentile: (value) => isNumber(value) && (value as number) >= 0 && (value as number) <= 100,
  terms: isOptional(isListOf(isTerm, MAX_TERMS)),
  carriedTexts: isCount,
  routes: isListOf(isRoute),
  isSilent: isBoolean,
})

const isUse = hasShape({ fields: texts, isSilent: isBoolean, routes: isListOf(isRoute) })
/** JSON has `null` where a rule has no use. */
const hasSetShape = hasShape({
  plans: isListOf(isPlan),
  uses: isListOf((use) => use === null || isUse(use)),
})

/** The correlations; undefined when they are none over so many rules. */
export function readCorrelations(value: unknown, ruleCount: number): CorrelationSet | undefined {
  if (!hasSetShape(value)) return undefined
  const { plans, uses: given } = value as CorrelationSet
  const uses = given.map((use) => use ?? undefined)
  const orders = new Set(plans.map(({ order }) => order))
  const isSound =
    uses.length === ruleCount &&
    orders.size === plans.length &&
    plans.every((plan, index) => isSoundPlan(plan, index, plans)) &&
    uses.every((use) => use === undefined || fitRoutes(use.routes, use.fields.length, -1, plans))
  return isSound ? { plans, uses } : undefined
}

function isSoundPlan(plan: CorrelationPlan, index: number, plans: readonly CorrelationPlan[]): boolean {
  const { type, slots, terms, tests, groupBy, carriedTexts, valueFields, routes } = plan
  const isSlot = isWhole(0, slots.length - 1)
  const areSoundTerms =
    terms === undefined
      ? tests.length > 0
      : type.startsWith('temporal') &&
        terms.length > 0 &&
        terms.every(({ needs, bans }) => needs.length > 0 && [...needs, ...bans].every(isSlot))
  return (
    areSoundTerms &&
    slots.length > 0 &&
    valueFields.length > 0 === (valueKindOf(type) !== 'none') &&
    fitRoutes(routes, groupBy.length + carriedTexts, index, plans)
  )
}

/** Routes of a source with so many texts to plans behind `index`. */
function fitRoutes(
  routes: readonly Route[],
  textCount: number,
  index: number,
  plans: readonly CorrelationPlan[],
): boolean {
  const isPlace = isWhole(0, textCount - 1)
  return routes.every(({ plan, slot, value, groupTexts, valueTexts, carriedTexts }) => {
    const target = plan > index ? plans[plan] : undefined
    return (
      target !== undefined &&
      slot < target.slots.length &&
      value === valueKindOf(target.type) &&
      groupTexts.length === target.groupBy.length &&
      valueTexts.length === target.valueFields.length &&
      carriedTexts.length === target.carriedTexts &&
      [...groupTexts, ...valueTexts, ...carriedTexts].every(isPlace)
    )
  })
}
