/**
 * A hit as a line of CSV in bytes, with its end. In: a row and its record. Out: bytes. Invariant: those that the slow way
 * gives; false, with what was written to be taken back, when this way cannot write the row.
 */
import type { MatchedAtom } from '../../engine/hit.ts'
import { renderText, trimUtf16 } from '../../event/render-text.ts'
import { ValueType } from '../../event/value-type.ts'
import type { RuleMeta } from '../../sigma/ast.ts'
import { isFormula, listCell } from '../csv-cell.ts'
import { packCell } from '../packed-cell.ts'
import type { HitRow } from '../sink.ts'
import { sortTags } from '../tags.ts'
import { createByteMemo } from './byte-memo.ts'
import { type ByteWriter, putAscii, putBytes, putText, reserve } from './byte-writer.ts'
import type { KnownRecord } from './known-record.ts'
import type { PickedDetails } from './pick-details.ts'
import { putCellText, putCellUtf16 } from './put-cell-text.ts'
import { Form } from './write-event.ts'

/** What is the same in all hits of a rule. */
interface RuleBytes {
  readonly lead: Uint8Array
  readonly tail: Uint8Array
}

const rules = new WeakMap<RuleMeta, RuleBytes>()

function ruleBytesOf(rule: RuleMeta): RuleBytes {
  let made = rules.get(rule)
  if (made === undefined) {
    const { tactics, attackIds, others } = sortTags(rule.tags)
    const lead = [[rule.title], [rule.level ?? 'informational']]
    const tail = [tactics, attackIds, others, [rule.id ?? ''], [rule.file]]
    made = {
      lead: Buffer.from(`,${lead.map(listCell).join(',')},`),
      tail: Buffer.from(`,${tail.map(listCell).join(',')},`),
    }
    rules.set(rule, made)
  }
  return made
}

/** A column of its own. */
const cells = createByteMemo((text) => listCell([text]))

const QUOTE = 0x22
const SEPARATOR = Buffer.from(' ¦ ')

export function putHitCsv(
  into: ByteWriter,
  { hit, rule, evtxFile }: HitRow,
  known: KnownRecord,
  { details, extra }: PickedDetails,
): boolean {
  const { header } = known
  const { lead, tail } = ruleBytesOf(rule)
  putText(into, listCell([header.time]))
  putBytes(into, lead)
  for (const text of [header.computer, header.channel, header.provider, header.eventId]) {
    putBytes(into, cells(text))
    putAscii(into, ',')
  }
  putText(into, listCell([header.recordId]))
  putAscii(into, ',')
  if (!putPairs(into, details, hit.matched, known)) return false
  putAscii(into, ',')
  if (!putPairs(into, extra, hit.matched, known)) return false
  putBytes(into, tail)
  putBytes(into, cells(evtxFile))
  putAscii(into, '\n')
  return true
}

/** A cell of `Name: value` pairs; false when it would begin like a formula. */
function putPairs(
  into: ByteWriter,
  indexes: readonly number[],
  matched: readonly MatchedAtom[],
  known: KnownRecord,
): boolean {
  const { fields } = known.plan
  // Room for the quote, should there be need of one.
  reserve(into, 1)
  const start = into.length++
  let needsQuotes = false
  for (let i = 0; i < indexes.length; i++) {
    const index = indexes[i]!
    if (i > 0) putBytes(into, SEPARATOR)
    if (index < 0) {
      const { field, value } = matched[-1 - index]!
      const pair = packCell([[field, value!]])
      if (i === 0 && isFormula(pair)) return false
      if (/[",]/.test(pair)) needsQuotes = true
      putText(into, pair.replaceAll('"', '""'))
      continue
    }
    const field = fields[index]!
    if (i === 0 && field.isFormula) return false
    putBytes(into, field.cellKey)
    if (field.needsQuotes) needsQuotes = true
    if (putCellValue(into, field.leaf, known)) needsQuotes = true
  }
  closeCell(into, start, needsQuotes)
  return true
}

function closeCell(into: ByteWriter, start: number, needsQuotes: boolean): void {
  if (needsQuotes) {
    reserve(into, 1)
    into.bytes[start] = QUOTE
    into.bytes[into.length++] = QUOTE
    return
  }
  into.bytes.copyWithin(start, start + 1, into.length)
  into.length--
}

/** True when the cell needs quotes for it. */
function putCellValue(into: ByteWriter, leafIndex: number, { event, written }: KnownRecord): boolean {
  const form = written.forms[leafIndex]
  if (form === Form.nothing) return false
  const start = written.starts[leafIndex]!
  const end = written.ends[leafIndex]!
  if (form !== Form.text) {
    const quotes = form === Form.plainText ? 1 : 0
    putBytes(into, written.json.bytes, start + quotes, end - quotes)
    return false
  }
  const { slot, constant } = event.shape.leaves[leafIndex]!
  if (slot < 0) return putCellText(into, constant)
  const type = event.types[slot]!
  if (type >= ValueType.Composed) return putCellText(into, event.texts[slot]!)
  const offset = event.offsets[slot]!
  const length = event.lengths[slot]!
  if (type === ValueType.String)
    return putCellUtf16(into, event.bytes, offset, trimUtf16(event.bytes, offset, length))
  return putCellText(into, renderText(type, event, offset, length))
}
