/** Events as plain objects and as lists of fields. */
import { describe, expect, test } from 'vitest'
import { CUT_MARK, MAX_PLAIN_UNITS } from '../../src/event/plain-value.ts'
import { eventToPlain, fieldsOf } from '../../src/event/to-plain.ts'
import { ValueType } from '../../src/event/value-type.ts'
import { MAX_ARRAY_ITEMS } from '../../src/event/values.ts'
import type { MadeLeaf, MadeValue } from '../support/made-event.ts'
import { composed, makeEvent, stringValue, value } from '../support/made-event.ts'

const T = ValueType
type Path = [string, number][]
const DATA: Path = [
  ['EventData', 1],
  ['Data', 2],
]
const data = (name: string, slot?: number): MadeLeaf => ({
  section: 'eventData',
  name,
  path: DATA,
  ...(slot === undefined ? {} : { slot }),
})
const user = (path: Path, attribute?: string): MadeLeaf => ({
  section: 'userData',
  name: path.at(-1)![0],
  path: [['UserData', 0], ...path],
  constant: path.map(([name, n]) => `${name}${n}`).join('.') + (attribute ?? ''),
  ...(attribute === undefined ? {} : { attribute }),
})

/** As JSON text, which also shows the order of names. */
const json = (leaves: readonly MadeLeaf[], values?: readonly MadeValue[]): string =>
  JSON.stringify(eventToPlain(makeEvent(leaves, values)))

describe('typed values', () => {
  test.each<[string, MadeValue, unknown]>([
    ['uint8', value(T.UInt8, '07'), 7],
    ['int32', value(T.Int32, 'ffffffff'), -1],
    ['uint32', value(T.UInt32, 'ffffffff'), 4294967295],
    ['uint64 2^53 - 1', value(T.UInt64, 'ffffffffffff1f00'), 9007199254740991],
    ['uint64 2^53', value(T.UInt64, '0000000000002000'), '9007199254740992'],
    ['int64 minimum', value(T.Int64, '0000000000000080'), '-9223372036854775808'],
    ['uint16 of a wrong size that looks like a number', value(T.UInt16, '00000010'), '00000010'],
    ['uint8 of no bytes', value(T.UInt8, ''), ''],
    ['boolean', value(T.Boolean, '01000000'), true],
    ['boolean of a wrong size', value(T.Boolean, '01'), '01'],
    ['null', value(T.Null, 'ff'), null],
    ['empty string', stringValue(''), ''],
    ['text that looks like a number', stringValue('12'), '12'],
    ['composed text', composed('1'), '1'],
    ['hex', value(T.HexInt32, '10000000'), '0x10'],
    ['real', value(T.Real64, '000000000000f83f'), '1.5'],
    ['array of numbers', value(T.UInt16 | T.ArrayFlag, '01000200'), [1, 2]],
    ['array of one', value(T.UInt16 | T.ArrayFlag, '0100'), 1],
    ['array of none', value(T.UInt16 | T.ArrayFlag, ''), ''],
    ['array with a rest that looks like a number', value(T.UInt16 | T.ArrayFlag, '010010'), ['1', '10']],
  ])('%s', (_, made, expected) => {
    expect(eventToPlain(makeEvent([data('F', 0)], [made]))).toEqual({ EventData: { F: expected } })
  })

  test('what is left of a very long array is hexadecimal, not a number', () => {
    const made = value(T.UInt8 | T.ArrayFlag, '10'.repeat(MAX_ARRAY_ITEMS + 1))
    const plain = eventToPlain(makeEvent([data('F', 0)], [made])) as { EventData: { F: unknown[] } }
    expect(plain.EventData.F).toHaveLength(MAX_ARRAY_ITEMS)
    expect(plain.EventData.F.at(-1)).toBe('1010')
  })

  test('a slot that the record lacks is null', () => {
    expect(json([data('F', 5)])).toBe('{"EventData":{"F":null}}')
  })
})

describe('structure', () => {
  test('System and EventData flat, in document order, repeated names as lists', () => {
    const system = (name: string, constant: string): MadeLeaf => ({
      section: 'system',
      name,
      constant,
      path: [['System', 0]],
    })
    const leaves = [
      system('Provider_Name', 'P'),
      system('EventID', '1'),
      { ...data('Data'), constant: 'a' },
      { ...data('Named'), constant: 'n' },
      { ...data('Data'), constant: 'b' },
      { ...data('Data'), constant: 'c' },
    ]
    expect(json(leaves)).toBe(
      '{"System":{"Provider_Name":"P","EventID":"1"},"EventData":{"Data":["a","b","c"],"Named":"n"}}',
    )
  })

  test('UserData nested, attributes beside their element, siblings of one name as a list', () => {
    const leaves = [
      user([['W', 1]], 'Id'),
      user([
        ['W', 1],
        ['A', 2],
      ]),
      user(
        [
          ['W', 1],
          ['B', 3],
        ],
        'x',
      ),
      user([
        ['W', 1],
        ['B', 3],
        ['C', 4],
      ]),
      user([
        ['W', 1],
        ['B', 5],
      ]),
    ]
    expect(json(leaves)).toBe(
      '{"UserData":{"W_Id":"W1Id","W":{"A":"W1.A2","B_x":"W1.B3x","B":[{"C":"W1.B3.C4"},"W1.B5"]}}}',
    )
  })

  test('an element of its own below Event, and attributes of top elements', () => {
    const leaves: MadeLeaf[] = [
      {
        section: 'eventData',
        name: 'EventData_Name',
        path: [['EventData', 0]],
        attribute: 'Name',
        constant: 'N',
      },
      {
        section: 'rendering',
        name: 'RenderingInfo_Culture',
        path: [['RenderingInfo', 1]],
        attribute: 'Culture',
      },
      {
        section: 'rendering',
        name: 'RenderingInfo_Keyword',
        constant: 'k',
        path: [
          ['RenderingInfo', 1],
          ['Keywords', 2],
          ['Keyword', 3],
        ],
      },
      { section: 'other', name: 'BinaryEventData', path: [['BinaryEventData', 4]], constant: '00FF' },
    ]
    expect(json(leaves)).toBe(
      '{"EventData":{"EventData_Name":"N"},"RenderingInfo":{"RenderingInfo_Culture":"","Keywords":{"Keyword":"k"}},"BinaryEventData":"00FF"}',
    )
  })

  test('absent leaves leave no trace', () => {
    const absent = { ...data('Gone', 0), nullIsAbsent: true }
    expect(json([absent], [value(T.Null, '')])).toBe('{}')
    expect(fieldsOf(makeEvent([absent], [value(T.Null, '')]))).toEqual([])
  })

  test('names of object prototypes are names like any other', () => {
    const names = ['__proto__', 'constructor', 'toString']
    const plain = eventToPlain(makeEvent(names.map((name) => ({ ...data(name), constant: name }))))
    expect(Object.getPrototypeOf(plain)).toBeNull()
    const inner = plain.EventData as Record<string, unknown>
    expect(Object.getPrototypeOf(inner)).toBeNull()
    expect(Object.entries(inner)).toEqual(names.map((name) => [name, name]))
    const nested = eventToPlain(
      makeEvent([
        user([
          ['__proto__', 1],
          ['polluted', 2],
        ]),
      ]),
    )
    expect(JSON.stringify(nested)).toBe('{"UserData":{"__proto__":{"polluted":"__proto__1.polluted2"}}}')
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})

describe('fieldsOf', () => {
  test('body leaves in document order, arrays and repeated names repeated', () => {
    const leaves: MadeLeaf[] = [
      { section: 'system', name: 'EventID', constant: '1' },
      { section: 'eventData', name: 'A', slot: 0 },
      { section: 'eventData', name: 'A', constant: 'z' },
      { section: 'other', name: 'E', slot: 1 },
      { section: 'rendering', name: 'RenderingInfo_Message', constant: 'm' },
    ]
    const values = [value(T.UInt8 | T.ArrayFlag, '0102'), value(T.Null, '')]
    expect(fieldsOf(makeEvent(leaves, values))).toEqual([
      ['A', '1'],
      ['A', '2'],
      ['A', 'z'],
      ['E', ''],
    ])
  })
})

describe('a record that refers to the same bytes over and over', () => {
  const units = 30_000
  const count = 100
  const event = makeEvent(
    Array.from({ length: count }, (_, i) => data(`F${i}`, 0)),
    [stringValue('x'.repeat(units))],
  )

  test('its text is cut, and marked', () => {
    const fields = fieldsOf(event)
    expect(fields).toHaveLength(count)
    const whole = Math.floor(MAX_PLAIN_UNITS / units)
    expect(fields.slice(0, whole).every(([, text]) => text.length === units)).toBe(true)
    expect(fields[whole]![1]).toBe('x'.repeat(MAX_PLAIN_UNITS - whole * units) + CUT_MARK)
    expect(fields.at(-1)![1]).toBe(CUT_MARK)
    expect(JSON.stringify(eventToPlain(event)).length).toBeLessThan(MAX_PLAIN_UNITS + 100 * count)
  })
})
