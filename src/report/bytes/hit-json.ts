/**
 * A hit as a line of JSON in bytes, without its end. In: a row and its record. Out: bytes. Invariant: those of
 * `stringifyRow`; false, and nothing written, when this way cannot write the row.
 */
import type { MatchedAtom } from '../../engine/hit.ts'
import type { RuleMeta } from '../../sigma/ast.ts'
import { toNumber } from '../json-number.ts'
import { ruleText } from '../json-row.ts'
import type { HitRow } from '../sink.ts'
import { sortTags } from '../tags.ts'
import { createByteMemo } from './byte-memo.ts'
import { type ByteWriter, putAscii, putBytes, putDecimal } from './byte-writer.ts'
import type { KnownRecord } from './known-record.ts'
import type { PickedDetails } from './pick-details.ts'
import { putJsonText } from './put-json-text.ts'
import { isIndexName } from './shape-plan.ts'
import { Form } from './write-event.ts'

/** What is the same in all hits of a rule. */
interface RuleBytes {
  /** From the title to the name of the next column. */
  readonly lead: Uint8Array
  readonly tags: Uint8Array
  readonly story: Uint8Array
}

const rules = new WeakMap<RuleMeta, RuleBytes>()

function ruleBytesOf(rule: RuleMeta): RuleBytes {
  let made = rules.get(rule)
  if (made === undefined) {
    const { tactics, attackIds, others } = sortTags(rule.tags)
    const lead = { RuleTitle: rule.title, Level: rule.level ?? 'informational' }
    const tags = {
      MitreTactics: tactics,
      MitreTags: attackIds,
      OtherTags: others,
      RuleID: rule.id ?? '',
      RuleFile: rule.file,
    }
    made = {
      lead: Buffer.from(`,${inside(lead)},"Computer":`),
      tags: Buffer.from(`,${inside(tags)},"EvtxFile":`),
      story: Buffer.from(`],"Rule":${ruleText(rule)},"Event":`),
    }
    rules.set(rule, made)
  }
  return made
}

/** An object without its braces. */
function inside(object: object): string {
  return JSON.stringify(object).slice(1, -1)
}

/** A text as JSON. */
const quoted = createByteMemo((text) => JSON.stringify(text))
/** An event id. */
const numbers = createByteMemo((text) => JSON.stringify(toNumber(text)))

export function putHitJson(
  into: ByteWriter,
  { hit, rule, evtxFile }: HitRow,
  { event, header, plan, written }: KnownRecord,
  { details, extra }: PickedDetails,
): boolean {
  // JavaScript sorts such names.
  if (details.some((index) => index < 0 && isIndexName(hit.matched[-1 - index]!.field))) return false
  const { lead, tags, story } = ruleBytesOf(rule)
  putAscii(into, '{"Timestamp":')
  putJsonText(into, header.time)
  putBytes(into, lead)
  putBytes(into, quoted(header.computer))
  putAscii(into, ',"Channel":')
  putBytes(into, quoted(header.channel))
  putAscii(into, ',"Provider":')
  putBytes(into, quoted(header.provider))
  putAscii(into, ',"EventID":')
  putBytes(into, numbers(header.eventId))
  putAscii(into, ',"RecordID":')
  putRecordId(into, header.recordId)
  putAscii(into, ',"Details":{')
  putFields(into, details, hit.matched, { plan, written })
  putAscii(into, '},"ExtraFieldInfo":{')
  putFields(into, extra, hit.matched, { plan, written })
  putAscii(into, '}')
  putBytes(into, tags)
  putBytes(into, quoted(evtxFile))
  putAscii(into, ',"Matched":[')
  putMatched(into, hit.matched)
  putBytes(into, story)
  putBytes(into, written.json.bytes, 0, written.json.length)
  putAscii(into, ',"Position":{"Chunk":')
  putDecimal(into, event.chunk)
  putAscii(into, ',"Record":')
  putDecimal(into, event.record)
  putAscii(into, ',"OffsetBytes":')
  putDecimal(into, event.offsetBytes)
  putAscii(into, event.partial ? '},"Partial":true}' : '}}')
  return true
}

function putRecordId(into: ByteWriter, recordId: string): void {
  const value = toNumber(recordId)
  if (typeof value === 'number') putAscii(into, JSON.stringify(value))
  else putJsonText(into, value)
}

/** Members of an object: fields by name, repeated names as lists at the place of the first. */
function putFields(
  into: ByteWriter,
  indexes: readonly number[],
  matched: readonly MatchedAtom[],
  { plan, written }: Pick<KnownRecord, 'plan' | 'written'>,
): void {
  let isFirst = true
  for (let i = 0; i < indexes.length; i++) {
    const index = indexes[i]!
    if (index < 0) {
      const { field, value } = matched[-1 - index]!
      putAscii(into, isFirst ? '' : ',')
      putBytes(into, quoted(field))
      putAscii(into, ':')
      putJsonText(into, value!)
    } else {
      const same = plan.hasRepeats ? sameNamed(plan, indexes, i) : undefined
      if (same !== undefined && same[0] !== index) continue
      putAscii(into, isFirst ? '' : ',')
      putBytes(into, plan.fields[index]!.key)
      if (same === undefined || same.length === 1) putValue(into, index, { plan, written })
      else {
        for (let j = 0; j < same.length; j++) {
          putAscii(into, j === 0 ? '[' : ',')
          putValue(into, same[j]!, { plan, written })
        }
        putAscii(into, ']')
      }
    }
    isFirst = false
  }
}

/** Those of the indexes that have the name of the `i`th. */
function sameNamed({ fields }: KnownRecord['plan'], indexes: readonly number[], i: number): number[] {
  const { nameId } = fields[indexes[i]!]!
  return indexes.filter((index) => index >= 0 && fields[index]!.nameId === nameId)
}

function putValue(
  into: ByteWriter,
  index: number,
  { plan, written }: Pick<KnownRecord, 'plan' | 'written'>,
): void {
  const { leaf, isTyped } = plan.fields[index]!
  const form = written.forms[leaf]
  const start = written.starts[leaf]!
  const end = written.ends[leaf]!
  if (form === Form.nothing) putAscii(into, '""')
  else if (form === Form.bare && !isTyped) {
    putAscii(into, '"')
    putBytes(into, written.json.bytes, start, end)
    putAscii(into, '"')
  } else putBytes(into, written.json.bytes, start, end)
}

function putMatched(into: ByteWriter, matched: readonly MatchedAtom[]): void {
  for (let i = 0; i < matched.length; i++) {
    const { identifier, field, value, pattern } = matched[i]!
    putAscii(into, i === 0 ? '{"Identifier":' : ',{"Identifier":')
    putBytes(into, quoted(identifier))
    putAscii(into, ',"Field":')
    putBytes(into, quoted(field))
    putAscii(into, ',"Value":')
    if (value === undefined) putAscii(into, 'null')
    else putJsonText(into, value)
    putAscii(into, ',"Pattern":')
    putBytes(into, quoted(pattern))
    putAscii(into, '}')
  }
}
