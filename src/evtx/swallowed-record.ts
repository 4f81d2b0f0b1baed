/**
 * Records inside another record. A known way of hiding an event is to enlarge the record before it, so that readers
 * step over both; the enlarged record then has more bytes after its stream than the up to 7 of filler.
 * In: a record that was read, and where its stream ends. Out: what it encloses, read as hidden.
 * Invariant: such records lie inside the one that encloses them.
 */
import { decodeRecord, HIDDEN } from './decode-record.ts'
import { hasSizeCopy, hasStreamStart, sizeAt } from './find-record.ts'
import { MIN_RECORD_BYTES, RECORD_MAGIC } from './format.ts'
import { reportRecord } from './range.ts'
import type { Walk } from './walk.ts'

/** Most bytes after a stream that are only its EOF token and filler. */
const MAX_TAIL_BYTES = 8

/** `end` is where the stream of the record at `at` ends, -1 when unknown; `limit` its last size field. */
export function readSwallowed(walk: Walk, at: number, end: number, limit: number): void {
  const from = end < 0 ? at + MIN_RECORD_BYTES : end
  if (limit - from <= MAX_TAIL_BYTES + MIN_RECORD_BYTES) return
  const { range } = walk
  const { window } = range
  for (let p = (from + 3) & ~3; p + MIN_RECORD_BYTES <= limit + 4; p += 4) {
    if (window.words[p >> 2] !== RECORD_MAGIC) continue
    const size = sizeAt(window, p)
    if (size < 0 || p + size > limit + 4 || !hasStreamStart(window, p)) continue
    // The last one's own copy of its size has become that of the record around it.
    if (p + size !== limit + 4 && !hasSizeCopy(window, p, size)) continue
    const within = `inside the record at offset ${at - window.start} of the chunk`
    reportRecord(range, 'record-swallowed', 'warning', p, within)
    decodeRecord(range, p, p + size - 4, HIDDEN)
    p += size - 4
  }
}
