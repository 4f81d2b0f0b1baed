/**
 * What became of every rule that was given, for the manifest and the summary. In: the rule set, what was prepared of it
 * and what of the refused rules the selection leaves. Out: plain data, sorted.
 */
import type { Diagnostic } from '../base/diagnostic.ts'
import type { PreparedRules } from '../engine/prepare-rules.ts'
import type { ManifestRule, ManifestRules, ReasonCount } from '../report/manifest.ts'
import type { RejectedRule, RuleSet } from '../scan/rule-set.ts'
import type { SelectedRefused } from '../sigma/select-refused.ts'

export function accountRules(
  set: RuleSet,
  prepared: PreparedRules,
  refused: SelectedRefused<RejectedRule>,
): ManifestRules {
  const leftOut = [...prepared.leftOut.map(({ reason }) => reason), ...refused.leftOut]
  return {
    hash: set.hash,
    files: set.files,
    loaded: set.documents.length,
    running: countRunning(prepared),
    rejected: [
      ...refused.kept.map((rule) => ({ ...nameRule(rule), ...giveReason(rule.diagnostics) })),
      ...prepared.rejected.map(({ document, diagnostics }) => ({
        ...nameRule(document),
        ...giveReason(diagnostics),
      })),
    ],
    notApplicable: countReasons(prepared.notApplicable.map(({ reason }) => reason)),
    leftOut: countReasons(leftOut),
    filters: prepared.filters.map(({ filter, rules }) => ({
      ...nameRule(filter),
      changed: rules.map(nameRule),
    })),
  }
}

/** A rule with an aggregation is a detection rule and a correlation, and still one rule. */
function countRunning({ runnable, correlations }: PreparedRules): number {
  return runnable.length + correlations.plans.filter(({ rule }) => rule.kind === 'correlation').length
}

function nameRule({
  file,
  title,
  id,
}: {
  readonly file: string
  readonly title: string | undefined
  readonly id: string | undefined
}): ManifestRule {
  return { file, title: title ?? '', id: id ?? '' }
}

/** The first error, or what comes nearest to one. */
function giveReason(diagnostics: readonly Diagnostic[]): { readonly code: string; readonly reason: string } {
  const first = diagnostics.find((d) => d.severity === 'error') ?? diagnostics[0]
  const place = first?.line === undefined ? '' : `line ${first.line}: `
  return { code: first?.code ?? 'rule-schema', reason: place + (first?.message ?? '') }
}

/** Most frequent first. */
function countReasons(reasons: readonly string[]): readonly ReasonCount[] {
  const counts = new Map<string, number>()
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1))
}
