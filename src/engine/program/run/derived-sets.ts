/**
 * The set of a derived field, cached by the bytes that it is made from. In: a step of a program and a record. Out: a set
 * id. Invariant: with or without the cache the answer is the union over the derived texts.
 */
import type { EventView } from '../../../event/event.ts'
import { unionOf } from '../state/set-table.ts'
import { findValue, keepValue } from '../state/value-cache.ts'
import { setOfText, type ValueSets } from '../state/value-sets.ts'
import { keyBytes, keyView, writeDerivedKey } from './derived-key.ts'
import type { DerivedStep } from './program.ts'
import { derivedTexts } from './resolve-field.ts'

const TYPE_BITS = 9
/** Not a type of values. */
const DERIVED = 0x1ff

export function setOfDerived(values: ValueSets, step: DerivedStep, event: EventView): number {
  const length = writeDerivedKey(step, event)
  if (length < 0) return compute(values, step, event)
  const key = (step.matcher.id << TYPE_BITS) | DERIVED
  const known = findValue(values.cache, key, keyView, 0, length)
  if (known >= 0) return known
  const hash = values.cache.lastHash
  const set = compute(values, step, event)
  values.cache.lastHash = hash
  keepValue(values.cache, key, keyBytes, 0, length, set)
  return set
}

function compute(values: ValueSets, step: DerivedStep, event: EventView): number {
  let set = 0
  for (const text of derivedTexts(event, step.source))
    set = unionOf(values.sets, set, setOfText(values, step.matcher, text))
  return set
}
