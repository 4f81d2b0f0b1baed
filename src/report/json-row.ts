/**
 * A hit as JSON: the columns, with `Details` and `ExtraFieldInfo` as objects of typed values, then why it matched, the
 * rule's story and the complete event. Invariant: integers that a double cannot hold are text, never rounded.
 */
import type { EventValue } from '../engine/hit.ts'
import { buildCells } from './columns.ts'
import type { ReportRow } from './sink.ts'

/** The last row and its text: JSON and JSON Lines are given each row in turn. */
let last: { readonly row: ReportRow; readonly text: string } | undefined

/** One line of JSON without the line end. */
export function stringifyRow(row: ReportRow): string {
  if (last?.row !== row) last = { row, text: makeText(row) }
  return last.text
}

function makeText(row: ReportRow): string {
  const { hit, rule } = row
  const cells = buildCells(row)
  const typed = typedValues(hit.snapshot.event)
  return JSON.stringify({
    ...cells,
    EventID: toNumber(cells.EventID),
    RecordID: toNumber(cells.RecordID),
    Details: toObject(cells.Details, typed),
    ExtraFieldInfo: toObject(cells.ExtraFieldInfo, typed),
    Matched: hit.matched.map(({ identifier, field, value, pattern }) => ({
      Identifier: identifier,
      Field: field,
      Value: value ?? null,
      Pattern: pattern,
    })),
    Rule: {
      Title: rule.title,
      ID: rule.id ?? null,
      Status: rule.status ?? null,
      Level: rule.level ?? null,
      Description: rule.description ?? null,
      Author: rule.author ?? null,
      Date: rule.date ?? null,
      Modified: rule.modified ?? null,
      References: rule.references,
      Tags: rule.tags,
      FalsePositives: rule.falsepositives,
    },
    Event: hit.snapshot.event,
    Position: {
      Chunk: hit.snapshot.chunk,
      Record: hit.snapshot.record,
      OffsetBytes: hit.snapshot.offsetBytes,
    },
    ...(hit.snapshot.partial ? { Partial: true } : {}),
  })
}

/** Names to typed values, for the fields of EventData that stand directly below it. */
function typedValues(event: { readonly [section: string]: EventValue }): Map<string, EventValue> {
  const typed = new Map<string, EventValue>()
  const data = event['EventData']
  if (data === null || typeof data !== 'object' || Array.isArray(data)) return typed
  for (const [name, value] of Object.entries(data)) typed.set(name, value)
  return typed
}

/** Pairs as an object; repeated names become lists. Names such as `__proto__` are ordinary. */
function toObject(
  pairs: readonly (readonly [name: string, text: string])[],
  typed: ReadonlyMap<string, EventValue>,
): Record<string, EventValue> {
  const object: Record<string, EventValue> = Object.create(null)
  for (const [name, text] of pairs) {
    const value = typed.get(name)
    const scalar = value !== undefined && String(value) === text ? value : text
    const before = object[name]
    if (before === undefined) object[name] = scalar
    else object[name] = Array.isArray(before) ? [...before, scalar] : [before, scalar]
  }
  return object
}

/** A decimal text as a number when that loses nothing. */
function toNumber(text: string): number | string {
  return /^(?:0|[1-9][0-9]{0,15})$/.test(text) && Number(text) <= Number.MAX_SAFE_INTEGER
    ? Number(text)
    : text
}
