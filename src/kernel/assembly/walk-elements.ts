// A walk over elements that stand in a record itself (evtx-format §6.3; evtx/binxml/locate-elements.ts is the same in
// TypeScript). In: position and end of the stream. Out: slots, and the node that the structure leads to. Invariant: reads
// only before `limit`; texts in several pieces, references, templates: whatever is not plain is left to TypeScript.
import { MAX_DEPTH, MAX_RECORD_TOKENS, NAME_PART_MASK } from '../layout'
import {
  addSlot,
  dropPiece,
  hasPiece,
  isNameAttribute,
  isNamespace,
  nameEnd,
  readName,
  startNodes,
  takeFieldName,
  takePiece,
  takeStep,
} from './element-nodes'

const TOKEN_MASK = 0xbf
const HAS_ATTRIBUTES = 0x40
const OPEN_ELEMENT = 0x01
const CLOSE_START = 0x02
const CLOSE_EMPTY = 0x03
const END_ELEMENT = 0x04
const TEXT = 0x05
const ATTRIBUTE = 0x06
const CDATA = 0x07

/** What may come next: content, attributes or the end of the start tag, that end alone, an attribute's value. */
const CONTENT = 0
const START_TAG = 1
const START_TAG_END = 2
const ATTRIBUTE_VALUE = 3

const STEP_ELEMENT = 1
const STEP_ATTRIBUTE = 2
const STEP_END_WITH_TEXT = 4
const STEP_END = 5

const PART_NONE = 0
const PART_SYSTEM = 1
const PART_EVENT_DATA = 2

/** By depth, a byte each: has child elements; part of the event. */
const HAS_CHILD: usize = memory.data(MAX_DEPTH)
const PARTS: usize = memory.data(MAX_DEPTH)

/** The walk has stopped behind the System part; not at the end of the root element. */
export let isAtHeader: bool = false

let tokens = 0
let hasHeader: bool = false

/** Walks up to the end of the System part; returns where that is, 0 for what is left to TypeScript. */
export function walkToHeader(start: usize, limit: usize): usize {
  startNodes()
  tokens = 0
  hasHeader = false
  return walk(start, limit, -1, true)
}

/** Walks on from there to the end of the root element. */
export function walkToEnd(start: usize, limit: usize): usize {
  return walk(start, limit, 0, false)
}

function walk(start: usize, limit: usize, startDepth: i32, stopsAtHeader: bool): usize {
  let p = start
  let depth = startDepth
  let state = CONTENT
  let attribute = 0
  isAtHeader = false
  while (p < limit) {
    if (++tokens > MAX_RECORD_TOKENS) return 0
    const byte = load<u8>(p) as i32
    const token = byte & TOKEN_MASK
    if (state == ATTRIBUTE_VALUE && (token == ATTRIBUTE || token == CLOSE_START || token == CLOSE_EMPTY)) {
      if (!closeAttribute(attribute, depth)) return 0
      state = START_TAG
    }
    const isStartTag = state == START_TAG || state == START_TAG_END
    if (token == OPEN_ELEMENT && state == CONTENT) {
      if (!openElement(p, limit, depth)) return 0
      depth++
      state = (byte & HAS_ATTRIBUTES) != 0 ? START_TAG : START_TAG_END
      p = state == START_TAG ? nameEnd + 4 : nameEnd
    } else if (token == ATTRIBUTE && state == START_TAG) {
      attribute = readName(p + 1, limit)
      if (attribute == 0) return 0
      p = nameEnd
      dropPiece()
      state = ATTRIBUTE_VALUE
    } else if (token == CLOSE_START && isStartTag) {
      p++
      dropPiece()
      state = CONTENT
    } else if ((token == END_ELEMENT && state == CONTENT) || (token == CLOSE_EMPTY && isStartTag)) {
      p++
      if (token == CLOSE_EMPTY) dropPiece()
      if (!closeElement(depth)) return 0
      dropPiece()
      state = CONTENT
      if (depth-- == 0) return p
      if (depth == 0 && stopsAtHeader && load<u8>(PARTS + 1) == PART_SYSTEM) {
        isAtHeader = true
        return p
      }
    } else {
      if (isStartTag) return 0
      p = readText(p, token, limit)
      if (p == 0) return 0
    }
  }
  return 0
}

/** The element whose token is at `at`, in one of this depth (-1: in none). */
function openElement(at: usize, limit: usize, depth: i32): bool {
  if (depth >= 0) store<u8>(HAS_CHILD + depth, 1)
  const inside = depth + 1
  if (inside >= MAX_DEPTH) return false
  const name = readName(at + 5, limit)
  if (name == 0) return false
  const part =
    inside == 0 ? PART_NONE : inside == 1 ? name & NAME_PART_MASK : (load<u8>(PARTS + depth) as i32)
  store<u8>(HAS_CHILD + inside, 0)
  store<u8>(PARTS + inside, part)
  if (inside == 1 && part == PART_SYSTEM) {
    // Which of several is the header is for TypeScript to say.
    if (hasHeader) return false
    hasHeader = true
  }
  dropPiece()
  return takeStep(name, STEP_ELEMENT)
}

/** The end of a text's token, 0 when it is none or does not fit. */
function readText(at: usize, token: i32, limit: usize): usize {
  if (token != TEXT && token != CDATA) return 0
  const head = token == TEXT ? at + 2 : at + 1
  if (head + 2 > limit || (token == TEXT && load<u8>(at, 1) != 1)) return 0
  const length = (load<u16>(head) as i32) << 1
  const end = head + 2 + length
  if (end > limit) return 0
  return takePiece(head + 2, length) ? end : 0
}

function closeAttribute(name: i32, depth: i32): bool {
  if (isNamespace(name)) return true
  if (isNameAttribute(name) && depth == 2 && load<u8>(PARTS + 2) == PART_EVENT_DATA) return takeFieldName()
  return addSlot() && takeStep(name, STEP_ATTRIBUTE)
}

function closeElement(depth: i32): bool {
  const isLeaf =
    load<u8>(HAS_CHILD + depth) == 0 &&
    depth > 0 &&
    (hasPiece() || (depth > 1 && load<u8>(PARTS + depth) != PART_SYSTEM))
  if (!isLeaf) return takeStep(0, STEP_END)
  return addSlot() && takeStep(0, STEP_END_WITH_TEXT)
}
