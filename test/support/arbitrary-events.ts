/**
 * Generators of events for comparing engines: shapes with constants, dependencies and repeated names, and several
 * records of each, with values of every type that has a text.
 */
import fc from 'fast-check'
import type { EventView, Leaf, Section, Shape } from '../../src/event/event.ts'
import { createEventView, createShape } from '../../src/event/event.ts'
import { ValueType } from '../../src/event/value-type.ts'
import { arbitraryText } from './arbitrary-rules.ts'

interface TypedValue {
  readonly type: number
  readonly bytes: Buffer
  readonly text: string
}

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le')
const typed = (type: number, bytes: Buffer, text = ''): TypedValue => ({ type, bytes, text })
const text = fc.oneof({ weight: 4, arbitrary: arbitraryText }, { weight: 1, arbitrary: fc.constant('') })

const value: fc.Arbitrary<TypedValue> = fc.oneof(
  { weight: 12, arbitrary: text.map((t) => typed(ValueType.String, utf16(t))) },
  { weight: 2, arbitrary: text.map((t) => typed(ValueType.Composed, Buffer.alloc(0), t)) },
  {
    weight: 1,
    arbitrary: text.map((t) => typed(ValueType.String, Buffer.concat([utf16(`${t}\0\0`), Buffer.of(7)]))),
  },
  {
    weight: 2,
    arbitrary: fc
      .array(text, { maxLength: 4 })
      .map((texts) =>
        typed(ValueType.String | ValueType.ArrayFlag, utf16(texts.map((t) => `${t}\0`).join(''))),
      ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      typed(ValueType.UInt16, Buffer.of(0x50, 0x12)),
      typed(ValueType.UInt32, Buffer.of(10, 0, 0, 0)),
      typed(ValueType.UInt8, Buffer.of(10)),
      typed(ValueType.Int32, Buffer.of(0xff, 0xff, 0xff, 0xff)),
      typed(ValueType.HexInt32, Buffer.of(10, 0, 0, 0)),
      typed(ValueType.Boolean, Buffer.of(1, 0, 0, 0)),
      typed(ValueType.UInt16 | ValueType.ArrayFlag, Buffer.of(1, 0, 10, 0)),
      // Too short for its type: shown as hexadecimal.
      typed(ValueType.UInt32, Buffer.of(10, 0)),
      typed(ValueType.Binary, Buffer.of(0xca, 0xfe)),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      typed(ValueType.Null, Buffer.alloc(0)),
      typed(ValueType.Absent, Buffer.alloc(0)),
    ),
  },
)

const eventIdValue: fc.Arbitrary<TypedValue> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(1, 10, 4688, 7).map((id) => {
      const bytes = Buffer.alloc(2)
      bytes.writeUInt16LE(id)
      return typed(ValueType.UInt16, bytes)
    }),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('1', '10', '4688', '010', ' 1').map((t) => typed(ValueType.String, utf16(t))),
  },
  { weight: 1, arbitrary: value },
)

const channelValue: fc.Arbitrary<TypedValue> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .constantFrom('Security', 'SECURITY', 'Sec-urity', 'System', 'Secret/Operational', 'Setup')
      .map((t) => typed(ValueType.String, utf16(t))),
  },
  { weight: 1, arbitrary: value },
)

interface MadeLeaf {
  readonly section: Section
  readonly name: string
  readonly isConstant: boolean
  readonly constant: string
  readonly nullIsAbsent: boolean
  readonly guard: boolean
}

function leaf(section: Section, names: readonly string[]): fc.Arbitrary<MadeLeaf> {
  return fc.record({
    section: fc.constant(section),
    name: fc.constantFrom(...names),
    isConstant: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
    constant: text,
    nullIsAbsent: fc.boolean(),
    guard: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  })
}

const BODY_NAMES = [
  'Image',
  'CommandLine',
  'NewProcessName',
  'Data',
  'Data',
  'Threat Name',
  'User',
  'All',
  'IMAGE',
]

const leaves: fc.Arbitrary<readonly MadeLeaf[]> = fc
  .tuple(
    fc.array(leaf('system', ['EventID']), { maxLength: 1 }),
    fc.array(leaf('system', ['Channel']), { maxLength: 1 }),
    fc.array(leaf('system', ['Provider_Name', 'EventID', 'Channel']), { maxLength: 1 }),
    fc.array(leaf('eventData', BODY_NAMES), { maxLength: 6 }),
    fc.array(leaf('userData', ['Channel', 'EventID', 'Image']), { maxLength: 1 }),
    fc.array(leaf('rendering', ['Message', 'Level']), { maxLength: 1 }),
  )
  .map((parts) => parts.flat())

function shapeOf(made: readonly MadeLeaf[]): Shape {
  let slots = 0
  return createShape(
    made.map((l, ordinal): Leaf => {
      const slot = l.isConstant ? -1 : slots++
      return {
        section: l.section,
        name: l.name,
        path: [{ name: l.name, ordinal }],
        attribute: undefined,
        slot,
        constant: l.isConstant ? l.constant : '',
        nullIsAbsent: l.nullIsAbsent,
        guards: l.guard ? [Math.max(0, slot - 1)] : [],
      }
    }),
  )
}

function typedValueOf({ section, name }: MadeLeaf): fc.Arbitrary<TypedValue> {
  if (section !== 'system') return value
  return name === 'EventID' ? eventIdValue : name === 'Channel' ? channelValue : value
}

/** The record's values at odd and even offsets; fewer values than slots now and then. */
function eventOf(shape: Shape, values: readonly TypedValue[], missing: number): EventView {
  const event = createEventView(
    shape,
    Buffer.concat([Buffer.of(9), ...values.map((v) => v.bytes), Buffer.alloc(8)]),
  )
  let offset = 1
  values.forEach(({ type, bytes, text: composed }, slot) => {
    event.types[slot] = type
    event.offsets[slot] = offset
    event.lengths[slot] = bytes.length
    event.texts[slot] = composed
    offset += bytes.length
  })
  event.slotCount = Math.max(0, values.length - missing)
  return event
}

/** Records of one shape. */
export const arbitraryEvents: fc.Arbitrary<readonly EventView[]> = leaves.chain((made) => {
  const shape = shapeOf(made)
  const row = fc.record({
    values: fc.tuple(...made.filter((l) => !l.isConstant).map(typedValueOf)),
    missing: fc.integer({ min: 0, max: 9 }).map((n) => (n === 0 ? 1 : 0)),
  })
  return fc
    .array(row, { minLength: 1, maxLength: 4 })
    .map((rows) => rows.map(({ values, missing }) => eventOf(shape, values, missing)))
})

/** The same record with only its System part located. */
export function systemPartOf(event: EventView): EventView {
  const shape = createShape(event.shape.leaves.filter((l) => l.section === 'system'))
  return { ...event, shape }
}
