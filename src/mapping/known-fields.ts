/**
 * Which fields the events of a channel have at all. In: a target, an event id and a field as a rule names it.
 * Out: whether such an event can have it, or undefined where nothing is known of the event.
 * Invariant: false is said only of events whose fields are all known; a view's answer comes before the event's own.
 */
import { foldText } from '../base/fold.ts'
import { aliasOf } from '../event/lookup.ts'
import { SYSTEM_FIELDS } from '../event/system-fields.ts'
import type { EventFields } from './data/fields/event-fields.ts'
import {
  POWERSHELL_CLASSIC_FIELDS,
  POWERSHELL_FIELDS,
  TASK_SCHEDULER_FIELDS,
} from './data/fields/other-logs.ts'
import { SECURITY_FIELDS } from './data/fields/security.ts'
import { SYSMON_FIELDS } from './data/fields/sysmon.ts'
import { canonicalChannel, type FieldView, type Target } from './mapping.ts'

const TABLES: readonly EventFields[] = [
  SYSMON_FIELDS,
  SECURITY_FIELDS,
  POWERSHELL_FIELDS,
  POWERSHELL_CLASSIC_FIELDS,
  TASK_SCHEDULER_FIELDS,
]

/** What every event has in its System part, and the rendered message that event forwarding adds. */
const HEADER_FIELDS: ReadonlySet<string> = new Set([...SYSTEM_FIELDS, 'Message'])

/** Names by channel key and event id. */
const KNOWN: ReadonlyMap<string, ReadonlyMap<number, ReadonlySet<string>>> = buildKnown()

function buildKnown(): Map<string, Map<number, ReadonlySet<string>>> {
  const known = new Map<string, Map<number, ReadonlySet<string>>>()
  for (const { channels, events } of TABLES) {
    const byId = new Map<number, ReadonlySet<string>>()
    for (const [ids, ...texts] of events) {
      const names = new Set(texts.flatMap((text) => text.split(' ')))
      for (const id of ids) byId.set(id, names)
    }
    for (const channel of channels) known.set(canonicalChannel(channel), byId)
  }
  return known
}

/** Names of the body's fields, or undefined where they are not known. Several channels: of all together. */
export function knownFields(target: Target, eventId: number): readonly string[] | undefined {
  return fieldNames(target, eventId)?.names
}

/** Whether an event of the target with this id can have the field. */
export function mayHaveField(target: Target, eventId: number, field: string): boolean | undefined {
  const names = sourceNames(target.view, field)
  if (names.length === 0) return false
  return mayHaveOneOf(target, eventId, names)
}

/** Whether it can have one of its own fields of these names, whatever the view says of them. */
export function mayHaveOneOf(target: Target, eventId: number, names: readonly string[]): boolean | undefined {
  const known = fieldNames(target, eventId)
  if (known === undefined) return undefined
  return names.some((name) => name === '*' || known.folded.has(foldText(name)) || isHeaderField(name))
}

interface FieldNames {
  readonly names: readonly string[]
  readonly folded: ReadonlySet<string>
}

/** The answer is the same for all rules of a log source. */
const memo = new WeakMap<Target, Map<number, FieldNames | undefined>>()

function fieldNames(target: Target, eventId: number): FieldNames | undefined {
  let byId = memo.get(target)
  if (byId === undefined) {
    byId = new Map()
    memo.set(target, byId)
  }
  // Rules may name any number of ids.
  if (!byId.has(eventId) && byId.size < MAX_REMEMBERED_IDS) byId.set(eventId, findFieldNames(target, eventId))
  return byId.has(eventId) ? byId.get(eventId) : findFieldNames(target, eventId)
}

/** Event ids remembered for a target (SigmaHQ's rules name 180 of the Security log). */
const MAX_REMEMBERED_IDS = 4096

function findFieldNames({ channels }: Target, eventId: number): FieldNames | undefined {
  if (channels === undefined) return undefined
  const names = new Set<string>()
  for (const { key, isPrefix } of channels) {
    const own = isPrefix ? undefined : KNOWN.get(key)?.get(eventId)
    if (own === undefined) return undefined
    for (const name of own) names.add(name)
  }
  return { names: [...names], folded: new Set([...names].map(foldText)) }
}

/** The event's own names behind a field; `*` stands for the whole body; none: it cannot exist. */
export function sourceNames(view: FieldView, field: string): readonly string[] {
  const sources = view.sourcesOf(field)
  if (sources === undefined) return [field]
  return sources.flatMap((source) =>
    source.kind === 'raw' ? [source.name] : source.kind === 'body' ? ['*'] : source.from,
  )
}

const FOLDED_HEADER: ReadonlySet<string> = new Set([...HEADER_FIELDS].map(foldText))

function isHeaderField(name: string): boolean {
  return FOLDED_HEADER.has(foldText(name)) || HEADER_FIELDS.has(aliasOf(name) ?? '')
}

/** The right spelling of a field that the event has in another case; undefined when it is right or unknown. */
export function fieldSpelling(target: Target, eventId: number, field: string): string | undefined {
  if (target.view.sourcesOf(field) !== undefined || HEADER_FIELDS.has(field) || aliasOf(field) !== undefined)
    return undefined
  const names = [...(knownFields(target, eventId) ?? []), ...HEADER_FIELDS]
  if (names.includes(field)) return undefined
  const folded = foldText(field)
  return names.find((name) => foldText(name) === folded)
}
