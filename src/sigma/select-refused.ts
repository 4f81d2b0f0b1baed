/**
 * Refused rules that matter to a selection: of them only names are known. In: refused rules and the selection. Out:
 * those that are still to be reported, the others with the reason, and names that mean none of them.
 * Invariant: a refused filter is reported unless it is excluded by name.
 */
import type { SigmaDocument } from './ast.ts'
import { type NameableRule, readReferences } from './rule-reference.ts'
import { type LeftOutReason, type RuleSelection, type SelectedRules, whyNotByName } from './select-rules.ts'

export type RefusedRule = NameableRule & Pick<SigmaDocument, 'kind'>

export interface SelectedRefused<Rule> extends Pick<SelectedRules, 'unknownOnly' | 'unknownExcluded'> {
  readonly kept: readonly Rule[]
  readonly leftOut: readonly LeftOutReason[]
}

export function selectRefused<Rule extends RefusedRule>(
  refused: readonly Rule[],
  selection: RuleSelection,
): SelectedRefused<Rule> {
  const only = readReferences(selection.only ?? [])
  const excluded = readReferences(selection.excluded ?? [])
  const kept: Rule[] = []
  const leftOut: LeftOutReason[] = []
  for (const rule of refused) {
    const reason = whyNotByName(rule, only, excluded)
    if (reason === undefined) kept.push(rule)
    else leftOut.push(reason)
  }
  return { kept, leftOut, unknownOnly: only.unused(), unknownExcluded: excluded.unused() }
}
