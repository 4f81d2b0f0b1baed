/**
 * One record through the slow decoder: its event tree in, the slots and the shape of an `EventView` out.
 * A leaf with one value becomes a slot in place, literals become constants, mixed content becomes composed text.
 * Invariant: leaves that the record leaves out are not in the shape, so every leaf of it is present.
 */
import type { EventView, Leaf, Shape } from '../../event/event.ts'
import { createShape, MAX_SLOTS } from '../../event/event.ts'
import { cutNuls } from '../../event/render-text.ts'
import { ValueType } from '../../event/value-type.ts'
import { MAX_SHAPE_LEAVES, MAX_TEXT_UNITS } from '../limits.ts'
import { readEventTree } from './tree.ts'
import type { TreeField } from './tree-fields.ts'
import { listTreeFields } from './tree-fields.ts'
import { joinPieces } from './tree-text.ts'
import type { ChunkBytes, TreeFault } from './tree-window.ts'

/** Shapes remembered, so that what a consumer knows about a shape serves the next record too. */
const MAX_SHAPES = 1024

/** What became of a record. */
interface TreeRecord {
  /** Why nothing of it could be read. */
  readonly fault: TreeFault | undefined
  /** Why it is not complete. */
  readonly incomplete: TreeFault | undefined
  /** Composed text beyond the limit was cut. */
  readonly isCut: boolean
  /** Offset in the buffer where the stream ends, its EOF token not counted; -1 when that was not reached. */
  readonly end: number
}

/**
 * Fills the event from the stream in `[start, end)` of `event.bytes`, whose chunk starts at `base`. `isTorn`: the bytes
 * from `end` on are not the record's own any more.
 */
export type ReadTreeRecord = (
  event: EventView,
  base: number,
  start: number,
  end: number,
  isTorn?: boolean,
) => TreeRecord

export function createTreeRecordReader(): ReadTreeRecord {
  const shapes = new Map<string, Shape>()
  return (event, base, start, end, isTorn = false) => {
    const chunk: ChunkBytes = { bytes: event.bytes, view: event.view, base }
    const { root, fault, end: streamEnd } = readEventTree(chunk, start, end, isTorn)
    const fields = root === undefined ? [] : listTreeFields(root, chunk)
    // A record that breaks off before its first value says nothing.
    const isBroken = root === undefined || root.isBroken
    if (fault !== undefined && isBroken && fields.every((field) => field.isBroken))
      return lose(fault, streamEnd)
    if (fields.length > MAX_SHAPE_LEAVES)
      return lose(tooMany(MAX_SHAPE_LEAVES, 'fields', start - base), streamEnd)
    const filler: Filler = { event, leaves: [], unitsLeft: MAX_TEXT_UNITS }
    event.slotCount = 0
    for (const field of fields) addLeaf(filler, field)
    if (event.slotCount > MAX_SLOTS) return lose(tooMany(MAX_SLOTS, 'values', start - base), streamEnd)
    event.shape = internShape(shapes, filler.leaves)
    return { fault: undefined, incomplete: fault, isCut: filler.unitsLeft <= 0, end: streamEnd }
  }
}

function lose(fault: TreeFault, end: number): TreeRecord {
  return { fault, incomplete: undefined, isCut: false, end }
}

function tooMany(most: number, things: string, chunkOffset: number): TreeFault {
  return { message: `more than ${most} ${things}`, chunkOffset }
}

interface Filler {
  readonly event: EventView
  readonly leaves: Leaf[]
  unitsLeft: number
}

function addLeaf(filler: Filler, field: TreeField): void {
  const { section, name, path, attribute, pieces } = field
  const base = { section, name, path, attribute, nullIsAbsent: false, guards: [] }
  const first = pieces[0]
  if (pieces.length === 1 && first?.kind === 'value') {
    const { type, offset, length } = first.span
    filler.leaves.push({ ...base, slot: addSlot(filler.event, type, offset, length, ''), constant: '' })
    return
  }
  const text = joinPieces(pieces, filler.event, filler.unitsLeft)
  filler.unitsLeft -= text.length
  if (pieces.every((piece) => piece.kind === 'text'))
    filler.leaves.push({ ...base, slot: -1, constant: cutNuls(text) })
  else
    filler.leaves.push({
      ...base,
      slot: addSlot(filler.event, ValueType.Composed, 0, 0, text),
      constant: '',
    })
}

/** The number of the new slot; beyond the table it is only counted. */
function addSlot(event: EventView, type: number, offset: number, length: number, text: string): number {
  const slot = event.slotCount++
  if (slot >= MAX_SLOTS) return slot
  event.types[slot] = type
  event.offsets[slot] = offset
  event.lengths[slot] = length
  event.texts[slot] = text
  return slot
}

function internShape(shapes: Map<string, Shape>, leaves: readonly Leaf[]): Shape {
  const key = JSON.stringify(leaves)
  let shape = shapes.get(key)
  if (shape === undefined) {
    shape = createShape(leaves)
    if (shapes.size >= MAX_SHAPES) shapes.clear()
    shapes.set(key, shape)
  }
  return shape
}
