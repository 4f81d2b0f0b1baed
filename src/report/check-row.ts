/**
 * A hit as the checker of SigmaHQ's pipeline prints it: one flat JSON object with that program's own key names. In: a
 * row. Out: one line without its end. Their scripts search the line as text (`"RuleLevel":"low"`, and `"RuleId":"…"`
 * followed by a piece of `Event`), so it has no blanks between tokens, the rule's keys come first, and no field of the
 * event can stand for one of them. What the event's own names hide is still in `Event`.
 */
import { foldText } from '../base/fold.ts'
import type { EventSnapshot, EventValue } from '../engine/hit.ts'
import type { HitRow } from './sink.ts'

type Fields = readonly (readonly [name: string, value: EventValue])[]

export function stringifyCheckRow({ hit, rule, evtxFile }: HitRow): string {
  const { snapshot, matched } = hit
  const header = headerFields(snapshot)
  const row: Record<string, EventValue> = Object.create(null)
  const own: Record<string, EventValue> = {
    RuleId: rule.id ?? '',
    RuleTitle: rule.title,
    RuleLevel: rule.level ?? 'informational',
    RuleFile: rule.file,
    File: evtxFile,
    EventRecordID: toNumber(snapshot.recordId),
    Event: joinFields([...snapshot.fields, ...header]),
    MatchStrings: matched.map(({ identifier, field, value, pattern }) => ({
      SearchIdentifier: identifier,
      Field: field,
      Data: value ?? null,
      Pattern: pattern,
    })),
  }
  Object.assign(row, own)
  addFields(row, header, reserved(Object.keys(row)))
  // The header says which record it is; a field of the body with such a name does not replace it.
  addFields(row, snapshot.fields, reserved(Object.keys(row)))
  return JSON.stringify(row)
}

/** `Name: value  Name: value`, as the patterns of their list of known false positives expect it. */
function joinFields(fields: Fields): string {
  return fields.map(([name, value]) => `${name}: ${value ?? ''}`).join('  ')
}

/** Fields of the header, flat, repeated names repeated. */
function headerFields({ event }: EventSnapshot): Fields {
  const system = event.System
  if (system === null || typeof system !== 'object' || Array.isArray(system)) return []
  return Object.entries(system).flatMap(([name, value]) =>
    (Array.isArray(value) ? (value as readonly EventValue[]) : [value]).map((one) => [name, one] as const),
  )
}

/** In any case: their scripts ignore it. */
function reserved(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map(foldText))
}

/** Repeated names become lists. */
function addFields(row: Record<string, EventValue>, fields: Fields, taken: ReadonlySet<string>): void {
  for (const [name, value] of fields) {
    if (taken.has(foldText(name))) continue
    const before = row[name]
    if (before === undefined) row[name] = value
    else row[name] = Array.isArray(before) ? [...before, value] : [before, value]
  }
}

function toNumber(text: string): number | string {
  return /^(?:0|[1-9][0-9]{0,15})$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : text
}
