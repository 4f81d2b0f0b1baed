/**
 * Whether a rule can match at all, and what of it works on which of its targets.
 */
import type { TargetAnalysis } from '../describe/analyse-target.ts'
import { listFilterItems } from '../describe/list-fields.ts'
import { detectionPosition, type LintedTargets, listNames } from './linted-target.ts'

export function lintReach(linted: LintedTargets): void {
  const { targets } = linted
  if (targets.every(isSilent)) reportNever(linted)
  else for (const target of targets) lintTarget(linted, target)
}

function isSilent({ eventIds }: TargetAnalysis): boolean {
  return eventIds?.length === 0
}

function reportNever({ rule, targets, report }: LintedTargets): void {
  const missing = [...new Set(targets.flatMap(({ missingFields }) => missingFields))]
  const isCertain = targets.every((target) => target.isCertain)
  const why =
    missing.length === 0
      ? 'its tests exclude each other: look for two event ids, or a filter that says the same as a selection'
      : `it needs ${listNames(missing)}, which these events never have`
  const message = `no event of ${listNames(targets.map(({ target }) => target.id))} can match: ${why}`
  report('lint-never-fires', isCertain ? 'error' : 'warning', detectionPosition(rule), message)
}

function lintTarget({ rule, report }: LintedTargets, analysis: TargetAnalysis): void {
  const { target, missingFields } = analysis
  const position = detectionPosition(rule)
  if (isSilent(analysis)) {
    const why =
      missingFields.length === 0 ? 'its tests exclude them' : `they lack ${listNames(missingFields)}`
    report('lint-target', 'info', position, `the rule never matches events of ${target.id}: ${why}`)
    return
  }
  const lost = new Map<string, string[]>()
  for (const { name, item } of listFilterItems(rule.detection)) {
    if (item.field === undefined || !missingFields.includes(item.field)) continue
    lost.set(name, [...(lost.get(name) ?? []), item.field])
  }
  for (const [name, fields] of lost) {
    const message = `on events of ${target.id} '${name}' holds nothing back or less than meant: they lack ${listNames([...new Set(fields)])}`
    report('lint-target', 'info', position, message)
  }
}
