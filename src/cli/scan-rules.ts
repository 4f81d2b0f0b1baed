/**
 * The rules and the mapping of a scan, ready to run. In: flags. Out: runnable rules and the account of all others, or
 * one message when they cannot be used at all. They come from a pack that an earlier run kept, or from their files.
 * Invariant: both ways give the same rules, account and diagnostics; nothing of Sigma is loaded for the first.
 */
import { readFileSync } from 'node:fs'
import type { Diagnostic } from '../base/diagnostic.ts'
import type { CorrelationSet } from '../engine/correlate/plan/correlation-plan.ts'
import type { RunnableRule } from '../engine/match.ts'
import type { ManifestRules } from '../report/manifest.ts'
import {
  findRuleEntry,
  type KeptRules,
  loadRulePack,
  type RuleCacheEntry,
  samplesFileOf,
  saveRulePack,
} from '../scan/rule-cache.ts'
import { isRulePack } from '../scan/rule-pack/is-rule-pack.ts'
import type { MappingSpec, PackedRules } from '../scan/scan.ts'
import type { Level } from '../sigma/ast.ts'
import type { RuleSelection } from '../sigma/select-rules.ts'
import { BUNDLED_RULES } from './bundled-rules.ts'
import type { RuleName } from './read-rule-list.ts'

export interface ScanRules {
  readonly runnable: readonly RunnableRule[]
  readonly correlations: CorrelationSet
  /** The runnable rules as a pack; absent when they were read from their files and no pack is kept. */
  readonly packed?: PackedRules
  /** Where what scans with that pack learn of records is kept; absent where nothing is. */
  readonly samplesFile?: string
  readonly mapping: MappingSpec
  readonly account: ManifestRules
  /** What was asked for. */
  readonly selection: RuleSelection
  /** Everything to say about the rules. */
  readonly diagnostics: readonly Diagnostic[]
  /** A path of rules is missing, or a rule file named directly was rejected. */
  readonly isIncomplete: boolean
}

export interface ScanRulesOptions {
  /** Empty: the bundled rules. */
  readonly paths: readonly string[]
  readonly mappingFile: string | undefined
  readonly minLevel?: Level | undefined
  readonly selection?: RuleSelection
  /** Where the names in the selection stand. */
  readonly names?: readonly RuleName[]
  readonly filterPaths?: readonly string[]
  readonly placeholdersFile?: string | undefined
  /** Rules that correlations refer to report hits of their own, too. */
  readonly keepBaseHits?: boolean
  /** Packs of earlier runs are not used, and none is kept. */
  readonly isUncached?: boolean
}

/** Where rules are looked for. */
export function rulePathsOf({ paths }: Pick<ScanRulesOptions, 'paths'>): readonly string[] {
  return paths.length === 0 ? [BUNDLED_RULES] : paths
}

/** A text says why the mapping, the placeholders or a pack cannot be used. */
export async function loadScanRules(options: ScanRulesOptions): Promise<ScanRules | string> {
  if (options.paths.some(isRulePack)) return loadPackedRules(options)
  const entry = options.isUncached ? undefined : findEntry(options)
  const kept = entry === undefined ? undefined : loadRulePack(entry)
  if (entry !== undefined && kept !== undefined) return useKept(kept, entry)
  const { readScanRules } = await import('./read-scan-rules.ts')
  const rules = readScanRules(options)
  if (typeof rules === 'string' || entry === undefined) return rules
  const { runnable, notApplicable: _, leftOut: __, ...plain } = rules
  const saved = await saveRulePack(entry, runnable, plain)
  return saved === undefined ? rules : useKept(saved, entry)
}

/** Nothing of a pack is kept between runs: what it looks for must not lie readable on this disk. */
async function loadPackedRules(options: ScanRulesOptions): Promise<ScanRules | string> {
  const [path, ...others] = options.paths
  const { loadPack } = await import('./load-pack.ts')
  const rules = others.length === 0 ? loadPack(path!, options) : undefined
  return rules ?? (await import('./read-scan-rules.ts')).readScanRules(options)
}

function useKept({ bytes, pack, extra }: KeptRules, entry: RuleCacheEntry): ScanRules {
  const plain = extra as PlainRules
  const { plans, uses } = plain.correlations
  // JSON has `null` where a rule has no use.
  const correlations = { plans, uses: uses.map((use) => use ?? undefined) }
  const samplesFile = samplesFileOf(entry)
  return { ...plain, correlations, runnable: pack.rules, packed: { bytes, pack }, samplesFile }
}

/** What a pack keeps beside the rules. */
type PlainRules = Omit<ScanRules, 'runnable' | 'packed' | 'samplesFile'>

/** The file of the mapping is small; what is wrong with it is told by who reads it in full. */
function findEntry(options: ScanRulesOptions): RuleCacheEntry | undefined {
  const {
    mappingFile,
    filterPaths = [],
    placeholdersFile,
    minLevel,
    selection,
    names,
    keepBaseHits,
  } = options
  const mapping = specOf(mappingFile)
  if (mapping === undefined) return undefined
  return findRuleEntry({
    rulePaths: rulePathsOf(options),
    filterPaths,
    placeholdersFile,
    mapping,
    options: { minLevel, selection, names, keepBaseHits },
  })
}

function specOf(file: string | undefined): MappingSpec | undefined {
  if (file === undefined) return { type: 'builtin' }
  try {
    return { type: 'thor', text: readFileSync(file, 'utf8'), file }
  } catch {
    return undefined
  }
}
