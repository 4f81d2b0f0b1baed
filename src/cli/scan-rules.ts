/**
 * The rules and the mapping of a scan, ready to run. In: flags. Out: runnable rules and the account of all others, or
 * one message when there is nothing to run. Invariant: every rule file that was given ends up in exactly one list.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Diagnostic } from '../base/diagnostic.ts'
import { ioReason } from '../base/io-reason.ts'
import type { RunnableRule } from '../engine/match.ts'
import { type PreparedRules, prepareRules } from '../engine/prepare-rules.ts'
import type { Mapping } from '../mapping/mapping.ts'
import { createBuiltinMapping } from '../mapping/resolve.ts'
import { readThorMapping } from '../mapping/thor.ts'
import type { ManifestRules } from '../report/manifest.ts'
import { loadRuleSet } from '../scan/rule-set.ts'
import type { MappingSpec } from '../scan/scan.ts'
import type { Level } from '../sigma/ast.ts'

/** The rules that come with goshawk: beside `dist/`, and beside `src/`. */
const BUNDLED_RULES = fileURLToPath(new URL('../../rules', import.meta.url))

export interface ScanRules {
  readonly runnable: readonly RunnableRule[]
  readonly mapping: MappingSpec
  readonly account: ManifestRules
  /** Rules that are for something else, with the reason; the account has their counts. */
  readonly notApplicable: PreparedRules['notApplicable']
  /** Everything to say about the rules. */
  readonly diagnostics: readonly Diagnostic[]
  /** A path of rules is missing, or a rule file named directly was rejected. */
  readonly isIncomplete: boolean
}

interface ScanRulesOptions {
  /** Empty: the bundled rules. */
  readonly paths: readonly string[]
  readonly mappingFile: string | undefined
  readonly minLevel: Level | undefined
}

/** Loads, parses and prepares the rules; a text says why the mapping cannot be used. */
export function loadScanRules(options: ScanRulesOptions): ScanRules | string {
  const loaded = loadMapping(options.mappingFile)
  if (typeof loaded === 'string') return loaded
  const { mapping, spec, diagnostics: mappingDiagnostics } = loaded
  const isBundled = options.paths.length === 0
  const set = loadRuleSet(
    isBundled ? [BUNDLED_RULES] : options.paths,
    spec.type === 'thor' ? spec.text : 'builtin',
  )
  const prepared = prepareRules(set.documents, mapping, options.minLevel)
  const rejected = [
    ...set.rejected.map((r) => toRejection(r.file, r.title, r.id, r.diagnostics)),
    ...prepared.rejected.map(({ document: d, diagnostics }) =>
      toRejection(d.file, d.title, d.id, diagnostics),
    ),
  ]
  const reasons = new Map<string, number>()
  for (const { reason } of prepared.notApplicable) reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  const isNamedRejected = rejected.some(({ file }) => set.namedFiles.has(file))
  return {
    runnable: prepared.runnable,
    mapping: spec,
    notApplicable: prepared.notApplicable,
    account: {
      hash: set.hash,
      files: set.files,
      loaded: set.documents.length,
      running: prepared.runnable.length,
      rejected,
      notApplicable: [...reasons]
        .map(([reason, count]) => ({ reason, count }))
        .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1)),
    },
    diagnostics: [
      ...mappingDiagnostics,
      ...set.diagnostics,
      ...set.rejected.flatMap((r) => r.diagnostics),
      ...prepared.rejected.flatMap((r) => r.diagnostics),
      ...set.warnings,
      ...prepared.warnings,
    ],
    isIncomplete: set.diagnostics.some((d) => d.severity === 'error') || isNamedRejected,
  }
}

function toRejection(
  file: string,
  title: string | undefined,
  id: string | undefined,
  diagnostics: readonly Diagnostic[],
): ManifestRules['rejected'][number] {
  const first = diagnostics.find((d) => d.severity === 'error') ?? diagnostics[0]
  const place = first?.line === undefined ? '' : `line ${first.line}: `
  return {
    file,
    title: title ?? '',
    id: id ?? '',
    code: first?.code ?? 'rule-schema',
    reason: place + (first?.message ?? ''),
  }
}

interface LoadedMapping {
  readonly mapping: Mapping
  readonly spec: MappingSpec
  readonly diagnostics: readonly Diagnostic[]
}

function loadMapping(file: string | undefined): LoadedMapping | string {
  if (file === undefined)
    return { mapping: createBuiltinMapping(), spec: { type: 'builtin' }, diagnostics: [] }
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return `--mapping ${file}: ${ioReason(error)}`
  }
  const { mapping, diagnostics } = readThorMapping(text, file)
  if (mapping === undefined)
    return `--mapping ${file}: ${diagnostics[0]?.message ?? 'no usable log source in it'}`
  return { mapping, spec: { type: 'thor', text, file }, diagnostics }
}
