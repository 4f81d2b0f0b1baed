/**
 * Splits an event's body into what explains the hit and the rest. In: a hit. Out: two lists of (name, text).
 * Invariant: every body field of the event is in exactly one of them; empty ones are always in the rest.
 */
import type { Hit } from '../engine/hit.ts'
import { MAIN_FIELDS } from './data/main-fields.ts'

type Pair = readonly [name: string, text: string]

/** Fields shown of an event that the table does not know. */
const FALLBACK_FIELDS = 6

export interface Details {
  readonly details: readonly Pair[]
  readonly extra: readonly Pair[]
}

/** What the rule matched first, then the event's main fields; the rest in order. */
export function splitDetails(hit: Hit): Details {
  const { fields, channel, eventId } = hit.snapshot
  const taken = new Set<number>()
  const details: Pair[] = []
  const take = (name: string): boolean => {
    let found = false
    for (let i = 0; i < fields.length; i++) {
      const field = fields[i]!
      if (!isSameName(field[0], name)) continue
      found = true
      if (taken.has(i) || field[1] === '') continue
      taken.add(i)
      details.push(field)
    }
    return found
  }
  for (const { field, value } of hit.matched) {
    const isShown = take(field) || value === undefined || value === '' || COLUMN_FIELDS.has(field)
    if (!isShown && !details.some(([name]) => name === field)) details.push([field, value])
  }
  const byId = Object.hasOwn(MAIN_FIELDS, channel.toLowerCase()) ? MAIN_FIELDS[channel.toLowerCase()]! : {}
  const main = Object.hasOwn(byId, eventId)
    ? byId[eventId]!
    : fields.filter(([, text]) => text !== '').map(([name]) => name)
  for (const name of Object.hasOwn(byId, eventId) ? main : main.slice(0, FALLBACK_FIELDS)) take(name)
  return { details, extra: fields.filter((_, i) => !taken.has(i)) }
}

/** Fields of rules that have a column of their own, or are no field at all. */
const COLUMN_FIELDS: ReadonlySet<string> = new Set([
  'EventID',
  'Channel',
  'Provider_Name',
  'ProviderName',
  'Source',
  'Computer',
  'ComputerName',
  'EventRecordID',
  '',
])

function isSameName(fieldName: string, name: string): boolean {
  if (fieldName === name) return true
  if (fieldName.length < name.length || !fieldName.includes(' ')) return false
  return fieldName.replaceAll(' ', '') === name || fieldName.replaceAll(' ', '_') === name
}
