/**
 * One record from its bytes to the consumer. In: where it lies and what the walk knows about it. Out: calls of
 * `accept` and `visit`, counts, diagnostics. Invariant: whatever the bytes are, the record costs at most itself.
 */
import type { Shape } from '../event/event.ts'
import { skipFragmentHeader } from './binxml/locate.ts'
import { locateAll, locateInner, locateOuter, locateRest } from './binxml/locate-record.ts'
import type { Locator } from './binxml/locator.ts'
import { beginRecord, spendLeaves } from './binxml/locator.ts'
import { takeShape, takeSystemShape } from './binxml/record-shape.ts'
import { clearTrie } from './binxml/shape-trie.ts'
import { TOKEN_MASK, Token } from './binxml/tokens.ts'
import { RECORD_MAGIC, Record } from './format.ts'
import { MAX_TRIE_LEAVES, MAX_TRIE_NODES } from './limits.ts'
import type { Range } from './range.ts'
import { reportRecord } from './range.ts'

/** What a record that the slow decoder cannot read counts for; its work is not known. */
const UNREADABLE_LEAVES = 256

/** How the walk came to the record. */
export interface RecordFinding {
  /** Its size fields differ; what lies beyond `limit` is damaged. */
  readonly isPartial: boolean
  /** The chunk's header denies it. */
  readonly isHidden: boolean
}

export const REGULAR: RecordFinding = { isPartial: false, isHidden: false }
export const HIDDEN: RecordFinding = { isPartial: false, isHidden: true }

/**
 * Decodes the record whose signature is at `at` and whose last byte of BinXML comes before `limit`. Returns where its
 * stream ends (the EOF token not counted), -1 when that is not known.
 */
export function decodeRecord(range: Range, at: number, limit: number, finding: RecordFinding): number {
  const { locator: s, event } = range
  if (s.trie.nodes > MAX_TRIE_NODES || s.trie.leaves > MAX_TRIE_LEAVES) clearTrie(s.trie)
  fillHeader(range, at)
  event.partial = finding.isPartial
  beginRecord(s, finding.isPartial)
  if (range.isSlow) return decodeSlowly(range, at, limit, finding)
  const start = skipFragmentHeader(s, at + Record.Stream, limit)
  const isInstance = start < limit && (s.bytes[start]! & TOKEN_MASK) === Token.Instance
  return isInstance ? decodeInstance(range, at, start, limit, finding) : decodeOwn(range, at, limit, finding)
}

/** A record of a template, whose instance stands at `start`. */
function decodeInstance(
  range: Range,
  at: number,
  start: number,
  limit: number,
  finding: RecordFinding,
): number {
  const { locator: s, event, consumer } = range
  const plan = locateOuter(s, start, limit)
  if (plan === undefined) return loseRecord(range, at)
  const { end } = s
  const isAsked = takeSystemShape(s, plan)
  if (isAsked && !consumer.accept(event)) return skipRecord(range, end)
  locateInner(s, plan, limit)
  if (!takeShape(s) && !readWithinBudget(range, at, limit, finding)) return loseRecord(range, at)
  return finishRecord(range, at, finding, isAsked, end)
}

/** A record of elements of its own. */
function decodeOwn(range: Range, at: number, limit: number, finding: RecordFinding): number {
  const { locator: s, event, consumer } = range
  s.stopsAtHeader = !finding.isPartial
  let isLocated = locateAll(s, at + Record.Stream, limit)
  const isAsked = s.isStopped && takeShape(s)
  if (isAsked && !consumer.accept(event)) return skipRecord(range, endOfDeclined(range, limit))
  if (s.isStopped) isLocated = locateRest(s, limit)
  if (!isLocated && s.slotCount === 0 && !s.isOdd) return loseRecord(range, at)
  const end = isLocated ? s.end : -1
  if (!takeShape(s)) {
    if (!readWithinBudget(range, at, limit, finding)) return loseRecord(range, at)
  } else if (s.fault !== '' && !hasValue(event.shape)) return loseRecord(range, at)
  return finishRecord(range, at, finding, isAsked, end)
}

function finishRecord(
  range: Range,
  at: number,
  finding: RecordFinding,
  isAsked: boolean,
  end: number,
): number {
  if (range.locator.fault !== '') noteIncomplete(range, at, finding)
  if (!isAsked && !range.consumer.accept(range.event)) return skipRecord(range, end)
  return handOn(range, finding, end)
}

/**
 * Where the stream of a record ends that was declined after its header: its body is read only when something in it
 * looks like a record, which then may stand behind the stream.
 */
function endOfDeclined({ locator: s, window }: Range, limit: number): number {
  const { words } = window
  let word = (s.end + 3) >> 2
  while (word < limit >> 2 && words[word] !== RECORD_MAGIC) word++
  if (word >= limit >> 2) return limit
  return locateRest(s, limit) ? s.end : -1
}

/** A record without a template that breaks off before its first value says nothing. */
function hasValue(shape: Shape): boolean {
  return shape.leaves.some((leaf) => leaf.slot >= 0)
}

/** The same through the slow decoder alone. */
function decodeSlowly(range: Range, at: number, limit: number, finding: RecordFinding): number {
  const { isRead, end } = readOdd(range, at, limit, finding)
  if (!isRead) return loseRecord(range, at)
  if (range.locator.fault !== '') noteIncomplete(range, at, finding)
  return range.consumer.accept(range.event) ? handOn(range, finding, end) : skipRecord(range, end)
}

function handOn(range: Range, finding: RecordFinding, end: number): number {
  const { event, counts } = range
  counts.recordsRead++
  if (event.partial) counts.recordsPartial++
  if (finding.isHidden) counts.recordsHidden++
  range.consumer.visit(event)
  return end
}

function fillHeader(range: Range, at: number): void {
  const { event, locator } = range
  const { view } = locator
  event.recordIdLow = view.getUint32(at + Record.Id, true)
  event.recordIdHigh = view.getUint32(at + Record.Id + 4, true)
  event.writtenLow = view.getUint32(at + Record.Written, true)
  event.writtenHigh = view.getUint32(at + Record.Written + 4, true)
  event.chunk = range.chunk
  event.record = range.record++
  event.offsetBytes = range.chunkOffsetBytes + (at - locator.chunkStart)
}

/** What the fast decoder refuses, as long as the chunk does not ask too much. */
function readWithinBudget(range: Range, at: number, limit: number, finding: RecordFinding): boolean {
  const { locator: s, event } = range
  if (s.isOverBudget) return false
  const { isRead } = readOdd(range, at, limit, finding)
  return spendLeaves(s, isRead ? event.shape.leaves.length : UNREADABLE_LEAVES) && isRead
}

/** Through the slow decoder; what is wrong is then in the locator. */
function readOdd(
  range: Range,
  at: number,
  limit: number,
  finding: RecordFinding,
): { isRead: boolean; end: number } {
  const { locator: s } = range
  const start = at + Record.Stream
  const read = range.readTree(range.event, s.chunkStart, start, limit, finding.isPartial)
  if (read.isCut)
    reportRecord(range, 'record-text-limit', 'warning', at, 'text put together from pieces was cut')
  const fault = read.fault ?? read.incomplete
  s.fault = fault?.message ?? ''
  s.faultAt = s.chunkStart + (fault?.chunkOffset ?? 0)
  return { isRead: read.fault === undefined, end: read.end }
}

function skipRecord(range: Range, end: number): number {
  range.counts.recordsSkipped++
  return end
}

function loseRecord(range: Range, at: number): -1 {
  range.counts.recordsFailed++
  reportRecord(range, 'record-unreadable', 'error', at, describeFault(range.locator))
  return -1
}

/** Part of the record was read: better shown without the rest than not at all. */
function noteIncomplete(range: Range, at: number, finding: RecordFinding): void {
  range.event.partial = true
  if (!finding.isPartial)
    reportRecord(range, 'record-unreadable', 'error', at, `read in part: ${describeFault(range.locator)}`)
}

function describeFault(s: Locator): string {
  return `${s.fault} (offset ${s.faultAt - s.chunkStart} in the chunk)`
}
