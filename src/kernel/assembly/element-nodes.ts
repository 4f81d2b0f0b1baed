// What a walk over elements leads to, step by step: nodes, and slots for texts and attributes (evtx/binxml/shape-trie.ts,
// locator.ts). Invariant: node and slots belong together; a step that no record has had ends the walk.
import {
  HEAD_CHUNK,
  HEAD_EPOCH,
  HEAD_ROOT,
  HEAD_SLOTS,
  LENGTHS,
  MAX_SLOTS,
  NAME_KIND_BITS,
  NAME_KIND_MASK,
  NAME_NUMBER_BITS,
  NAMES,
  NODE_LAST_CHILD,
  NODE_LAST_STEP,
  NODE_MEMO,
  NODE_MEMO_MASK,
  NODE_TEXT,
  NODE_TEXT_BYTES,
  OFFSETS,
  STEP_NUMBER_BITS,
  TYPES,
} from '../layout'
import { equalBytes, hashBytes } from './bytes'
import { memoPlace, recall, remember } from './memo'
import { childOf, fieldOf, nameAt } from './upcalls'

/** Not a step. */
const FIELD = -1
const KIND_NAMESPACE = 1
const KIND_NAME_ATTRIBUTE = 2
const STRING = 1
const CHUNK_BYTES: u32 = 65536
/** Next offset, hash, length; a NUL behind the text. */
const NAME_HEADER_BYTES: usize = 8

/** The node reached, 0 before the first. */
export let node: usize = 0
/** Where the tokens go on behind the last name. */
export let nameEnd: usize = 0
/** The text or attribute value being read: pieces so far, and the piece. */
let pieces = 0
let pieceOffset: usize = 0
let pieceLength = 0

export function startNodes(): void {
  node = load<usize>(HEAD_ROOT)
  pieces = 0
  store<i32>(HEAD_SLOTS, 0)
}

export function dropPiece(): void {
  pieces = 0
}

/** False for a second piece: the text has to be put together. */
export function takePiece(offset: usize, length: i32): bool {
  pieceOffset = offset
  pieceLength = length
  return ++pieces == 1
}

export function hasPiece(): bool {
  return pieces > 0
}

/** The name referred to at `at`, 0 when there is none; sets `nameEnd`. */
export function readName(at: usize, limit: usize): i32 {
  if (at + 4 > limit) return 0
  const offset = load<u32>(at)
  if (offset >= CHUNK_BYTES) return 0
  const place: usize = NAMES + (offset << 3)
  let name = load<i32>(place)
  if (load<i32>(place, 4) != load<i32>(HEAD_EPOCH)) {
    name = nameAt(offset)
    if (name == 0) return 0
    store<i32>(place, name)
    store<i32>(place, load<i32>(HEAD_EPOCH), 4)
  }
  let end = at + 4
  if ((offset as usize) == end - load<usize>(HEAD_CHUNK)) {
    if (end + NAME_HEADER_BYTES > limit) return 0
    end += NAME_HEADER_BYTES + ((load<u16>(end, 6) as usize) << 1) + 2
  }
  nameEnd = end
  return end > limit ? 0 : name
}

/** Goes on with a step of this kind and the number of the name (0 for none). */
export function takeStep(name: i32, kind: i32): bool {
  const number = name == 0 ? 0 : (name >> NAME_NUMBER_BITS) - 1
  const step = (number << STEP_NUMBER_BITS) | kind
  if (load<i32>(node, NODE_LAST_STEP) == step) {
    node = load<usize>(node, NODE_LAST_CHILD)
    return true
  }
  const place = memoPlace(NODE_MEMO, NODE_MEMO_MASK, node as i32, step, 1)
  let child = recall(place, node as i32, step, 1) as usize
  if (child == 0) {
    child = childOf(node, step)
    if (child == 0) return false
    remember(place, node as i32, step, 1, child as i32)
  }
  store<i32>(node, step, NODE_LAST_STEP)
  store<usize>(node, child, NODE_LAST_CHILD)
  node = child
  return true
}

/** What has been read becomes a value. */
export function addSlot(): bool {
  const slot = load<i32>(HEAD_SLOTS)
  if (slot >= MAX_SLOTS) return false
  const at = slot << 2
  store<i32>(TYPES + at, STRING)
  store<usize>(OFFSETS + at, pieces == 0 ? load<usize>(HEAD_CHUNK) : pieceOffset)
  store<i32>(LENGTHS + at, pieces == 0 ? 0 : pieceLength)
  store<i32>(HEAD_SLOTS, slot + 1)
  return true
}

export function isNamespace(name: i32): bool {
  return kindOf(name) == KIND_NAMESPACE
}

export function isNameAttribute(name: i32): bool {
  return kindOf(name) == KIND_NAME_ATTRIBUTE
}

function kindOf(name: i32): i32 {
  return (name >> NAME_KIND_BITS) & NAME_KIND_MASK
}

/** Goes on with what has been read as the name of a field: most often that which stood here last. */
export function takeFieldName(): bool {
  const length = pieces == 0 ? 0 : pieceLength
  const last = load<usize>(node, NODE_LAST_CHILD)
  if (last != 0 && isField(last, length)) {
    node = last
    return true
  }
  const hash = hashBytes(0, 0, pieceOffset, length)
  const place = memoPlace(NODE_MEMO, NODE_MEMO_MASK, node as i32, hash, 2)
  let child = recall(place, node as i32, hash, 2) as usize
  if (child == 0 || !isField(child, length)) {
    child = fieldOf(node, pieceOffset, length)
    if (child == 0) return false
    remember(place, node as i32, hash, 2, child as i32)
  }
  // Steps to fields are known by their text alone.
  store<i32>(node, FIELD, NODE_LAST_STEP)
  store<usize>(node, child, NODE_LAST_CHILD)
  node = child
  return true
}

/** True when the node is that of a field, whose name has been read. */
function isField(child: usize, length: i32): bool {
  const text = load<usize>(child, NODE_TEXT)
  return text != 0 && load<i32>(child, NODE_TEXT_BYTES) == length && equalBytes(text, pieceOffset, length)
}
