/**
 * The rules and the mapping of a scan, ready to run. In: flags. Out: runnable rules and the account of all others, or
 * one message when they cannot be used at all. Invariant: every rule that was given ends up in exactly one list.
 */
import { fileURLToPath } from 'node:url'
import type { Diagnostic } from '../base/diagnostic.ts'
import type { RunnableRule } from '../engine/match.ts'
import { type PreparedRules, prepareRules } from '../engine/prepare-rules.ts'
import type { ManifestRules } from '../report/manifest.ts'
import { loadRuleSet, type RuleSet } from '../scan/rule-set.ts'
import type { MappingSpec } from '../scan/scan.ts'
import type { Level } from '../sigma/ast.ts'
import { type SelectedRefused, selectRefused } from '../sigma/select-refused.ts'
import type { RuleSelection } from '../sigma/select-rules.ts'
import { accountRules } from './account-rules.ts'
import { loadMapping } from './load-mapping.ts'
import type { RuleName } from './read-rule-list.ts'

/** The rules that come with goshawk: beside `dist/`, and beside `src/`. */
const BUNDLED_RULES = fileURLToPath(new URL('../../rules', import.meta.url))

export interface ScanRules {
  readonly runnable: readonly RunnableRule[]
  readonly correlations: PreparedRules['correlations']
  readonly mapping: MappingSpec
  readonly account: ManifestRules
  /** What was asked for. */
  readonly selection: RuleSelection
  /** Rules that are for something else, and rules that were not asked for, with the reason. */
  readonly notApplicable: PreparedRules['notApplicable']
  readonly leftOut: PreparedRules['leftOut']
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
}

/** Loads, parses and prepares the rules; a text says why the mapping or the placeholders cannot be used. */
export function loadScanRules(options: ScanRulesOptions): ScanRules | string {
  const { minLevel, selection = minLevel === undefined ? {} : { minLevel } } = options
  const loaded = loadMapping(options.mappingFile)
  if (typeof loaded === 'string') return loaded
  const { mapping, spec } = loaded
  const set = loadRuleSet(
    options.paths.length === 0 ? [BUNDLED_RULES] : options.paths,
    spec.type === 'thor' ? spec.text : 'builtin',
    { filters: options.filterPaths ?? [], placeholders: options.placeholdersFile },
  )
  if (set.placeholders === undefined) return whyNoPlaceholders(set.placeholderErrors)
  const prepared = prepareRules(set.documents, mapping, {
    selection,
    placeholders: set.placeholders,
    refused: set.rejected,
    keepBaseHits: options.keepBaseHits ?? false,
  })
  const refused = selectRefused(set.rejected, selection)
  const account = accountRules(set, prepared, refused)
  const isNamedRejected = account.rejected.some(({ file }) => set.namedFiles.has(file))
  return {
    runnable: prepared.runnable,
    correlations: prepared.correlations,
    mapping: spec,
    account,
    selection,
    notApplicable: prepared.notApplicable,
    leftOut: prepared.leftOut,
    diagnostics: [
      ...loaded.diagnostics,
      ...set.diagnostics,
      ...listUnknown(prepared, refused, options.names ?? []),
      ...diagnoseRules(set, prepared, refused),
    ],
    isIncomplete: set.diagnostics.some((d) => d.severity === 'error') || isNamedRejected,
  }
}

function diagnoseRules(
  set: RuleSet,
  prepared: PreparedRules,
  refused: SelectedRefused<RuleSet['rejected'][number]>,
): Diagnostic[] {
  return [
    ...refused.kept.flatMap((rule) => rule.diagnostics),
    ...prepared.rejected.flatMap((rule) => rule.diagnostics),
    ...set.warnings,
    ...prepared.warnings,
  ]
}

function whyNoPlaceholders(errors: readonly Diagnostic[]): string {
  const [first] = errors
  const place = first?.line === undefined ? '' : `:${first.line}:${first.column}`
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
  return `--placeholders ${first?.source}${place}: ${first?.message}${more}`
}

/** Names that mean neither a rule that was read nor one that was refused. */
function listUnknown(
  { unknown }: PreparedRules,
  refused: SelectedRefused<unknown>,
  names: readonly RuleName[],
): Diagnostic[] {
  const only = new Set(refused.unknownOnly)
  const excluded = new Set(refused.unknownExcluded)
  const unused = new Set([
    ...unknown.unknownOnly.filter((text) => only.has(text)),
    ...unknown.unknownExcluded.filter((text) => excluded.has(text)),
  ])
  return names
    .filter(({ text }) => unused.has(text))
    .map(({ text, source, line }) => ({
      code: 'unknown-rule',
      severity: 'warning',
      source,
      message: `no rule that was given has the id, title or file "${text}"`,
      ...(line === undefined ? {} : { line }),
    }))
}
