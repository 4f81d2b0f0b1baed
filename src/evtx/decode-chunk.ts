/**
 * One chunk of 64 KiB in the slab: is it in use, do its checksums hold, its records, and does its header tell the
 * truth about them. In: range and chunk. Out: records at the consumer, counts, diagnostics.
 * Invariant: neither a wrong signature nor a wrong checksum nor a lying header keeps a record from being read.
 */
import { enterLocatorChunk } from './binxml/locator.ts'
import type { ChunkClaims } from './chunk-header.ts'
import {
  isDataCrcRight,
  isHeaderCrcRight,
  isZeroChunk,
  keepsChecksums,
  readChunkClaims,
} from './chunk-header.ts'
import { hasSizeCopy, sizeAt } from './find-record.ts'
import { CHUNK_BYTES, FIRST_RECORD } from './format.ts'
import type { Range } from './range.ts'
import { reportChunk } from './range.ts'
import type { Walk } from './walk.ts'
import { walkChunk } from './walk-chunk.ts'

/** Decodes the chunk at `start` of the slab, number `range.chunk` of the file. */
export function decodeChunk(range: Range, start: number): void {
  const { locator, window, counts } = range
  const { bytes, view } = locator
  const claims = readChunkClaims(view, start)
  if (!claims.hasMagic && isZeroChunk(window.words, start)) return
  counts.chunks++
  range.record = 0
  window.start = start
  enterLocatorChunk(locator, start)
  range.screener?.enterChunk(start)
  let usedEnd = usedEndOf(range, claims)
  const claimedEnd = claims.hasMagic ? usedEnd : 0
  if (!claims.hasMagic)
    reportChunk(range, 'bad-chunk-magic', 'warning', 'its records are searched by their signatures')
  else if (keepsChecksums(view, start)) {
    if (!isHeaderCrcRight(bytes, view, start))
      reportChunk(range, 'chunk-header-crc', 'warning', 'the chunk header was altered or half written')
    const isRight = isDataCrcRight(bytes, view, start, claims.freeSpace)
    if (isRight === false) usedEnd = reportDataCrc(range, usedEnd)
  }
  const walk = walkChunk(range, claims, usedEnd, claimedEnd)
  counts.recordsInSlack += walk.slack
  if (locator.plans.isOverBudget || locator.isOverBudget)
    reportChunk(range, 'chunk-budget', 'error', 'records that use the templates not compiled are unreadable')
  compareClaims(range, claims, walk)
}

/**
 * Where the header says that records end, as offset in the chunk, made sane. A header without its signature is
 * believed only when records begin where they should; else all of the chunk is searched.
 */
function usedEndOf(range: Range, claims: ChunkClaims): number {
  const { freeSpace, hasMagic } = claims
  const { window } = range
  const first = window.start + FIRST_RECORD
  const size = sizeAt(window, first)
  if (!hasMagic && !(size > 0 && hasSizeCopy(window, first, size))) return CHUNK_BYTES
  if (freeSpace < FIRST_RECORD) return hasMagic ? FIRST_RECORD : CHUNK_BYTES
  return Math.min(freeSpace, CHUNK_BYTES)
}

/**
 * The checksum is wrong for the end that the header gives. When records go on there and it is right for their real
 * end, only the end mark was altered. Returns the end of the used part.
 */
function reportDataCrc(range: Range, usedEnd: number): number {
  const { window, locator } = range
  let end = window.start + usedEnd
  for (let size = sizeAt(window, end); size > 0 && hasSizeCopy(window, end, size); size = sizeAt(window, end))
    end += size
  const realEnd = end - window.start
  if (realEnd > usedEnd && isDataCrcRight(locator.bytes, locator.view, window.start, realEnd)) {
    const message = `it is right for records up to ${realEnd}: the header's end of ${usedEnd} was altered`
    reportChunk(range, 'chunk-data-crc', 'warning', message)
    return realEnd
  }
  reportChunk(range, 'chunk-data-crc', 'warning', 'the records were altered or half written')
  return usedEnd
}

/** Reports once per chunk when the records found are not those that the header tells of. */
function compareClaims(range: Range, claims: ChunkClaims, walk: Walk): void {
  if (!claims.hasMagic && walk.found === 0) return
  const isCountRight = claims.recordCount === BigInt(walk.found)
  const isLastRight =
    walk.found === 0 || (walk.lastLow === claims.lastLow && walk.lastHigh === claims.lastHigh)
  const isEndRight = walk.lastEnd - range.window.start === claims.freeSpace
  if (isCountRight && isLastRight && isEndRight && walk.hidden === 0) return
  const says = `${claims.recordCount} records up to id ${idText(claims.lastLow, claims.lastHigh)} and offset ${claims.freeSpace}`
  const last = walk.hasLast
    ? ` up to id ${idText(walk.lastLow, walk.lastHigh)} and offset ${walk.lastEnd - range.window.start}`
    : ''
  const hidden = walk.hidden === 0 ? '' : `, ${walk.hidden} of them denied by the header`
  reportChunk(
    range,
    'chunk-header-lies',
    'warning',
    `the header says ${says}; found: ${walk.found}${last}${hidden}`,
  )
}

function idText(low: number, high: number): string {
  return String((BigInt(high) << 32n) | BigInt(low))
}
