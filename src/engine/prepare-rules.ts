/**
 * From documents to the rules that run. In: documents of all files, a mapping, what to run of them and the values of
 * placeholders. Out: rules with their targets, changed by the filters among the documents, and every other document
 * with the reason why it does not run; correlations as plans over these rules. Invariant: the result does not depend on
 * the order of the documents; each is in exactly one list.
 */
import type { Diagnostic } from '../base/diagnostic.ts'
import type { Mapping } from '../mapping/mapping.ts'
import { type AbsentRule, type AppliedFilter, applyFilters } from '../sigma/apply-filters.ts'
import type { CorrelationRule, DetectionRule, FilterRule, SigmaDocument } from '../sigma/ast.ts'
import type { Placeholders } from '../sigma/read-placeholders.ts'
import { createResolver } from '../sigma/resolve-placeholders.ts'
import {
  type LeftOutRule,
  type RuleSelection,
  type SelectedRules,
  selectRules,
} from '../sigma/select-rules.ts'
import { type Admission, admitRule, diagnose } from './admit-rule.ts'
import type { CorrelationSet } from './correlate/plan/correlation-plan.ts'
import type { RuleStatus } from './correlate/plan/judge-correlations.ts'
import { planCorrelations } from './correlate/plan/plan-correlations.ts'
import type { RefusedRule } from './correlate/plan/resolve-references.ts'
import type { RunnableRule } from './match.ts'

export interface PrepareOptions {
  /** Which of the documents to run; absent: all. */
  readonly selection?: RuleSelection
  /** Values by name; a rule that needs others is rejected. */
  readonly placeholders?: Placeholders
  /** Rules that could not be read, to say so when a correlation refers to one. */
  readonly refused?: readonly RefusedRule[]
  /** Rules that correlations refer to report hits of their own, too. */
  readonly keepBaseHits?: boolean
}

export interface PreparedRules {
  /** By file path, then by place in the file; the index is the rule's number everywhere. */
  readonly runnable: readonly RunnableRule[]
  /** Correlations that run, and what they want of the rules above. */
  readonly correlations: CorrelationSet
  readonly rejected: readonly {
    readonly document: SigmaDocument
    readonly diagnostics: readonly Diagnostic[]
  }[]
  readonly notApplicable: readonly { readonly document: SigmaDocument; readonly reason: string }[]
  /** Not asked for. */
  readonly leftOut: readonly LeftOutRule[]
  /** The filters that run, each with the rules that it changed. */
  readonly filters: readonly AppliedFilter[]
  /** What the selection names and no document has. */
  readonly unknown: Pick<SelectedRules, 'unknownOnly' | 'unknownExcluded'>
  readonly warnings: readonly Diagnostic[]
}

export function prepareRules(
  documents: readonly SigmaDocument[],
  mapping: Mapping,
  options: PrepareOptions = {},
): PreparedRules {
  const { selection = {}, placeholders = new Map(), refused = [], keepBaseHits = false } = options
  const all = [...documents].sort(compareDocuments)
  const { selected, bases, leftOut, ...unknown } = selectRules(all, selection)
  const wanted = new Set(selected)
  const reasons = new Map(bases.map(({ document, reason }) => [document, reason]))
  const candidates = all.filter((document) => wanted.has(document) || reasons.has(document))
  const sorted = sortOut(candidates, { mapping, resolvePlaceholders: createResolver(placeholders) })
  const planned = planCorrelations({
    documents: candidates,
    correlations: sorted.correlations,
    rules: [...sorted.runnable.keys()],
    statusOf: createStatusOf(sorted),
    refused,
    isWanted: (document) => wanted.has(document),
    keepBaseHits,
  })
  const runnable = planned.rules.map((rule) => sorted.runnable.get(rule)!)
  const others = [
    ...leftOut,
    ...planned.unneeded.map((document) => ({ document, reason: reasons.get(document)! })),
  ]
  const filtered = applyFilters(
    runnable.map(({ rule }) => rule),
    sorted.filters,
    [...listAbsent(sorted), ...others.map(({ document, reason }) => absentRule(document, reason))],
  )
  return {
    runnable: runnable.map(({ targets }, index) => ({ rule: filtered.rules[index]!, targets })),
    correlations: planned.correlations,
    rejected: [...sorted.rejected, ...planned.rejected],
    notApplicable: [...sorted.notApplicable, ...planned.notApplicable],
    leftOut: others,
    filters: filtered.applied,
    unknown,
    warnings: [...sorted.warnings, ...planned.warnings, ...filtered.diagnostics],
  }
}

/** By UTF-16 units, so that no locale has a say. */
function compareDocuments(a: SigmaDocument, b: SigmaDocument): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.document - b.document
}

interface SortedOut {
  /** By document as it was given. */
  readonly runnable: Map<DetectionRule, RunnableRule>
  readonly correlations: CorrelationRule[]
  readonly filters: FilterRule[]
  readonly rejected: { readonly document: SigmaDocument; readonly diagnostics: readonly Diagnostic[] }[]
  readonly notApplicable: { readonly document: SigmaDocument; readonly reason: string }[]
  readonly warnings: Diagnostic[]
}

/**
 * Of several rules that could run with one id the first does; filters have ids of their own. Rules of one file may share
 * an id: `action: global` gives it to all of them.
 */
function sortOut(documents: readonly SigmaDocument[], admission: Admission): SortedOut {
  const sorted: SortedOut = {
    runnable: new Map(),
    correlations: [],
    filters: [],
    rejected: [],
    notApplicable: [],
    warnings: [],
  }
  const firstWithId = new Map<string, SigmaDocument>()
  for (const document of documents) {
    const verdict = admitRule(document, admission)
    if (verdict.type === 'not-applicable') sorted.notApplicable.push({ document, reason: verdict.reason })
    else if (verdict.type === 'rejected') sorted.rejected.push({ document, diagnostics: verdict.diagnostics })
    else {
      const kind = verdict.type === 'filters' ? 'filter' : 'rule'
      const key = document.id === undefined ? undefined : `${kind} ${document.id.toLowerCase()}`
      const first = key === undefined ? undefined : firstWithId.get(key)
      if (first !== undefined && first.file !== document.file) {
        sorted.rejected.push({ document, diagnostics: [duplicate(document, first)] })
        continue
      }
      if (key !== undefined) firstWithId.set(key, document)
      if (verdict.type === 'runs') sorted.runnable.set(document as DetectionRule, verdict.rule)
      else if (verdict.type === 'correlates') sorted.correlations.push(verdict.correlation)
      else sorted.filters.push(verdict.filter)
      sorted.warnings.push(...verdict.warnings)
    }
  }
  return sorted
}

function duplicate(document: SigmaDocument, first: SigmaDocument): Diagnostic {
  const message = `the id ${document.id} belongs to "${first.title}" in ${first.file}; this one is not run`
  return diagnose(document, 'warning', 'rule-duplicate', message)
}

/** What became of a detection rule, for the correlations that refer to it. */
function createStatusOf({
  runnable,
  rejected,
  notApplicable,
}: SortedOut): (rule: DetectionRule) => RuleStatus {
  const others = new Map<SigmaDocument, RuleStatus>()
  for (const { document, diagnostics } of rejected)
    others.set(document, { type: 'rejected', reason: diagnostics[0]?.message ?? 'it was rejected' })
  for (const { document, reason } of notApplicable) others.set(document, { type: 'not-applicable', reason })
  return (rule) =>
    runnable.has(rule)
      ? { type: 'runs' }
      : (others.get(rule) ?? { type: 'rejected', reason: 'it was not given' })
}

/** The rules that filters may name in vain. */
function listAbsent({ rejected, notApplicable }: SortedOut): AbsentRule[] {
  return [
    ...rejected.map(({ document, diagnostics: [first] }) =>
      absentRule(document, `it was rejected (${first?.code ?? ''})`),
    ),
    ...notApplicable.map(({ document, reason }) => absentRule(document, reason)),
  ]
}

function absentRule({ id, name, kind }: SigmaDocument, reason: string): AbsentRule {
  const isCorrelation = kind === 'correlation'
  return {
    id,
    name,
    reason: isCorrelation ? 'filters change the rules that a correlation is built on, so name those' : reason,
  }
}
