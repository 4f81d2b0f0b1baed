/** The manifest of a scan, from its result and the account of its rules. */
import { VERSION } from '../base/version.ts'
import type { Manifest, ManifestCorrelation, ManifestRules } from '../report/manifest.ts'
import type { ScanResult } from '../scan/scan.ts'
import type { RuleMeta } from '../sigma/ast.ts'
import type { GivenFlags } from './main.ts'
import type { ScanRules } from './scan-rules.ts'

/** Flags that decide the result; outputs and threads do not. */
const DECIDING = [
  'rules',
  'mapping',
  'filters',
  'placeholders',
  'preset',
  'minLevel',
  'level',
  'status',
  'tag',
  'logsource',
  'onlyRule',
  'excludeRule',
  'keepBaseHits',
  'from',
  'to',
  'engine',
  'decoder',
] as const

export interface ManifestInput {
  readonly paths: readonly string[]
  readonly flags: GivenFlags
  readonly rules: ScanRules
  readonly result: ScanResult
  readonly diagnostics: Manifest['diagnostics']
}

/** Without its `run` part. */
export function buildManifest({ paths, flags, rules, result, diagnostics }: ManifestInput): Manifest {
  const options: Record<string, unknown> = { paths }
  for (const name of DECIDING) if (flags[name] !== undefined) options[name] = flags[name]
  // Lists are files that may change, so what they named is kept.
  const { only, excluded } = rules.selection
  if (isOther(only, flags.onlyRule)) options.onlyRuleResolved = only
  if (isOther(excluded, flags.excludeRule)) options.excludeRuleResolved = excluded
  if (result.from !== '') options.fromResolved = result.from
  if (result.to !== '') options.toResolved = result.to
  const account: ManifestRules = rules.account
  return {
    tool: 'goshawk',
    version: VERSION,
    options,
    mapping: rules.mapping.type === 'thor' ? rules.mapping.file : 'builtin',
    rules: account,
    files: result.files,
    correlations: listCorrelations(rules, result),
    hits: result.hits + result.correlations.reduce((sum, { hits }) => sum + hits, 0),
    hitsByLevel: countLevels(rules, result),
    records: result.records,
    oldest: result.oldest,
    newest: result.newest,
    hosts: result.hosts,
    unwatched: result.unwatched,
    diagnostics,
    diagnosticCounts: result.diagnostics.unlisted,
    complete: result.complete,
  }
}

function countLevels(rules: ScanRules, { hitsByRule, correlations }: ScanResult): Record<string, number> {
  const counts: Record<string, number> = {}
  const add = ({ level = 'informational' }: RuleMeta, hits: number): void => {
    if (hits > 0) counts[level] = (counts[level] ?? 0) + hits
  }
  // A rule without hits is not looked at: it may not be read yet.
  for (const [index, hits] of hitsByRule.entries()) if (hits > 0) add(rules.runnable[index]!.rule, hits)
  for (const [index, { hits }] of correlations.entries()) add(rules.correlations.plans[index]!.rule, hits)
  return counts
}

/** By file and place, as rules are listed everywhere. */
function listCorrelations(
  { correlations: { plans } }: ScanRules,
  { correlations }: ScanResult,
): readonly ManifestCorrelation[] {
  return plans
    .map((plan, index) => ({ plan, counts: correlations[index]! }))
    .sort((a, b) => a.plan.order - b.plan.order)
    .map(({ plan: { rule, isSilent }, counts }) => ({
      file: rule.file,
      title: rule.title,
      id: rule.id ?? '',
      reported: !isSilent,
      hits: counts.hits,
      matches: counts.points,
      matchesWithoutGroup: counts.noGroup,
      matchesWithoutValue: counts.noValue,
      matchesWithoutTime: counts.noTime,
      windowsNotCovered: counts.uncovered,
    }))
}

function isOther(names: readonly string[] | undefined, given: GivenFlags[string]): boolean {
  return given !== undefined && JSON.stringify(names) !== JSON.stringify(given)
}
