/**
 * Which correlations run. In: correlations and rules with aggregations, and what became of the rules that they refer to.
 * Out: those that run, inner ones first, with the rules that they mean; all others with the reason.
 * Invariant: a correlation runs only when every rule that it refers to runs or can never match here.
 */
import type { Diagnostic } from '../../../base/diagnostic.ts'
import type { Correlation, CorrelationRule, DetectionRule, SigmaDocument } from '../../../sigma/ast.ts'
import { checkCorrelation } from './check-correlation.ts'
import { MAX_DEPTH, MAX_GROUP_FIELDS, MAX_SLOTS } from './limits.ts'
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
  readonly find: FindRule
  readonly statusOf: (rule: DetectionRule) => RuleStatus
  readonly verdicts: Map<SigmaDocument, Verdict>
  /** Correlations that are being judged, outermost first. */
  readonly path: CorrelatingRule[]
  readonly running: RunningCorrelation[]
  readonly warnings: Diagnostic[]
}

export function judgeCorrelations(
  rules: readonly CorrelatingRule[],
  find: FindRule,
  statusOf: (rule: DetectionRule) => RuleStatus,
): JudgedCorrelations {
  const judging: Judging = { find, statusOf, verdicts: new Map(), path: [], running: [], warnings: [] }
  const rejected: { document: SigmaDocument; diagnostics: readonly Diagnostic[] }[] = []
  const notApplicable: { document: SigmaDocument; reason: string }[] = []
  for (const rule of rules) {
    const verdict = judge(rule, judging)
    if (verdict.type === 'rejected')
      rejected.push({ document: rule, diagnostics: [diagnose(rule, 'error', verdict.reason)] })
    else if (verdict.type === 'not-applicable') notApplicable.push({ document: rule, reason: verdict.reason })
  }
  return { running: judging.running, rejected, notApplicable, warnings: judging.warnings }
}

function judge(rule: CorrelatingRule, judging: Judging): Verdict {
  const known = judging.verdicts.get(rule)
  if (known !== undefined) return known
  const { path } = judging
  if (path.includes(rule)) {
    const circle = [...path.slice(path.indexOf(rule)), rule].map(({ title }) => `'${shorten(title)}'`)
    return { type: 'rejected', reason: `it refers to itself: ${circle.join(' → ')}` }
  }
  path.push(rule)
  const verdict =
    rule.kind === 'correlation' ? judgeReferences(rule, judging) : judgeAggregation(rule, judging)
  path.pop()
  judging.verdicts.set(rule, verdict)
  return verdict
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
  const found = findSlots(rule, judging.find)
  if (typeof found === 'string') return reject(found)
  const absent: string[] = []
  let depth = 0
  const documents = found.slots.flat()
  for (const document of documents) {
    const verdict = judgeReferred(document, judging)
    const name = `'${shorten(document.title)}' in ${document.file}`
    if (verdict.type === 'rejected')
      return reject(`it refers to ${name}, which does not run: ${verdict.reason}`)
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
  if (isCorrelating(document)) return judge(document, judging)
  const status = judging.statusOf(document)
  return status.type === 'runs' ? { type: 'runs', depth: 0 } : status
}

/** A rule whose points are the hits of a correlation. */
export function isCorrelating(document: SigmaDocument): document is CorrelatingRule {
  return document.kind === 'correlation' || (document.kind === 'detection' && isAggregating(document))
}

function findSlots(
  { correlation }: CorrelationRule,
  find: FindRule,
): Pick<RunningCorrelation, 'slots' | 'slotOf'> | string {
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
