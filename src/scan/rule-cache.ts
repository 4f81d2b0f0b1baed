/**
 * Rules kept between runs. In: what names a set of rules and all that decides what becomes of them. Out: the pack that
 * an earlier run kept, or a place for a new one. Invariant: a pack is used only for the very files, options and program
 * that it was made of; without one everything works, slower.
 */
import type { RunnableRule } from '../engine/match.ts'
import { readPack } from '../engine/pack/read-pack.ts'
import { findFiles } from '../input/walk.ts'
import { isRuleFile } from './is-rule-file.ts'
import { makeMapping } from './make-mapping.ts'
import { findCacheFolder } from './rule-cache/cache-folder.ts'
import { makeCacheKey } from './rule-cache/cache-key.ts'
import { loadPackFile, savePackFile } from './rule-cache/pack-files.ts'
import { type PackedRules, shareBytes } from './rule-cache/packed-rules.ts'
import { sampleFile } from './rule-cache/sample-files.ts'
import type { MappingSpec } from './stages.ts'

/** What a set of rules is made of. */
export interface RuleInputs {
  readonly rulePaths: readonly string[]
  readonly filterPaths: readonly string[]
  readonly placeholdersFile: string | undefined
  readonly mapping: MappingSpec
  /** All else that decides; plain data. */
  readonly options: unknown
}

/** The place of a pack. */
export interface RuleCacheEntry {
  readonly folder: string
  readonly key: string
  readonly isSettled: boolean
  readonly mapping: MappingSpec
}

/** A pack and what was kept with it. */
export interface KeptRules extends PackedRules {
  readonly extra: unknown
}

/** Undefined when there is no cache, or when something about the paths has to be said each time. */
export function findRuleEntry(inputs: RuleInputs): RuleCacheEntry | undefined {
  const { rulePaths, filterPaths, placeholdersFile, mapping, options } = inputs
  const folder = findCacheFolder()
  if (folder === undefined) return undefined
  const others = placeholdersFile === undefined ? [] : [placeholdersFile]
  const found = [rulePaths, filterPaths, others].map((paths) => findFiles(paths, isRuleFile))
  if (found.some(({ diagnostics, emptyFolders }) => diagnostics.length + emptyFolders.length > 0))
    return undefined
  const counts = found.map(({ sources }) => sources.length)
  const files = found.flatMap(({ sources }) => sources)
  return { folder, mapping, ...makeCacheKey(files, [counts, mapping, options]) }
}

/** Where what scans with these rules learn is kept. */
export function samplesFileOf({ folder, key }: RuleCacheEntry): string {
  return sampleFile(folder, key)
}

export function loadRulePack({ folder, key, mapping }: RuleCacheEntry): KeptRules | undefined {
  const bytes = loadPackFile(folder, key)
  return bytes === undefined ? undefined : openPack(bytes, mapping)
}

/** The rules as a pack, kept for the next run; undefined where none can be kept. */
export async function saveRulePack(
  entry: RuleCacheEntry,
  rules: readonly RunnableRule[],
  extra: unknown,
): Promise<KeptRules | undefined> {
  if (!entry.isSettled) return undefined
  const { writePack } = await import('../engine/pack/write-pack.ts')
  const bytes = shareBytes(writePack(rules, extra))
  savePackFile(entry.folder, entry.key, bytes)
  return openPack(bytes, entry.mapping)
}

function openPack(bytes: Uint8Array<SharedArrayBuffer>, mapping: MappingSpec): KeptRules | undefined {
  const pack = readPack(bytes, () => makeMapping(mapping))
  return pack === undefined ? undefined : { bytes, pack, extra: pack.extra }
}
