/**
 * Which correlations run. In: correlations and rules with aggregations, and what became of the rules that they refer to.
 * Out: those that run, inner ones first, with the rules that they mean; all others with the reason.
 * Invariant: a correlation runs only when every rule that it refers to runs or can never match here.
 */
import type { Diagnostic } from '../../../base/diagnostic.ts'
import type { Correlation, CorrelationRule, DetectionRule, SigmaDocument } from '../../../sigma/ast.ts'
import { checkCorrelation } from './check-correlation.ts'
import { MAX_DEPTH, MAX_GROUP_FIELDS, MAX_SLOTS } from './limits.ts'
import { orderReferences } from './order-references.ts'
import { isAggregating, readAggregation } from './read-aggregation.ts'
import { type FindRule, shorten } from './resolve-references.ts'

/** What became of a detection rule. */
export type RuleStatus =
  | { readonly type: 'runs' }
  | { readonly type: 'rejected'; readonly reason: string }
  | { readonly type: 'not-applicable'; readonly reason: string }

export type CorrelatingRule = CorrelationRule | DetectionRule

/** A correlation that runs, with the rules that it means. */
export interface RunningCorrelation {
  readonly rule: CorrelatingRule
  readonly correlation: Correlation
  /** Different rules, in the order of the references; a rule may have several documents. */
  readonly slots: readonly (readonly SigmaDocument[])[]
  /** By reference as written. */
  readonly slotOf: ReadonlyMap<string, number>
}

export interface JudgedCorrelations {
  readonly running: readonly RunningCorrelation[]
  readonly rejected: readonly {
    readonly document: SigmaDocument
    readonly diagnostics: readonly Diagnostic[]
  }[]
  readonly notApplicable: readonly { readonly document: SigmaDocument; readonly reason: string }[]
  readonly warnings: readonly Diagnostic[]
}

type Verdict =
  | { readonly type: 'runs'; readonly depth: number }
  | Exclude<RuleStatus, { readonly type: 'runs' }>

interface Judging {
  readonly statusOf: (rule: DetectionRule) => RuleStatus
  /** What the references of a correlation mean. */
  readonly slotsOf: (rule: CorrelationRule) => FoundSlots | string
  /** Of all that stand before in the order; the rest refers back to the rule that is judged. */
  readonly verdicts: Map<SigmaDocument, Verdict>
  readonly circles: ReadonlyMap<SigmaDocument, readonly CorrelatingRule[]>
  readonly running: RunningCorrelation[]
  readonly warnings: Diagnostic[]
}

type FoundSlots = Pick<RunningCorrelation, 'slots' | 'slotOf'>

export function judgeCorrelations(
  rules: readonly CorrelatingRule[],
  find: FindRule,
  statusOf: (rule: DetectionRule) => RuleStatus,
): JudgedCorrelations {
  const found = new Map(
    rules.map((rule) => [rule, rule.kind === 'correlation' ? findSlots(rule, find) : 'no correlation']),
  )
  const slotsOf = (rule: CorrelatingRule): FoundSlots | string => found.get(rule) ?? 'it was not given'
  const innerOf = (rule: CorrelatingRule): readonly CorrelatingRule[] => {
    const slots = slotsOf(rule)
    return typeof slots === 'string' ? [] : slots.slots.flat().filter(isCorrelating)
  }
  const { order, circles } = orderReferences(rules, innerOf)
  const judging: Judging = { statusOf, slotsOf, verdicts: new Map(), circles, running: [], warnings: [] }
  for (const rule of order)
    judging.verdicts.set(
      rule,
      rule.kind === 'correlation' ? judgeReferences(rule, judging) : judgeAggregation(rule, judging),
    )
  const rejected: { document: SigmaDocument; diagnostics: readonly Diagnostic[] }[] = []
  const notApplicable: { document: SigmaDocument; reason: string }[] = []
  for (const rule of rules) {
    const verdict = judging.verdicts.get(rule)!
    if (verdict.type === 'rejected')
      rejected.push({ document: rule, diagnostics: [diagnose(rule, 'error', verdict.reason)] })
    else if (verdict.type === 'not-applicable') notApplicable.push({ document: rule, reason: verdict.reason })
  }
  return { running: judging.running, rejected, notApplicable, warnings: judging.warnings }
}

function judgeAggregation(rule: DetectionRule, judging: Judging): Verdict {
  const status = judging.statusOf(rule)
  if (status.type !== 'runs') return status
  if (!isAggregating(rule)) throw new Error(`"${rule.title}" has no aggregation`)
  if (rule.detection.timeframe === undefined)
    judging.warnings.push(
      diagnose(rule, 'warning', "its aggregation has no 'timeframe': the whole scan is one window"),
    )
  judging.running.push({
    rule,
    correlation: readAggregation(rule),
    slots: [[rule]],
    slotOf: new Map(),
  })
  return { type: 'runs', depth: 0 }
}

function judgeReferences(rule: CorrelationRule, judging: Judging): Verdict {
  const reject = (reason: string): Verdict => ({ type: 'rejected', reason })
  const found = judging.slotsOf(rule)
  if (typeof found === 'string') return reject(found)
  const circle = judging.circles.get(rule)
  if (circle !== undefined) return reject(`it refers to itself: ${showCircle(circle)}`)
  const absent: string[] = []
  let depth = 0
  const documents = found.slots.flat()
  for (const document of documents) {
    const verdict = judgeReferred(document, judging)
    const name = `'${shorten(document.title)}' in ${document.file}`
    // Reasons are not put into reasons: a long row of references would make long messages.
    if (verdict.type === 'rejected')
      return reject(
        `it refers to ${name}, which does not run${document.kind === 'correlation' ? '' : `: ${verdict.reason}`}`,
      )
    if (verdict.type === 'not-applicable') absent.push(`${name} (${verdict.reason})`)
    else if (isCorrelating(document)) depth = Math.max(depth, verdict.depth + 1)
  }
  if (absent.length === documents.length)
    return { type: 'not-applicable', reason: 'correlation of rules that do not apply' }
  if (depth >= MAX_DEPTH) return reject(`correlations may be nested ${MAX_DEPTH} deep at most`)
  const running: RunningCorrelation = { rule, correlation: rule.correlation, ...found }
  const problem = checkCorrelation(running)
  if (problem.error !== undefined) return reject(problem.error)
  const warnings = absent.map((name) => `it refers to ${name}, which never matches here`)
  for (const message of [...warnings, ...problem.warnings])
    judging.warnings.push(diagnose(rule, 'warning', message))
  judging.running.push(running)
  return { type: 'runs', depth }
}

function judgeReferred(document: SigmaDocument, judging: Judging): Verdict {
  if (document.kind === 'filter')
    return {
      type: 'rejected',
      reason: 'it is a filter, and correlations refer to detection rules and correlations',
    }
  if (isCorrelating(document))
    return judging.verdicts.get(document) ?? { type: 'rejected', reason: 'it refers back' }
  const status = judging.statusOf(document)
  return status.type === 'runs' ? { type: 'runs', depth: 0 } : status
}

/** A rule whose points are the hits of a correlation. */
export function isCorrelating(document: SigmaDocument): document is CorrelatingRule {
  return document.kind === 'correlation' || (document.kind === 'detection' && isAggregating(document))
}

/** Rules of a circle that are named in a message. */
const MAX_SHOWN_CIRCLE = 10

function showCircle(circle: readonly CorrelatingRule[]): string {
  const titles = circle.map(({ title }) => `'${shorten(title)}'`)
  if (titles.length <= MAX_SHOWN_CIRCLE) return titles.join(' → ')
  return [...titles.slice(0, MAX_SHOWN_CIRCLE - 1), '…', titles.at(-1)].join(' → ')
}

function findSlots({ correlation }: CorrelationRule, find: FindRule): FoundSlots | string {
  if (new Set(correlation.rules).size > MAX_SLOTS) return `it refers to more than ${MAX_SLOTS} rules`
  if (correlation.groupBy.length > MAX_GROUP_FIELDS)
    return `it groups by more than ${MAX_GROUP_FIELDS} fields`
  const slots: (readonly SigmaDocument[])[] = []
  const slotOf = new Map<string, number>()
  for (const reference of new Set(correlation.rules)) {
    const documents = find(reference)
    if (typeof documents === 'string') return documents
    if (slots.some((slot) => slot.includes(documents[0]!)))
      return `'${shorten(reference)}' and another of its references mean the same rule; name it once`
    slotOf.set(reference, slots.length)
    slots.push(documents)
  }
  return { slots, slotOf }
}

function diagnose(
  { file, position }: SigmaDocument,
  severity: Diagnostic['severity'],
  message: string,
): Diagnostic {
  const code = severity === 'error' ? 'rule-correlation' : 'rule-doubtful'
  return { code, severity, source: file, message, line: position.line, column: position.column }
}
