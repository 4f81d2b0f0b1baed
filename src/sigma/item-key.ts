/**
 * The key of a detection item: `field|modifier|modifier`. In: the YAML key. Out: its parts with their places.
 * Invariant: every modifier of the result is known, and `exists` stands alone or before `neq`.
 */
import { excerpt } from './excerpt.ts'
import { type Findings, refuse } from './findings.ts'
import { MAX_MODIFIERS } from './limits.ts'
import { MODIFIER_NAMES, MODIFIERS } from './modifiers.ts'
import { suggestName } from './names.ts'
import type { YamlScalar } from './yaml-node.ts'

export interface ItemKey {
  /** Undefined for keywords over the whole event. */
  readonly field: string | undefined
  readonly modifiers: readonly string[]
  /** Offset of each modifier, and of the key. */
  readonly modifierOffsets: readonly number[]
  readonly offset: number
}

/** The key of keywords that have none. */
export function keywordKey(offset: number): ItemKey {
  return { field: undefined, modifiers: [], modifierOffsets: [], offset }
}

const KNOWN = new Set(MODIFIER_NAMES)

export function readItemKey(key: YamlScalar, findings: Findings): ItemKey | undefined {
  const [field = '', ...modifiers] = key.text.split('|', MAX_MODIFIERS + 2)
  const modifierOffsets: number[] = []
  let offset = key.offset + (key.plain ? 0 : 1) + field.length + 1
  for (const modifier of modifiers) {
    modifierOffsets.push(offset)
    offset += modifier.length + 1
  }
  const itemKey: ItemKey = {
    field: field === '' ? undefined : field,
    modifiers,
    modifierOffsets,
    offset: key.offset,
  }
  if (key.plain && key.text === '')
    refuse(findings, 'rule-detection', key.offset, 'a field name is missing before the colon')
  else if (modifiers.length > MAX_MODIFIERS)
    refuse(findings, 'rule-modifier', key.offset, `a key has more than ${MAX_MODIFIERS} modifiers`)
  else if (areKnown(itemKey, findings) && isExistsAlone(itemKey, findings)) return itemKey
  return undefined
}

function areKnown(key: ItemKey, findings: Findings): boolean {
  const unknown = key.modifiers.findIndex((name) => !KNOWN.has(name))
  if (unknown === -1) return true
  const name = key.modifiers[unknown]!
  const message =
    name === ''
      ? "a modifier is missing behind '|'"
      : `unknown modifier '${excerpt(name)}'${suggestName(name, MODIFIER_NAMES)}`
  refuse(findings, 'rule-modifier', key.modifierOffsets[unknown]!, message)
  return false
}

function isExistsAlone(key: ItemKey, findings: Findings): boolean {
  const { modifiers } = key
  const at = modifiers.indexOf('exists')
  if (at === -1) return true
  const wrong = at > 0 ? at : modifiers.findIndex((name) => name !== 'exists' && name !== 'neq')
  if (wrong === -1) return true
  const message = "'exists' must be the first modifier, and only 'neq' may follow"
  refuse(findings, 'rule-modifier', key.modifierOffsets[wrong]!, message)
  return false
}

/** The places of the value modifiers in the chain, in order. */
export function valueModifiers(key: ItemKey): number[] {
  return [...key.modifiers.keys()].filter((i) => MODIFIERS.has(key.modifiers[i]!))
}
