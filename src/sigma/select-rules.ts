/**
 * Which rules of those given are wanted. In: documents and what was asked for. Out: what runs, what runs silently
 * because a wanted correlation is built on it, and everything else with the reason. Pure.
 * Invariant: every document is in exactly one of the lists; filters stay unless excluded by name.
 */
import type { Level, LogSource, SigmaDocument, Status } from './ast.ts'
import { findBases, findBuiltOn } from './correlation-bases.ts'
import { type NameableRule, type RuleReferences, readReferences } from './rule-reference.ts'
import { fitsText } from './wanted-text.ts'
import { LEVELS } from './words.ts'

export type Preset = 'core' | 'core+' | 'all'

/** What is absent or empty asks for nothing; the rest must all hold. */
export interface RuleSelection {
  readonly preset?: Preset | undefined
  /** Exactly these; a rule without a level counts as informational. */
  readonly levels?: readonly Level[] | undefined
  readonly minLevel?: Level | undefined
  readonly statuses?: readonly Status[] | undefined
  /** One of these: whole tags, or their beginning with `*` behind it; any case, `_` as `-`. */
  readonly tags?: readonly string[] | undefined
  readonly logsources?: readonly LogSourceTest[] | undefined
  /** Ids, names, titles or files (`rule-reference`). */
  readonly only?: readonly string[] | undefined
  readonly excluded?: readonly string[] | undefined
}

/** Each part that is given must fit the rule's own, as tags do; a part that the rule lacks never fits. */
export type LogSourceTest = Readonly<Partial<Record<'category' | 'product' | 'service', string>>>

export type LeftOutReason =
  | 'excluded by --exclude-rule'
  | 'not named by --only-rule'
  | 'level below --min-level'
  | 'level not in --level'
  | 'status not in --status'
  | 'no tag of --tag'
  | 'log source not in --logsource'
  | `level not in --preset ${Preset}`
  | `status not in --preset ${Preset}`

export interface LeftOutRule {
  readonly document: SigmaDocument
  readonly reason: LeftOutReason
}

export interface SelectedRules {
  /** In the order given, filters among them. */
  readonly selected: readonly SigmaDocument[]
  /** Rules that were not asked for, but a selected correlation is built on them: they run and report nothing. */
  readonly bases: readonly LeftOutRule[]
  readonly leftOut: readonly LeftOutRule[]
  /** Names of `only` and `excluded` that no document has. */
  readonly unknownOnly: readonly string[]
  readonly unknownExcluded: readonly string[]
}

interface PresetRules {
  readonly levels: readonly Level[]
  readonly statuses: readonly Status[]
}

/** `core`: what an analyst looks at first; `core+`: with what needs more knowledge of the network. */
const PRESETS: Readonly<Record<Exclude<Preset, 'all'>, PresetRules>> = {
  core: { levels: ['high', 'critical'], statuses: ['stable', 'test'] },
  'core+': { levels: ['medium', 'high', 'critical'], statuses: ['stable', 'test'] },
}

export function selectRules(documents: readonly SigmaDocument[], selection: RuleSelection): SelectedRules {
  const only = readReferences(selection.only ?? [])
  const excluded = readReferences(selection.excluded ?? [])
  const fitsLogSource = createLogSourceTest(documents, selection.logsources ?? [])
  const selected: SigmaDocument[] = []
  const others: LeftOutRule[] = []
  for (const document of documents) {
    const reason =
      whyNotByName(document, only, excluded) ??
      (document.kind === 'filter' ? undefined : whyNotByMeta(document, selection)) ??
      (fitsLogSource(document) ? undefined : 'log source not in --logsource')
    if (reason === undefined) selected.push(document)
    else others.push({ document, reason })
  }
  const needed = findBases(documents, selected)
  return {
    selected,
    bases: others.filter(({ document }) => needed.has(document)),
    leftOut: others.filter(({ document }) => !needed.has(document)),
    unknownOnly: only.unused(),
    unknownExcluded: excluded.unused(),
  }
}

/** Both are asked always, so that a name which means something is never reported as unknown. */
export function whyNotByName(
  document: NameableRule & Pick<SigmaDocument, 'kind'>,
  only: RuleReferences,
  excluded: RuleReferences,
): LeftOutReason | undefined {
  const isNamed = only.names(document)
  if (excluded.names(document)) return 'excluded by --exclude-rule'
  if (only.isEmpty || isNamed || document.kind === 'filter') return undefined
  return 'not named by --only-rule'
}

function whyNotByMeta(
  { level = 'informational', status, tags }: SigmaDocument,
  selection: RuleSelection,
): LeftOutReason | undefined {
  const { preset = 'all', minLevel, levels = [], statuses = [], tags: wantedTags = [] } = selection
  if (minLevel !== undefined && LEVELS.indexOf(level) < LEVELS.indexOf(minLevel))
    return 'level below --min-level'
  if (levels.length > 0 && !levels.includes(level)) return 'level not in --level'
  if (statuses.length > 0 && !isOne(status, statuses)) return 'status not in --status'
  if (wantedTags.length > 0 && !wantedTags.some((wanted) => tags.some((tag) => fitsText(tag, wanted))))
    return 'no tag of --tag'
  if (preset === 'all') return undefined
  if (!PRESETS[preset].levels.includes(level)) return `level not in --preset ${preset}`
  return isOne(status, PRESETS[preset].statuses) ? undefined : `status not in --preset ${preset}`
}

function isOne(status: Status | undefined, wanted: readonly Status[]): boolean {
  return status !== undefined && wanted.includes(status)
}

/** A correlation has no log source: one of the rules that it is built on must fit. */
function createLogSourceTest(
  documents: readonly SigmaDocument[],
  wanted: readonly LogSourceTest[],
): (document: SigmaDocument) => boolean {
  if (wanted.length === 0) return () => true
  const fits = (document: SigmaDocument): boolean =>
    document.kind === 'detection' && wanted.some((test) => fitsLogSourceTest(document.logsource, test))
  const builtOn = findBuiltOn(documents, documents.filter(fits))
  return (document) => document.kind === 'filter' || fits(document) || builtOn.has(document)
}

function fitsLogSourceTest(logsource: LogSource, test: LogSourceTest): boolean {
  return (['category', 'product', 'service'] as const).every((part) => {
    const wanted = test[part]
    const own = logsource[part]
    return wanted === undefined || (own !== undefined && fitsText(own, wanted))
  })
}
