/**
 * Splits an event's body into what explains the hit and the rest. In: a hit. Out: two lists of (name, text).
 * Invariant: every body field of the event is in exactly one of them; empty ones are always in the rest.
 */
import type { Hit } from '../engine/hit.ts'
import { MAIN_FIELDS } from './data/main-fields.ts'

type Pair = readonly [name: string, text: string]

/** Fields shown of an event that the table does not know. */
export const FALLBACK_FIELDS = 6

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
  const main =
    mainFieldsOf(channel, eventId) ??
    fields
      .filter(([, text]) => text !== '')
      .map(([name]) => name)
      .slice(0, FALLBACK_FIELDS)
  for (const name of main) take(name)
  return { details, extra: fields.filter((_, i) => !taken.has(i)) }
}

/** What the table says of an event; undefined when it does not know it. */
export function mainFieldsOf(channel: string, eventId: string): readonly string[] | undefined {
  const key = channel.toLowerCase()
  const byId = Object.hasOwn(MAIN_FIELDS, key) ? MAIN_FIELDS[key]! : {}
  return Object.hasOwn(byId, eventId) ? byId[eventId] : undefined
}

/** Fields of rules that have a column of their own, or are no field at all. */
export const COLUMN_FIELDS: ReadonlySet<string> = new Set([
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

export function isSameName(fieldName: string, name: string): boolean {
  if (fieldName === name) return true
  if (fieldName.length < name.length || !fieldName.includes(' ')) return false
  return fieldName.replaceAll(' ', '') === name || fieldName.replaceAll(' ', '_') === name
}
