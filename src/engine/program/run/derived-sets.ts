/**
 * The set of a derived field, cached by the bytes that it is made from. In: a step of a program and a record. Out: a set
 * id. Invariant: with or without the cache the answer is the union over the derived texts.
 */
import type { EventView } from '../../../event/event.ts'
import { unionOf } from '../state/set-table.ts'
import { findValue, isEntryOf, keepValue, valueAt } from '../state/value-cache.ts'
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
  const { cache } = values
  const { last, matcher } = step
  const key = (matcher.id << TYPE_BITS) | DERIVED
  matcher.lookups++
  const entry = last[0]!
  const isLast = isEntryOf(cache, entry, key, keyView, 0, length)
  const known = isLast ? valueAt(cache, entry) : findValue(cache, key, keyView, 0, length)
  if (known >= 0) {
    matcher.hits++
    if (!isLast) last[0] = cache.lastEntry
    return known
  }
  const hash = cache.lastHash
  const set = compute(values, step, event)
  cache.lastHash = hash
  keepValue(cache, key, keyBytes, 0, length, set)
  last[0] = cache.lastEntry
  return set
}

function compute(values: ValueSets, step: DerivedStep, event: EventView): number {
  let set = 0
  for (const text of derivedTexts(event, step.source))
    set = unionOf(values.sets, set, setOfText(values, step.matcher, text))
  return set
}
