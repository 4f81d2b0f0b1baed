/**
 * From correlations that run to plans: everything by index, and which texts each source of points must give.
 * In: correlations, inner ones first, and the indexes of detection rules. Out: the set, as plain data.
 */
import type { Condition, SigmaDocument } from '../../../sigma/ast.ts'
import type { Operator } from '../values/tests.ts'
import { LONGEST, ticksFromMs } from '../values/ticks.ts'
import { aliasedField } from './alias-fields.ts'
import { findTerms } from './boolean-terms.ts'
import type {
  CorrelationPlan,
  CorrelationSet,
  CorrelationType,
  PlanSlot,
  Route,
  RuleUse,
  Term,
} from './correlation-plan.ts'
import type { RunningCorrelation } from './judge-correlations.ts'
import { valueKindOf } from './value-kind.ts'

export interface PlanOptions {
  /** The detection rules that run, as they were given; a rule's place is its index. */
  readonly rules: readonly SigmaDocument[]
  /** Rules that were asked for; others run for the correlations on them alone. */
  readonly isWanted: (document: SigmaDocument) => boolean
  /** Rules that correlations refer to report their own hits, too. */
  readonly keepBaseHits: boolean
}

/** What is asked of a source of points while plans are built. */
interface Source {
  /** Names of the texts that it gives. */
  readonly names: string[]
  readonly routes: Route[]
  isReferred: boolean
  isShown: boolean
}

interface Draft {
  readonly running: RunningCorrelation
  readonly source: Source
  readonly order: number
  readonly depth: number
}

/** Correlations must stand before those that refer to them. */
export function buildPlans(
  correlations: readonly RunningCorrelation[],
  options: PlanOptions,
): CorrelationSet {
  const drafts = draftPlans(correlations)
  const planOf = new Map(drafts.map(({ running }, index) => [running.rule as SigmaDocument, index]))
  const indexOf = new Map(options.rules.map((rule, index) => [rule, index]))
  const uses = new Array<Source | undefined>(options.rules.length).fill(undefined)
  // What outer plans read decides what inner ones must carry, so the outer ones come first.
  for (const [index, draft] of [...drafts.entries()].reverse()) {
    for (const [slot, document] of slotDocuments(draft.running)) {
      const ownRule = document === draft.running.rule
      const inner = ownRule ? undefined : planOf.get(document)
      const rule = indexOf.get(document)
      const source = inner === undefined ? useOf(uses, rule) : drafts[inner]!.source
      // A rule that never matches here gives no points.
      if (source === undefined) continue
      source.isReferred = true
      source.isShown ||= draft.running.correlation.generate
      source.routes.push(routeTo(draft, index, slot, source))
    }
  }
  return {
    plans: drafts.map((draft) => toPlan(draft, options)),
    uses: uses.map((use, rule) =>
      use === undefined ? undefined : toUse(use, options.rules[rule]!, options),
    ),
  }
}

function slotDocuments({ slots }: RunningCorrelation): (readonly [slot: number, document: SigmaDocument])[] {
  return slots.flatMap((documents, slot) => documents.map((document) => [slot, document] as const))
}

/** Sorted by depth, then as given; `order` is by file and document. */
function draftPlans(correlations: readonly RunningCorrelation[]): readonly Draft[] {
  const byPlace = [...correlations].sort((a, b) => comparePlaces(a.rule, b.rule))
  const orders = new Map(byPlace.map((running, order) => [running, order]))
  const depths = new Map<SigmaDocument, number>()
  const drafts = correlations.map((running): Draft => {
    const inner = running.slots.flat().map((one) => (one === running.rule ? -1 : (depths.get(one) ?? -1)))
    const depth = Math.max(...inner) + 1
    depths.set(running.rule, depth)
    const source = {
      names: [...running.correlation.groupBy],
      routes: [],
      isReferred: false,
      isShown: false,
    }
    return { running, source, order: orders.get(running)!, depth }
  })
  return drafts.sort((a, b) => a.depth - b.depth || a.order - b.order)
}

function comparePlaces(a: SigmaDocument, b: SigmaDocument): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.document - b.document
}

function useOf(uses: (Source | undefined)[], rule: number | undefined): Source | undefined {
  if (rule === undefined) return undefined
  uses[rule] ??= { names: [], routes: [], isReferred: false, isShown: false }
  return uses[rule]
}

function routeTo({ running, source: own }: Draft, plan: number, slot: number, source: Source): Route {
  const { correlation } = running
  const textOf = (field: string): number => {
    const known = source.names.indexOf(field)
    return known >= 0 ? known : source.names.push(field) - 1
  }
  const indexOf = (name: string): number => textOf(aliasedField(running, name, slot) ?? name)
  const kind = valueKindOf(correlation.type as CorrelationType)
  const carried = own.names.slice(correlation.groupBy.length)
  return {
    plan,
    slot,
    value: kind,
    groupTexts: correlation.groupBy.map(indexOf),
    valueTexts: kind === 'none' ? [] : fieldsOf(running).map(indexOf),
    carriedTexts: carried.map(indexOf),
  }
}

function fieldsOf({ correlation: { condition } }: RunningCorrelation): readonly string[] {
  return condition?.type === 'compare' ? condition.field : []
}

function toPlan(
  { running, source, order, depth }: Draft,
  { isWanted, keepBaseHits }: PlanOptions,
): CorrelationPlan {
  const { rule, correlation, slots } = running
  const { condition, timespanMs } = correlation
  const type = correlation.type as CorrelationType
  const isInner = source.isReferred && !source.isShown && !keepBaseHits
  return {
    rule,
    order,
    depth,
    type,
    slots: slots.map(([document]): PlanSlot => ({ title: document!.title, id: document!.id })),
    groupBy: correlation.groupBy,
    span: timespanMs === undefined ? LONGEST : ticksFromMs(timespanMs),
    timespanMs,
    tests:
      condition?.type === 'compare'
        ? condition.tests.map(({ operator, value }) => ({ operator: operator as Operator, value }))
        : [],
    valueFields: valueKindOf(type) === 'none' ? [] : fieldsOf(running),
    percentile: percentileOf(type, condition?.type === 'compare' ? condition.percentile : undefined),
    terms: condition?.type === 'boolean' ? termsOf(condition.condition, running) : undefined,
    carriedTexts: source.names.length - correlation.groupBy.length,
    routes: source.routes,
    isSilent: isInner || !isWanted(rule),
  }
}

function percentileOf(type: CorrelationType, percentile: number | undefined): number {
  if (type === 'value_min') return 0
  if (type === 'value_max') return 100
  return type === 'value_percentile' ? (percentile ?? 50) : 50
}

function termsOf(condition: Condition, { slotOf }: RunningCorrelation): readonly Term[] {
  const terms = findTerms(condition, slotOf)
  if (typeof terms === 'string') throw new Error(terms)
  return terms
}

function toUse(
  { names, routes, isShown }: Source,
  rule: SigmaDocument,
  { isWanted, keepBaseHits }: PlanOptions,
): RuleUse {
  return { fields: names, routes, isSilent: !isWanted(rule) || !(isShown || keepBaseHits) }
}
