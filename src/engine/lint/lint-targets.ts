/**
 * The checks of a rule against its log source and the engine. In: a document and the mapping. Out: findings with their
 * places; none about the log source for rules of other products. Pure.
 */
import type { Diagnostic } from '../../base/diagnostic.ts'
import type { Mapping } from '../../mapping/mapping.ts'
import { isEtwOnly } from '../../mapping/windows-names.ts'
import type { DetectionRule, FilterRule } from '../../sigma/ast.ts'
import type { ResolveRule } from '../../sigma/resolve-placeholders.ts'
import { diagnose } from '../admit-rule.ts'
import { analyseTarget } from '../describe/analyse-target.ts'
import { inspectDetection } from '../inspect-detection.ts'
import { lintEventIds } from './lint-event-ids.ts'
import { lintFields } from './lint-fields.ts'
import { lintReach } from './lint-reach.ts'
import { startTargetLint } from './linted-target.ts'

export interface TargetLinter {
  readonly mapping: Mapping
  readonly resolvePlaceholders: ResolveRule
}

/** Whether the rule was looked at on its log source: rules of other products are not. */
export interface TargetLint {
  readonly isForOtherProduct: boolean
  readonly diagnostics: readonly Diagnostic[]
}

export function lintTargets(document: DetectionRule | FilterRule, linter: TargetLinter): TargetLint {
  const diagnostics: Diagnostic[] = []
  const resolved = linter.resolvePlaceholders(document)
  if (!('kind' in resolved)) {
    // The rule is right as it is; whoever runs it gives the values.
    diagnostics.push(...resolved.map((one): Diagnostic => ({ ...one, severity: 'info' })))
    return { isForOtherProduct: false, diagnostics }
  }
  for (const { severity, code, message, position } of inspectDetection(resolved.detection))
    diagnostics.push(diagnose(document, severity, code, message, position))
  if (resolved.kind === 'filter') return { isForOtherProduct: false, diagnostics }
  const resolution = linter.mapping.resolve(resolved.logsource)
  if (resolution.type === 'not-applicable') return { isForOtherProduct: true, diagnostics }
  if (resolution.type === 'unsupported') {
    // Sigma knows these categories, Windows has no log of them.
    const isEtw = isEtwOnly(resolved.logsource.category)
    diagnostics.push(diagnose(document, isEtw ? 'info' : 'error', 'rule-logsource', resolution.reason))
    return { isForOtherProduct: false, diagnostics }
  }
  const { aggregation } = resolved.detection
  if (aggregation?.function === 'near') {
    const message = `the aggregation ${aggregation.text}: near is not run, write a temporal correlation instead`
    diagnostics.push(diagnose(document, 'error', 'rule-unsupported', message))
  }
  if (diagnostics.some(({ severity }) => severity === 'error'))
    return { isForOtherProduct: false, diagnostics }
  const targets = resolution.targets.map((target) => analyseTarget(resolved, target))
  const linted = startTargetLint(resolved, targets, diagnostics)
  lintReach(linted)
  lintFields(linted)
  lintEventIds(linted)
  return { isForOtherProduct: false, diagnostics }
}
