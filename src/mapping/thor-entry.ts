/**
 * One entry of a mapping file in SigmaHQ's form (`thor.yml`), checked. In: a parsed YAML value. Out: an entry, or what
 * is wrong with it. Invariant: names of log sources are lower case; keys that goshawk has no use for are passed over.
 */
import { foldText } from '../base/fold.ts'

/** The names that an entry may ask for, or rewrite to. */
export interface SourceNames {
  readonly category: string | undefined
  readonly product: string | undefined
  readonly service: string | undefined
}

export interface ThorEntry {
  readonly name: string
  readonly names: SourceNames
  /** Field → texts, one of which it must equal. */
  readonly conditions: ReadonlyMap<string, readonly string[]>
  /** The log source to go on with; undefined = `channels` are the answer. */
  readonly rewrite: SourceNames | undefined
  /** Names of Windows channels; other kinds of source are left out. */
  readonly channels: readonly string[]
  /** Sigma field → fields of the event. */
  readonly fields: ReadonlyMap<string, readonly string[]>
}

/** Texts in one list (thor.yml: 12). */
const MAX_LIST = 1000
/** Keys of one map (thor.yml: 2). */
const MAX_KEYS = 1000
const WINDOWS_LOG = 'WinEventLog:'

/** The entry, or a text that says what is wrong with it. */
export function readThorEntry(name: string, value: unknown): ThorEntry | string {
  if (!(value instanceof Map)) return 'needed: a map with category, product or service'
  const names = readNames(value)
  if (typeof names === 'string') return names
  const conditions = readLists(value.get('conditions'))
  if (conditions === undefined) return 'conditions: needed a map of fields to a value or a list of values'
  const fields = readLists(value.get('fieldmappings'))
  if (fields === undefined) return 'fieldmappings: needed a map of fields to a field or a list of fields'
  const sources = readList(value.get('sources') ?? [])
  if (sources === undefined) return 'sources: needed a list of texts'
  const rewrite = value.get('rewrite') ?? undefined
  const target = rewrite === undefined ? undefined : readRewrite(rewrite)
  if (typeof target === 'string') return target
  const channels = sources
    .filter((source) => source.startsWith(WINDOWS_LOG))
    .map((source) => source.slice(WINDOWS_LOG.length))
  return { name, names, conditions, rewrite: target, channels, fields }
}

function readRewrite(value: unknown): SourceNames | string {
  const names = value instanceof Map ? readNames(value) : 'needed: a map with category, product or service'
  return typeof names === 'string' ? `rewrite: ${names}` : names
}

function readNames(map: ReadonlyMap<unknown, unknown>): SourceNames | string {
  const [category, product, service] = ['category', 'product', 'service'].map((key) => map.get(key))
  for (const name of [category, product, service])
    if (name !== undefined && typeof name !== 'string') return 'category, product and service must be texts'
  if (category === undefined && product === undefined && service === undefined)
    return 'needed: category, product or service'
  return { category: foldName(category), product: foldName(product), service: foldName(service) }
}

/** Names of log sources are compared folded; undefined stays. */
export function foldName(name: unknown): string | undefined {
  return typeof name === 'string' ? foldText(name) : undefined
}

/** A map of texts to a text or a list of texts; undefined when it is none. */
function readLists(value: unknown): Map<string, readonly string[]> | undefined {
  const lists = new Map<string, readonly string[]>()
  if (value === undefined || value === null) return lists
  if (!(value instanceof Map) || value.size > MAX_KEYS) return undefined
  for (const [key, item] of value) {
    const list = readList(item)
    if (typeof key !== 'string' || list === undefined || list.length === 0) return undefined
    lists.set(key, list)
  }
  return lists
}

/** Texts of a scalar or a list of scalars; undefined when it is none. */
function readList(value: unknown): readonly string[] | undefined {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (items.length > MAX_LIST) return undefined
  const texts: string[] = []
  for (const item of items) {
    if (typeof item !== 'string' && typeof item !== 'number' && typeof item !== 'boolean') return undefined
    texts.push(String(item))
  }
  return texts
}
