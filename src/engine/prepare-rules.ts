/**
 * From documents to the rules that run. In: documents of all files, a mapping, what to run of them and the values of
 * placeholders. Out: rules with their targets, changed by the filters among the documents, and every other document
 * with the reason why it does not run. Invariant: the result does not depend on the order of the documents; each is in
 * exactly one list.
 */
import type { Diagnostic } from '../base/diagnostic.ts'
import type { Mapping } from '../mapping/mapping.ts'
import { type AbsentRule, type AppliedFilter, applyFilters } from '../sigma/apply-filters.ts'
import type { FilterRule, SigmaDocument } from '../sigma/ast.ts'
import type { Placeholders } from '../sigma/read-placeholders.ts'
import { createResolver } from '../sigma/resolve-placeholders.ts'
import {
  type LeftOutRule,
  type RuleSelection,
  type SelectedRules,
  selectRules,
} from '../sigma/select-rules.ts'
import { type Admission, admitRule, diagnose } from './admit-rule.ts'
import type { RunnableRule } from './match.ts'

export interface PrepareOptions {
  /** Which of the documents to run; absent: all. */
  readonly selection?: RuleSelection
  /** Values by name; a rule that needs others is rejected. */
  readonly placeholders?: Placeholders
}

export interface PreparedRules {
  /** By file path, then by place in the file; the index is the rule's number everywhere. */
  readonly runnable: readonly RunnableRule[]
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
  { selection = {}, placeholders = new Map() }: PrepareOptions = {},
): PreparedRules {
  const { selected, bases, leftOut, ...unknown } = selectRules(
    [...documents].sort(compareDocuments),
    selection,
  )
  const sorted = sortOut(selected, { mapping, resolvePlaceholders: createResolver(placeholders) })
  const others = [...leftOut, ...bases]
  const filtered = applyFilters(
    sorted.runnable.map(({ rule }) => rule),
    sorted.filters,
    [...listAbsent(sorted), ...others.map(({ document, reason }) => absentRule(document, reason))],
  )
  return {
    runnable: sorted.runnable.map(({ targets }, index) => ({ rule: filtered.rules[index]!, targets })),
    rejected: sorted.rejected,
    notApplicable: sorted.notApplicable,
    leftOut: others,
    filters: filtered.applied,
    unknown,
    warnings: [...sorted.warnings, ...filtered.diagnostics],
  }
}

/** By UTF-16 units, so that no locale has a say. */
function compareDocuments(a: SigmaDocument, b: SigmaDocument): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.document - b.document
}

interface SortedOut {
  readonly runnable: RunnableRule[]
  readonly filters: FilterRule[]
  readonly rejected: { readonly document: SigmaDocument; readonly diagnostics: readonly Diagnostic[] }[]
  readonly notApplicable: { readonly document: SigmaDocument; readonly reason: string }[]
  readonly warnings: Diagnostic[]
}

/** Of several rules that could run with one id the first does; filters have ids of their own. */
function sortOut(documents: readonly SigmaDocument[], admission: Admission): SortedOut {
  const sorted: SortedOut = { runnable: [], filters: [], rejected: [], notApplicable: [], warnings: [] }
  const firstWithId = new Map<string, SigmaDocument>()
  for (const document of documents) {
    const verdict = admitRule(document, admission)
    if (verdict.type === 'not-applicable') sorted.notApplicable.push({ document, reason: verdict.reason })
    else if (verdict.type === 'rejected') sorted.rejected.push({ document, diagnostics: verdict.diagnostics })
    else {
      const key = document.id === undefined ? undefined : `${verdict.type} ${document.id.toLowerCase()}`
      const first = key === undefined ? undefined : firstWithId.get(key)
      if (first !== undefined) {
        sorted.rejected.push({ document, diagnostics: [duplicate(document, first)] })
        continue
      }
      if (key !== undefined) firstWithId.set(key, document)
      if (verdict.type === 'runs') sorted.runnable.push(verdict.rule)
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
