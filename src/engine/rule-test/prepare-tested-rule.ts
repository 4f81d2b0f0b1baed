/**
 * One rule made ready to be tested, as a scan of all rules would run it: with the filters and placeholders, a
 * correlation with the rules below it. In: the rule and all documents. Out: what runs, or why nothing does.
 */
import type { Mapping } from '../../mapping/mapping.ts'
import type { SigmaDocument } from '../../sigma/ast.ts'
import { findBases } from '../../sigma/correlation-bases.ts'
import type { Placeholders } from '../../sigma/read-placeholders.ts'
import { type PreparedRules, prepareRules } from '../prepare-rules.ts'

export interface TestedSet {
  readonly documents: readonly SigmaDocument[]
  readonly mapping: Mapping
  readonly placeholders: Placeholders
}

export interface PreparedTest {
  readonly prepared: PreparedRules
  /** Of a correlation or aggregation: the index of its plan. */
  readonly plan: number | undefined
}

/** A text says why it does not run. Without filters the rule is as its author wrote it. */
export function prepareTestedRule(
  rule: SigmaDocument,
  set: TestedSet,
  usesFilters = true,
): PreparedTest | string {
  if (rule.kind === 'filter')
    return "a filter does not match events: name a rule that it changes under 'rule', its tests are judged with the filter"
  const bases = rule.kind === 'correlation' ? [...findBases(set.documents, [rule])] : []
  const filters = usesFilters ? set.documents.filter(({ kind }) => kind === 'filter') : []
  const { mapping, placeholders } = set
  const prepared = prepareRules([...new Set([rule, ...bases, ...filters])], mapping, { placeholders })
  const isRule = (document: SigmaDocument): boolean => document === rule
  const rejected = prepared.rejected.find(({ document }) => isRule(document))
  if (rejected !== undefined)
    return `the rule does not run: ${rejected.diagnostics[0]?.message ?? 'it was rejected'}`
  const other = prepared.notApplicable.find(({ document }) => isRule(document))
  if (other !== undefined) return `the rule does not run: ${other.reason}`
  const plan = prepared.correlations.plans.findIndex(
    ({ rule: { file, document } }) => file === rule.file && document === rule.document,
  )
  return { prepared, plan: plan === -1 ? undefined : plan }
}
