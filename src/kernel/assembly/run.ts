// The kernel's door: goes from record to record as long as they are regular and no rule can fire on them. In: the header
// (layout.ts). Out: how far it came, and what it counted. Invariant: a record is counted here or left to TypeScript
// entirely; its bytes are never changed.
import {
  BUCKET_ALLOWED,
  BUCKET_DONE,
  BUCKET_VERSION,
  HEAD_AT,
  HEAD_CHUNK,
  HEAD_COUNTS_HITS,
  HEAD_DONE,
  HEAD_END,
  HEAD_FROM,
  HEAD_HITS,
  HEAD_ID_HIGH,
  HEAD_ID_LOW,
  HEAD_LAST_HIGH,
  HEAD_LAST_LOW,
  HEAD_LOUD,
  HEAD_NEWEST,
  HEAD_OLDEST,
  HEAD_OUTSIDE,
  HEAD_SKIPPED,
  HEAD_SLOTS,
  HEAD_TO,
  HEAD_YIELD,
  HOST_BYTES,
  HOSTS,
  LIST_BYTES,
  LIST_COUNT,
  LOUD,
  NODE_HEADER,
  PLAN_HOLE,
  PLAN_IS_INNER,
  PLAN_IS_OUTER,
  PLAN_SLOTS,
  PROGRAM_BUCKET,
  PROGRAM_DONE,
  PROGRAM_IS_GATE,
  PROGRAM_MEMO,
  PROGRAM_MEMO_MASK,
  PROGRAM_SAMPLES,
  PROGRAM_VERSION,
  QUIET,
  ROUTE_BYTES,
  ROUTES,
  UNWANTED,
} from '../layout'
import { node } from './element-nodes'
import { lengthOf, locateInstance, offsetOf, typeOf, valuesEnd } from './locate'
import { newValues } from './look-up'
import { memoPlace, recall, remember } from './memo'
import { readHost, readRoute, readTime } from './read-system'
import { runProgram, sampledState } from './run-program'
import { headerOf, programOf, programOfNode, sampled } from './upcalls'
import { isAtHeader, walkToEnd, walkToHeader } from './walk-elements'

const RECORD_MAGIC = 0x00002a2a
const MIN_RECORD_BYTES: usize = 28
const CHUNK_BYTES: usize = 65536
const STREAM: usize = 24
const FRAGMENT_HEADER = 0x0f
const INSTANCE = 0x0c
const OPEN_ELEMENT = 0x01
const TOKEN_MASK = 0xbf
const BIN_XML = 0x21
/** Most bytes behind a stream that can hold no other record (evtx/swallowed-record.ts). */
const MAX_TAIL_BYTES: usize = 36

export function run(): void {
  const end = load<usize>(HEAD_END)
  let at = load<usize>(HEAD_AT)
  store<i32>(HEAD_LOUD, 0)
  while (at < end && load<i32>(HEAD_YIELD) == 0) {
    const size = sizeAt(at)
    if (size == 0 || !isDealtWith(at, size)) break
    const low = load<i32>(at, 8)
    const high = load<i32>(at, 12)
    at += size
    store<i32>(HEAD_DONE, load<i32>(HEAD_DONE) + 1)
    store<i32>(HEAD_ID_LOW, low)
    store<i32>(HEAD_ID_HIGH, high)
    if (low == load<i32>(HEAD_LAST_LOW) && high == load<i32>(HEAD_LAST_HIGH)) break
  }
  store<usize>(HEAD_AT, at)
}

/** Size of a whole record, 0 when there is none at this place. */
function sizeAt(at: usize): usize {
  const end = load<usize>(HEAD_CHUNK) + CHUNK_BYTES
  if (at + MIN_RECORD_BYTES > end || load<i32>(at) != RECORD_MAGIC) return 0
  const size = load<usize>(at, 4)
  if (size < MIN_RECORD_BYTES || size > end - at) return 0
  return load<usize>(at + size - 4) == size ? size : 0
}

function isDealtWith(at: usize, size: usize): bool {
  const limit = at + size - 4
  const start = at + STREAM + (load<u8>(at, STREAM) == FRAGMENT_HEADER ? 4 : 0)
  if (start >= limit) return false
  const token = load<u8>(start)
  if (token == INSTANCE) return isInstanceDealtWith(start, limit)
  return (token & TOKEN_MASK) == OPEN_ELEMENT && areElementsDealtWith(start, limit)
}

/** A record of a template, whose 0C token is at `start`. */
function isInstanceDealtWith(start: usize, limit: usize): bool {
  const outer = locateInstance(start + 1, limit, 0)
  if (outer == 0 || load<i32>(outer, PLAN_IS_OUTER) == 0) return false
  if (limit - valuesEnd > MAX_TAIL_BYTES) return false
  const slots = load<i32>(outer, PLAN_SLOTS)
  store<i32>(HEAD_SLOTS, slots)
  if (!isSystemRead(outer)) return false
  if (isDeclined()) return decline()
  if (!isInnerLocated(outer, slots)) return false
  const place = memoPlace(PROGRAM_MEMO, PROGRAM_MEMO_MASK, outer as i32, inner as i32, route)
  let program = recall(place, outer as i32, inner as i32, route) as usize
  if (program == 0 || !isInForce(program)) {
    program = programOf(outer, inner)
    if (program == 0) return false
    remember(place, outer as i32, inner as i32, route, program as i32)
  }
  return isTurnedAway(program)
}

/** A record of elements of its own. */
function areElementsDealtWith(start: usize, limit: usize): bool {
  const headerEnd = walkToHeader(start, limit)
  if (headerEnd == 0 || !isAtHeader) return false
  let header = load<usize>(node, NODE_HEADER)
  if (header == 0) {
    header = headerOf(node)
    if (header == 0) return false
    store<usize>(node, header, NODE_HEADER)
  }
  if (load<i32>(header, PLAN_IS_OUTER) == 0 || !isSystemRead(header)) return false
  if (isDeclined()) return !mayHoldRecord(headerEnd, limit) && decline()
  const end = walkToEnd(headerEnd, limit)
  if (end == 0 || limit - end > MAX_TAIL_BYTES) return false
  const place = memoPlace(PROGRAM_MEMO, PROGRAM_MEMO_MASK, node as i32, 0, route)
  let program = recall(place, node as i32, 0, route) as usize
  if (program == 0 || !isInForce(program)) {
    program = programOfNode(node)
    if (program == 0) return false
    remember(place, node as i32, 0, route, program as i32)
  }
  return isTurnedAway(program)
}

/** True when something looks like a record inside the rest of this one, which then has to be read. */
function mayHoldRecord(from: usize, limit: usize): bool {
  for (let at = (from + 3) & ~3; at + 4 <= limit + 4; at += 4) if (load<i32>(at) == RECORD_MAGIC) return true
  return false
}

/** Of the record whose System part was read last. */
let time: u64 = 0
let host = 0
let route = 0

/** Reads what is asked of every record; false when it is not told in the usual form. */
function isSystemRead(plan: usize): bool {
  time = readTime(plan)
  if (time == 0) return false
  if (isOutside()) return true
  host = readHost(plan)
  if (host == 0) return false
  route = readRoute(plan)
  return route != 0
}

function isOutside(): bool {
  return time < load<u64>(HEAD_FROM) || time > load<u64>(HEAD_TO)
}

function isDeclined(): bool {
  return isOutside() || load<i32>(ROUTES + route * ROUTE_BYTES) == UNWANTED
}

/** Counts a record that is not accepted. */
function decline(): bool {
  increase(HEAD_SKIPPED)
  if (isOutside()) increase(HEAD_OUTSIDE)
  else {
    note()
    increase(ROUTES + route * ROUTE_BYTES + 4)
  }
  return true
}

function increase(counter: usize): void {
  store<i32>(counter, load<i32>(counter) + 1)
}

function note(): void {
  if (time < load<u64>(HEAD_OLDEST)) store<u64>(HEAD_OLDEST, time)
  if (time > load<u64>(HEAD_NEWEST)) store<u64>(HEAD_NEWEST, time)
  increase(HOSTS + host * HOST_BYTES)
}

/** Plan of what is embedded in the record, 0 for nothing. */
let inner: usize = 0

/** Locates what is embedded in the outer instance, if anything is; false when it is not regular. */
function isInnerLocated(outer: usize, base: i32): bool {
  const hole = load<i32>(outer, PLAN_HOLE)
  inner = 0
  if (hole < 0 || typeOf(hole) != BIN_XML || lengthOf(hole) == 0) return true
  const offset = offsetOf(hole)
  const limit = offset + lengthOf(hole)
  const start = offset + (load<u8>(offset) == FRAGMENT_HEADER ? 4 : 0)
  if (start >= limit || load<u8>(start) != INSTANCE) return false
  inner = locateInstance(start + 1, limit, base)
  if (inner == 0 || load<i32>(inner, PLAN_IS_INNER) == 0) return false
  // Something follows: several elements in one value.
  if (valuesEnd < limit && load<u8>(valuesEnd) != 0) return false
  store<i32>(HEAD_SLOTS, base + load<i32>(inner, PLAN_SLOTS))
  const embedded = load<i32>(inner, PLAN_HOLE)
  return embedded < 0 || typeOf(base + embedded) != BIN_XML
}

/** True when no rule can fire on the located record, or that is only counted; also counts it where its program says. */
function isTurnedAway(program: usize): bool {
  const bucket = load<usize>(program, PROGRAM_BUCKET)
  const isGate = load<i32>(program, PROGRAM_IS_GATE) != 0
  const done: usize = isGate ? program + PROGRAM_DONE : bucket + BUCKET_DONE
  if (!isGate && load<i32>(done) >= load<i32>(bucket, BUCKET_ALLOWED)) return false
  const before = newValues
  const verdict = runProgram(program)
  if (verdict == LOUD || (verdict != QUIET && load<i32>(HEAD_COUNTS_HITS) == 0)) {
    store<i32>(HEAD_LOUD, 1)
    return false
  }
  increase(done)
  note()
  if (verdict != QUIET) countHits(verdict as usize)
  if (load<i32>(program, PROGRAM_SAMPLES) != 0) sampled(program, sampledState, newValues - before)
  return true
}

function countHits(list: usize): void {
  const hits = load<i32>(list, LIST_COUNT)
  const counter: usize = HOSTS + host * HOST_BYTES + 4
  store<i32>(counter, load<i32>(counter) + hits)
  store<i32>(HEAD_HITS, load<i32>(HEAD_HITS) + hits)
  increase(list + LIST_BYTES)
}

function isInForce(program: usize): bool {
  return (
    load<i32>(load<usize>(program, PROGRAM_BUCKET), BUCKET_VERSION) == load<i32>(program, PROGRAM_VERSION)
  )
}
