/**
 * The state of locating one record's values: where they lie goes into the event's tables, which structure they have
 * into the trie. Nothing is allocated per value.
 * Invariant: all positions are absolute in `bytes`; `node` and `slotCount` always belong together.
 */
import type { EventView } from '../../event/event.ts'
import { MAX_SLOTS } from '../../event/event.ts'
import { cutNuls } from '../../event/render-text.ts'
import { ValueType } from '../../event/value-type.ts'
import { MAX_CHUNK_LEAVES, MAX_DEPTH, MAX_TEXT_UNITS } from '../limits.ts'
import type { NameTable } from './names.ts'
import { areNamesFull, clearNames, createNameTable, enterChunkNames } from './names.ts'
import type { PlanCache } from './plan-cache.ts'
import { clearPlans, createPlanCache, enterChunk, isFull } from './plan-cache.ts'
import type { ShapeTrie, TrieNode } from './shape-trie.ts'
import { clearTrie, createShapeTrie, descend } from './shape-trie.ts'

export interface Locator {
  readonly event: EventView
  readonly bytes: Buffer
  readonly view: DataView
  readonly types: Int32Array
  readonly offsets: Int32Array
  readonly lengths: Int32Array
  readonly plans: PlanCache
  readonly names: NameTable
  readonly trie: ShapeTrie
  chunkStart: number
  node: TrieNode
  slotCount: number
  /** Where the stream just read ends, its EOF token not counted. */
  end: number
  /** The bytes from the limit on are another record's: what reaches there is left out instead of failing. */
  isTorn: boolean
  /** Something was met that only the slow decoder reads. */
  isOdd: boolean
  /** The event's header, its first System part, was met in the record's own markup. */
  hasHeader: boolean
  /** Stop once the header is read; set when that has happened, at `end`. */
  stopsAtHeader: boolean
  isStopped: boolean
  nesting: number
  instances: number
  tokens: number
  /** The first thing that was wrong, '' for nothing, and where. */
  fault: string
  faultAt: number
  /** Text or attribute value being collected: pieces so far, the first one in place, all together once composed. */
  pieceCount: number
  pieceOffset: number
  pieceLength: number
  isComposed: boolean
  pieceText: string
  /** Leaves of shapes that records of the chunk needed for the first time; too many. */
  chunkLeaves: number
  isOverBudget: boolean
  /** By depth of open elements: has child elements; part of the event. */
  readonly hasChild: Uint8Array
  readonly parts: Uint8Array
}

export function createLocator(event: EventView): Locator {
  const { bytes, view, types, offsets, lengths } = event
  const trie = createShapeTrie()
  return {
    event,
    bytes,
    view,
    types,
    offsets,
    lengths,
    plans: createPlanCache(bytes, view),
    names: createNameTable(bytes, view),
    trie,
    chunkStart: 0,
    node: trie.root,
    slotCount: 0,
    end: 0,
    isTorn: false,
    isOdd: false,
    hasHeader: false,
    stopsAtHeader: false,
    isStopped: false,
    nesting: 0,
    instances: 0,
    tokens: 0,
    fault: '',
    faultAt: 0,
    pieceCount: 0,
    pieceOffset: 0,
    pieceLength: 0,
    isComposed: false,
    pieceText: '',
    chunkLeaves: 0,
    isOverBudget: false,
    hasChild: new Uint8Array(MAX_DEPTH + 1),
    parts: new Uint8Array(MAX_DEPTH + 1),
  }
}

/** Sets the locator on a chunk; forgets what has grown beyond its limit. */
export function enterLocatorChunk(s: Locator, chunkStart: number): void {
  if (isFull(s.plans) || areNamesFull(s.names)) {
    clearPlans(s.plans)
    clearNames(s.names)
    clearTrie(s.trie)
  }
  s.chunkStart = chunkStart
  s.chunkLeaves = 0
  s.isOverBudget = false
  enterChunk(s.plans, chunkStart)
  enterChunkNames(s.names, chunkStart)
}

export function beginRecord(s: Locator, isTorn: boolean): void {
  s.node = s.trie.root
  s.slotCount = 0
  s.isTorn = isTorn
  s.isOdd = false
  s.hasHeader = false
  s.stopsAtHeader = false
  s.isStopped = false
  s.nesting = 0
  s.instances = 0
  s.tokens = 0
  s.fault = ''
  // Composed texts of the record before are not kept alive.
  if (s.event.texts.length > 0) s.event.texts.length = 0
}

/** Notes a System part. Which of several is the header is for the slow decoder to say. */
export function noteHeader(s: Locator): void {
  if (s.hasHeader) s.isOdd = true
  s.hasHeader = true
}

/** Goes on in the trie. */
export function takeStep(s: Locator, step: number): void {
  const node = s.node
  s.node = node.lastStep === step ? node.lastChild! : descend(s.trie, node, step, undefined)
}

/** Adds a value in place; false when the record has too many. */
function addSlot(s: Locator, type: number, offset: number, length: number): boolean {
  const slot = s.slotCount
  if (slot >= MAX_SLOTS) return fail(s, `more than ${MAX_SLOTS} values`, offset)
  s.types[slot] = type
  s.offsets[slot] = offset
  s.lengths[slot] = length
  s.slotCount = slot + 1
  return true
}

/** Adds the collected pieces as a value. */
export function addPiecesSlot(s: Locator): boolean {
  if (s.pieceCount === 0) return addSlot(s, ValueType.String, s.chunkStart, 0)
  if (!s.isComposed) return addSlot(s, ValueType.String, s.pieceOffset, s.pieceLength)
  if (!addSlot(s, ValueType.Composed, s.chunkStart, 0)) return false
  s.event.texts[s.slotCount - 1] = cutNuls(s.pieceText)
  return true
}

/** A piece of text in place. */
export function addPiece(s: Locator, offset: number, length: number): void {
  if (s.pieceCount++ === 0) {
    s.pieceOffset = offset
    s.pieceLength = length
    s.isComposed = false
  } else appendText(s, s.bytes.toString('utf16le', offset, offset + length))
}

/** A piece that stands for other text than its bytes. */
export function addPieceText(s: Locator, text: string): void {
  if (s.pieceCount++ === 0) {
    s.isComposed = true
    s.pieceText = text
  } else appendText(s, text)
}

/** Text that grows beyond the limit is for the slow decoder to cut. */
function appendText(s: Locator, text: string): void {
  const all = piecesText(s)
  if (all.length + text.length > MAX_TEXT_UNITS) s.isOdd = true
  else s.pieceText = all + text
}

/** Text of the pieces so far, which counts as composed from then on. */
export function piecesText(s: Locator): string {
  if (!s.isComposed) {
    s.isComposed = true
    s.pieceText = s.bytes.toString('utf16le', s.pieceOffset, s.pieceOffset + s.pieceLength)
  }
  return s.pieceText
}

/** Counts leaves against what a chunk may need; false when they are too many. */
export function spendLeaves(s: Locator, leaves: number): boolean {
  s.chunkLeaves += leaves
  if (s.chunkLeaves <= MAX_CHUNK_LEAVES) return true
  s.isOverBudget = true
  return fail(s, 'the chunk has records of too many kinds', s.chunkStart)
}

/** Notes the first fault. */
export function fail(s: Locator, fault: string, at: number): false {
  if (s.fault === '') {
    s.fault = fault
    s.faultAt = at
  }
  return false
}
