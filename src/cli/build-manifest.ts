/** The manifest of a scan, from its result and the account of its rules. */
import { VERSION } from '../base/version.ts'
import type { Manifest, ManifestRules } from '../report/manifest.ts'
import type { ScanResult } from '../scan/scan.ts'
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
  if (result.from !== '') options['fromResolved'] = result.from
  if (result.to !== '') options['toResolved'] = result.to
  const account: ManifestRules = rules.account
  return {
    tool: 'goshawk',
    version: VERSION,
    options,
    mapping: rules.mapping.type === 'thor' ? rules.mapping.file : 'builtin',
    rules: account,
    files: result.files,
    hits: result.hits,
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

function countLevels(rules: ScanRules, { hitsByRule }: ScanResult): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const [index, hits] of hitsByRule.entries()) {
    const level = rules.runnable[index]!.rule.level ?? 'informational'
    if (hits > 0) counts[level] = (counts[level] ?? 0) + hits
  }
  return counts
}

function isOther(names: readonly string[] | undefined, given: GivenFlags[string]): boolean {
  return given !== undefined && JSON.stringify(names) !== JSON.stringify(given)
}
