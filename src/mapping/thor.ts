/**
 * Reads a log-source mapping file in SigmaHQ's form (`thor.yml`). In: text and the file's name. Out: a mapping and what
 * is wrong with the file. Invariant: the file is read as given, nothing of the built-in mapping is mixed in; an entry
 * that cannot be used is named and left out; a file without any usable entry gives no mapping.
 */
import { basename } from 'node:path'
import type { Document, LineCounter, Node, Pair } from 'yaml'
import type { Diagnostic } from '../base/diagnostic.ts'
import { lazyLibrary } from '../base/lazy-library.ts'
import type { LogSource } from '../sigma/ast.ts'
import type { Mapping, Resolution } from './mapping.ts'
import { describeLogSource, notApplicable, shortName, unsupported } from './reason.ts'
import type { ThorEntry } from './thor-entry.ts'
import { foldName, readThorEntry } from './thor-entry.ts'
import type { ThorTargets } from './thor-targets.ts'
import { createThorTargets } from './thor-targets.ts'

/** Only who gives a file needs it. */
const yaml = lazyLibrary<typeof import('yaml')>('yaml')

/** Characters of a file (thor.yml: 18 thousand). */
const MAX_TEXT_LENGTH = 4_000_000
/** Entries of a file (thor.yml: 91). */
const MAX_ENTRIES = 1000
/** Nodes that aliases may add, as many times as the file's own. */
const MAX_ALIAS_COUNT = 100

interface ThorFile {
  readonly mapping: Mapping | undefined
  readonly diagnostics: readonly Diagnostic[]
}

type Report = (message: string, offset: number | undefined) => void

export function readThorMapping(text: string, file: string): ThorFile {
  const diagnostics: Diagnostic[] = []
  const lines = new (yaml().LineCounter)()
  const report: Report = (message, offset) => {
    const place = offset === undefined ? {} : position(lines, offset)
    diagnostics.push({ code: 'mapping-invalid', severity: 'error', source: file, message, ...place })
  }
  const entries = readEntries(text, lines, report)
  const mapping = entries.length === 0 ? undefined : createThorMapping(entries, basename(file))
  if (mapping === undefined && diagnostics.length === 0) report('logsources: needed at least one entry', 0)
  return { mapping, diagnostics }
}

function position(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset)
  return { line, column: col }
}

function createThorMapping(entries: readonly ThorEntry[], name: string): Mapping {
  const find = createThorTargets(entries)
  return { name, resolve: (logsource) => resolveThor(find, logsource, name) }
}

function resolveThor(find: ThorTargets, logsource: LogSource, name: string): Resolution {
  const targets = find({
    category: foldName(logsource.category),
    product: foldName(logsource.product),
    service: foldName(logsource.service),
  })
  if (targets === undefined)
    return unsupported(`${name} rewrites ${describeLogSource(logsource)} without end`)
  if (targets.length > 0) return { type: 'targets', targets }
  const product = foldName(logsource.product)
  if (product === undefined) return notApplicable(`no product, ${describeLogSource(logsource)}`)
  if (product !== 'windows') return notApplicable(`product ${shortName(product)}`)
  return unsupported(`${describeLogSource(logsource)}: ${name} has no entry for it; add one`)
}

function readEntries(text: string, lines: LineCounter, report: Report): readonly ThorEntry[] {
  if (text.length > MAX_TEXT_LENGTH) {
    report(`the file has ${text.length} characters; a mapping may have ${MAX_TEXT_LENGTH}`, undefined)
    return []
  }
  try {
    const document = yaml().parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true })
    for (const error of document.errors) report(`no valid YAML: ${error.message}`, error.pos[0])
    return document.errors.length > 0 ? [] : readDocument(document, report)
  } catch (error) {
    // The parser gives up on nesting and on aliases without bound.
    report(`no usable YAML: ${error instanceof Error ? error.message : String(error)}`, undefined)
    return []
  }
}

function readDocument(document: Document.Parsed, report: Report): readonly ThorEntry[] {
  const section: unknown = document.get('logsources', true)
  if (!yaml().isMap(section)) {
    report('needed: a map `logsources` of entries', 0)
    return []
  }
  if (section.items.length > MAX_ENTRIES) {
    report(
      `logsources: ${section.items.length} entries; a mapping may have ${MAX_ENTRIES}`,
      section.range?.[0],
    )
    return []
  }
  const offsets = new Map<ThorEntry, number | undefined>()
  for (const pair of section.items) {
    const entry = readPair(document, pair as Pair<Node, Node | null>)
    const offset = (pair.key as Node).range?.[0]
    if (typeof entry === 'string') report(entry, offset)
    else offsets.set(entry, offset)
  }
  return dropEndless(offsets, report)
}

function readPair(document: Document.Parsed, { key, value }: Pair<Node, Node | null>): ThorEntry | string {
  const name = yaml().isScalar(key) ? String(key.value) : '?'
  const plain: unknown = value?.toJS(document, { mapAsMap: true, maxAliasCount: MAX_ALIAS_COUNT })
  const entry = readThorEntry(name, plain)
  return typeof entry === 'string' ? `logsources, ${shortName(name)}: ${entry}` : entry
}

/** Leaves out entries whose rewriting does not come to an end. */
function dropEndless(
  offsets: ReadonlyMap<ThorEntry, number | undefined>,
  report: Report,
): readonly ThorEntry[] {
  const entries = [...offsets.keys()]
  const find = createThorTargets(entries)
  return entries.filter((entry) => {
    if (entry.rewrite === undefined || find(entry.rewrite) !== undefined) return true
    report(`logsources, ${shortName(entry.name)}: its rewriting does not come to an end`, offsets.get(entry))
    return false
  })
}
