/**
 * All rules of some paths with what becomes of each in a scan, for commands that show rules. In: paths and flags.
 * Out: documents, those that run, and why the others do not; a text says what is wrong with the flags.
 */
import type { Diagnostic } from '../../../base/diagnostic.ts'
import { type PreparedRules, prepareRules } from '../../../engine/prepare-rules.ts'
import type { Mapping } from '../../../mapping/mapping.ts'
import { loadRuleSet, type RuleSet } from '../../../scan/rule-set.ts'
import type { RuleSelection } from '../../../sigma/select-rules.ts'
import { BUNDLED_RULES } from '../../bundled-rules.ts'
import { loadMapping } from '../../load-mapping.ts'
import type { GivenFlags } from '../../main.ts'
import { listFlag, textFlag } from '../../options.ts'

export interface LoadedRules {
  readonly set: RuleSet
  readonly prepared: PreparedRules
  readonly mapping: Mapping
  /** Paths and files that could not be read, and what is wrong with the mapping. */
  readonly diagnostics: readonly Diagnostic[]
}

/** No paths: the bundled rules. */
export function loadRules(
  paths: readonly string[],
  flags: GivenFlags,
  selection: RuleSelection = {},
): LoadedRules | string {
  const loaded = loadMapping(textFlag(flags, 'mapping'))
  if (typeof loaded === 'string') return loaded
  const set = loadRuleSet(paths.length === 0 ? [BUNDLED_RULES] : paths, 'builtin', {
    filters: listFlag(flags, 'filters'),
    placeholders: textFlag(flags, 'placeholders'),
  })
  const { placeholders } = set
  if (placeholders === undefined)
    return set.placeholderErrors[0]?.message ?? 'the placeholders cannot be read'
  const prepared = prepareRules(set.documents, loaded.mapping, {
    selection,
    placeholders,
    refused: set.rejected,
    keepBaseHits: true,
  })
  return { set, prepared, mapping: loaded.mapping, diagnostics: [...loaded.diagnostics, ...set.diagnostics] }
}
