/**
 * A hit as JSON: the columns, with `Details` and `ExtraFieldInfo` as objects of typed values, then why it matched, the
 * rule's story and the complete event. Invariant: integers that a double cannot hold are text, never rounded.
 */
import type { EventSnapshot, EventValue } from '../engine/hit.ts'
import type { RuleMeta } from '../sigma/ast.ts'
import { buildCells } from './columns.ts'
import { describeCorrelation, listEvidence, measuredNumbers } from './correlation-json.ts'
import { toNumber } from './json-number.ts'
import type { CorrelationRow, HitRow, ReportRow } from './sink.ts'

/** The last row and its text: JSON and JSON Lines are given each row in turn. */
let last: { readonly row: ReportRow; readonly text: string } | undefined

/** One line of JSON without the line end. */
export function stringifyRow(row: ReportRow): string {
  if (last?.row !== row) last = { row, text: makeText(row) }
  return last.text
}

function makeText(row: ReportRow): string {
  return 'hit' in row ? hitText(row) : correlationText(row)
}

function hitText(row: HitRow): string {
  const { hit, rule } = row
  const { snapshot } = hit
  const cells = buildCells(row)
  const data = eventDataOf(snapshot.event)
  const head = JSON.stringify({
    ...cells,
    EventID: toNumber(cells.EventID),
    RecordID: toNumber(cells.RecordID),
    Details: toObject(cells.Details, data),
    ExtraFieldInfo: toObject(cells.ExtraFieldInfo, data),
    Matched: hit.matched.map(({ identifier, field, value, pattern }) => ({
      Identifier: identifier,
      Field: field,
      Value: value ?? null,
      Pattern: pattern,
    })),
  })
  const tail = JSON.stringify({
    Position: { Chunk: snapshot.chunk, Record: snapshot.record, OffsetBytes: snapshot.offsetBytes },
    ...(snapshot.partial ? { Partial: true } : {}),
  })
  return `${head.slice(0, -1)},"Rule":${ruleText(rule)},"Event":${eventText(snapshot.event)},${tail.slice(1)}`
}

/** What a correlation's hit has instead of an event: how it was measured, and its evidence. */
function correlationText(row: CorrelationRow): string {
  const { rule } = row
  const cells = buildCells(row)
  const numbers = measuredNumbers(row)
  const head = JSON.stringify({
    ...cells,
    EventID: cells.EventID === '' ? null : toNumber(cells.EventID),
    RecordID: toNumber(cells.RecordID),
    Details: toObject(cells.Details, numbers),
    ExtraFieldInfo: toObject(cells.ExtraFieldInfo, numbers),
    Correlation: describeCorrelation(row),
  })
  const evidence = JSON.stringify(listEvidence(row))
  return `${head.slice(0, -1)},"Evidence":${evidence},"Rule":${ruleText(rule)}}`
}

const ruleTexts = new WeakMap<RuleMeta, string>()

/** The rule's story; made once for all its hits. */
export function ruleText(rule: RuleMeta): string {
  let text = ruleTexts.get(rule)
  if (text === undefined) {
    text = JSON.stringify({
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
    })
    ruleTexts.set(rule, text)
  }
  return text
}

type PlainEvent = EventSnapshot['event']

let lastEvent: { readonly event: PlainEvent; readonly text: string } | undefined

/** The complete event; made once for all hits of it, which follow one another. */
function eventText(event: PlainEvent): string {
  if (lastEvent?.event !== event) lastEvent = { event, text: JSON.stringify(event) }
  return lastEvent.text
}

type Values = { readonly [name: string]: EventValue }

const NO_VALUES: Values = {}

/** The fields that stand directly below EventData, typed. */
function eventDataOf(event: PlainEvent): Values {
  const data = event.EventData
  if (data === null || typeof data !== 'object' || Array.isArray(data)) return NO_VALUES
  return data as Values
}

/** Pairs as an object; repeated names become lists. Names such as `__proto__` are ordinary. */
function toObject(
  pairs: readonly (readonly [name: string, text: string])[],
  data: Values,
): Record<string, EventValue> {
  const object: Record<string, EventValue> = Object.create(null)
  for (const [name, text] of pairs) {
    const scalar = typedValue(data, name, text)
    const before = object[name]
    if (before === undefined) object[name] = scalar
    else object[name] = Array.isArray(before) ? [...before, scalar] : [before, scalar]
  }
  return object
}

/** The number or boolean that the text is of. */
function typedValue(data: Values, name: string, text: string): EventValue {
  const value = Object.hasOwn(data, name) ? data[name] : undefined
  return (typeof value === 'number' || typeof value === 'boolean') && String(value) === text ? value : text
}
