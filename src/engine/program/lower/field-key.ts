/**
 * What a rule's field is under a view, as one shared object: equal ways of reading a field are the same key, so that
 * atoms, matchers and cached values are shared between rules and views. In: view and field name. Out: a key, or
 * undefined for a field that cannot exist there. Invariant: ids are dense; equal sources ⇔ equal key.
 */
import type { FieldSource, FieldView } from '../../../mapping/mapping.ts'

/** How values are found: as a view says, or as keywords do. */
export type KeySource = FieldSource | { readonly kind: 'keywords' }

export interface FieldKey {
  readonly id: number
  /** At least one. May be found when they are first asked for. */
  readonly sources: readonly KeySource[]
  /** Where a view was asked for it first; undefined for raw fields and keywords. */
  readonly origin: FieldOrigin | undefined
}

export interface FieldOrigin {
  readonly view: FieldView
  readonly field: string
}

export interface FieldKeys {
  readonly keys: readonly FieldKey[]
  keyOf(view: FieldView, field: string): FieldKey | undefined
  /** The event's own field, whatever the view. */
  rawKey(field: string): FieldKey
  /** Every text that keywords look at. */
  keywordKey(): FieldKey
}

export function createFieldKeys(): FieldKeys {
  const keys: FieldKey[] = []
  const bySignature = new Map<string, FieldKey>()
  const functions = new Map<object, number>()
  const memo = new Map<FieldView, Map<string, FieldKey | undefined>>()

  const signatureOf = (source: KeySource): string => {
    if (source.kind === 'body' || source.kind === 'keywords') return source.kind
    if (source.kind === 'raw') return `raw ${JSON.stringify(source.name)}`
    let id = functions.get(source.derive)
    if (id === undefined) {
      id = functions.size
      functions.set(source.derive, id)
    }
    return `derived ${id} ${JSON.stringify(source.from)}`
  }

  const intern = (sources: readonly KeySource[], origin?: FieldOrigin): FieldKey => {
    const unique = new Map(sources.map((source) => [signatureOf(source), source]))
    const signature = [...unique.keys()].join('\n')
    let key = bySignature.get(signature)
    if (key === undefined) {
      key = { id: keys.length, sources: [...unique.values()], origin }
      keys.push(key)
      bySignature.set(signature, key)
    }
    return key
  }

  const rawKey = (field: string): FieldKey => intern([{ kind: 'raw', name: field }])

  const keyOf = (view: FieldView, field: string): FieldKey | undefined => {
    let fields = memo.get(view)
    if (fields === undefined) {
      fields = new Map()
      memo.set(view, fields)
    }
    if (fields.has(field)) return fields.get(field)
    const sources = view.sourcesOf(field)
    const key =
      sources === undefined
        ? rawKey(field)
        : sources.length === 0
          ? undefined
          : intern(sources, { view, field })
    fields.set(field, key)
    return key
  }

  return { keys, keyOf, rawKey, keywordKey: () => intern([{ kind: 'keywords' }]) }
}
