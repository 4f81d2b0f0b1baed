/** Events made for tests: leaves with typed values whose bytes lie in one buffer. */
import type { EventView, Leaf, Section } from '../../src/event/event.ts'
import { createEventView, createShape } from '../../src/event/event.ts'
import { ValueType } from '../../src/event/value-type.ts'

export interface MadeValue {
  readonly type: number
  readonly bytes: Buffer
  readonly text?: string
}

export interface MadeLeaf {
  readonly section: Section
  readonly name: string
  readonly path?: readonly (readonly [name: string, ordinal: number])[]
  readonly attribute?: string
  readonly slot?: number
  readonly constant?: string
  readonly nullIsAbsent?: boolean
  readonly guards?: readonly number[]
}

export function makeEvent(leaves: readonly MadeLeaf[], values: readonly MadeValue[] = []): EventView {
  const shape = createShape(leaves.map(makeLeaf))
  const event = createEventView(shape, Buffer.concat(values.map((v) => v.bytes)))
  let offset = 0
  for (const { type, bytes, text = '' } of values) {
    const slot = event.slotCount++
    event.types[slot] = type
    event.offsets[slot] = offset
    event.lengths[slot] = bytes.length
    event.texts[slot] = text
    offset += bytes.length
  }
  return event
}

function makeLeaf(leaf: MadeLeaf, index: number): Leaf {
  const path = leaf.path ?? [
    [leaf.section, -1],
    [leaf.name, index],
  ]
  return {
    section: leaf.section,
    name: leaf.name,
    path: path.map(([name, ordinal]) => ({ name, ordinal })),
    attribute: leaf.attribute,
    slot: leaf.slot ?? -1,
    constant: leaf.constant ?? '',
    nullIsAbsent: leaf.nullIsAbsent ?? false,
    guards: leaf.guards ?? [],
  }
}

export function value(type: number, hex: string): MadeValue {
  return { type, bytes: Buffer.from(hex.replaceAll(' ', ''), 'hex') }
}

export function stringValue(text: string): MadeValue {
  return { type: ValueType.String, bytes: Buffer.from(text, 'utf16le') }
}

export function composed(text: string): MadeValue {
  return { type: ValueType.Composed, bytes: Buffer.alloc(0), text }
}
