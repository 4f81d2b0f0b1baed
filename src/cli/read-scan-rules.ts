/**
 * The rules and the mapping of a scan, read from their files. In: flags. Out: runnable rules and the account of all
 * others, or one message when they cannot be used at all. Invariant: every rule that was given ends up in exactly one
 * list.
 */
import type { Diagnostic } from '../base/diagnostic.ts'
import { type PreparedRules, prepareRules } from '../engine/prepare-rules.ts'
import type { Mapping } from '../mapping/mapping.ts'
import { isRulePack } from '../scan/rule-pack/is-rule-pack.ts'
import { loadRuleSet, type RuleSet } from '../scan/rule-set.ts'
import type { MappingSpec } from '../scan/scan.ts'
import { type SelectedRefused, selectRefused } from '../sigma/select-refused.ts'
import { accountRules } from './account-rules.ts'
import { loadMapping } from './load-mapping.ts'
import { mappingText } from './mapping-text.ts'
import { readPackedInputs } from './pack-inputs.ts'
import type { RuleName } from './read-rule-list.ts'
import { rulePathsOf, type ScanRules, type ScanRulesOptions } from './scan-rules.ts'

/** With the documents that do not run, for who asks about one of them. */
export interface ReadScanRules extends ScanRules {
  /** Rules that are for something else, and rules that were not asked for, with the reason. */
  readonly notApplicable: PreparedRules['notApplicable']
  readonly leftOut: PreparedRules['leftOut']
}

/** What the rules of a run are made of. */
export interface RuleInputs {
  readonly set: RuleSet
  readonly mapping: Mapping
  readonly spec: MappingSpec
  /** About the mapping. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Loads, parses and prepares the rules; a text says why they cannot be used at all. */
export function readScanRules(options: ScanRulesOptions): ReadScanRules | string {
  const inputs = readRuleInputs(options)
  return typeof inputs === 'string' ? inputs : prepareScanRules(inputs, options)
}

/** From files, or from packs and files beside them. */
export function readRuleInputs(options: ScanRulesOptions): RuleInputs | string {
  const paths = rulePathsOf(options)
  const packs = paths.filter(isRulePack)
  if (packs.length > 0) return readPackedInputs(packs, options)
  const loaded = loadMapping(options.mappingFile)
  if (typeof loaded === 'string') return loaded
  const { mapping, spec, diagnostics } = loaded
  const set = loadRuleSet(paths, mappingText(spec), {
    filters: options.filterPaths ?? [],
    placeholders: options.placeholdersFile,
  })
  if (set.placeholders === undefined) return whyNoPlaceholders(set.placeholderErrors)
  return { set, mapping, spec, diagnostics }
}

/** Judges and lowers what was read. */
export function prepareScanRules(
  { set, mapping, spec, diagnostics }: RuleInputs,
  options: Pick<ScanRulesOptions, 'selection' | 'minLevel' | 'names' | 'keepBaseHits'>,
): ReadScanRules {
  const { minLevel, selection = minLevel === undefined ? {} : { minLevel } } = options
  const prepared = prepareRules(set.documents, mapping, {
    selection,
    placeholders: set.placeholders ?? new Map(),
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
      ...diagnostics,
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
