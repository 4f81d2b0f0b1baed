/** Which leaves an event tree has: the rules of `Leaf` in event/event.ts, one table for each part of the event. */
import { describe, expect, test } from 'vitest'
import { createEventView, createShape } from '../../src/event/event.ts'
import { ValueType } from '../../src/event/value-type.ts'
import { isPresent, leafTexts } from '../../src/event/values.ts'
import { createTreeRecordReader } from '../../src/evtx/binxml/tree-event.ts'
import { listTreeFields, MAX_LEAF_NAME_UNITS } from '../../src/evtx/binxml/tree-fields.ts'
import { joinPieces } from '../../src/evtx/binxml/tree-text.ts'
import type { TreeContent, TreeElement, TreePiece } from '../../src/evtx/binxml/tree-types.ts'
import { MAX_TEXT_UNITS } from '../../src/evtx/limits.ts'
import { element, NONE, utf16, writeStream } from '../support/binxml-bytes.ts'

const bytes = Buffer.from('value\0\0', 'utf16le')
const window = { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) }
const value = (type: number, offset: number, length: number): TreePiece => ({
  kind: 'value',
  span: { type, offset, length },
})
const STRING = value(ValueType.String, 0, 10)
const NULL = value(ValueType.Null, 0, 0)
const ABSENT = value(ValueType.Absent, 0, 0)
const ARRAY = value(ValueType.String | ValueType.ArrayFlag, 0, 14)
const BROKEN_BINXML = value(ValueType.BinXml, 0, 2)

type Content = string | TreeContent

function el(name: string, attributes: Record<string, Content>, ...content: Content[]): TreeElement {
  const item = (c: Content): TreeContent => (typeof c === 'string' ? { kind: 'text', text: c } : c)
  return {
    kind: 'element',
    name,
    attributes: Object.entries(attributes).map(([key, c]) => ({ name: key, pieces: [item(c) as TreePiece] })),
    content: content.map(item),
    isParent: content.some((c) => typeof c !== 'string' && c.kind === 'element'),
    isBroken: false,
  }
}

/** `section name path[@attribute] = text` of each leaf; elements are numbered. */
function list(...parts: TreeElement[]): string[] {
  return listTreeFields(el('Event', {}, ...parts), window).map((field) => {
    const path = field.path.map((step) => step.name + step.ordinal).join('/')
    const attribute = field.attribute === undefined ? '' : `@${field.attribute}`
    return `${field.section} ${field.name} ${path}${attribute} = ${joinPieces(field.pieces, window, 100)}`
  })
}

describe('System', () => {
  test('elements and attributes, in document order', () => {
    expect(
      list(
        el(
          'System',
          {},
          el('Provider', { Name: 'P', Guid: STRING }),
          el('EventID', { Qualifiers: '7' }, '4624'),
          el('Correlation', {}),
          el('Channel', {}, STRING),
        ),
      ),
    ).toEqual([
      'system Provider_Name System0/Provider1@Name = P',
      'system Provider_Guid System0/Provider1@Guid = value',
      'system EventID_Qualifiers System0/EventID2@Qualifiers = 7',
      'system EventID System0/EventID2 = 4624',
      'system Channel System0/Channel4 = value',
    ])
  })

  test('Null and empty text are content', () => {
    expect(list(el('System', {}, el('A', {}, NULL), el('B', {}, ''), el('C', {})))).toEqual([
      'system A System0/A1 = ',
      'system B System0/B2 = ',
    ])
  })
})

describe('EventData', () => {
  test('names come from the Name attribute, else from the element', () => {
    expect(
      list(
        el(
          'EventData',
          { Name: 'E' },
          el('Data', { Name: 'Threat Name' }, STRING),
          el('Data', {}, 'x'),
          el('Data', { Name: '' }, 'y'),
          el('ComplexData', { Name: 'C' }, 'AB'),
          el('Binary', {}),
          el('Data', { Name: '__proto__', Type: 't' }),
        ),
      ),
    ).toEqual([
      'eventData EventData_Name EventData0@Name = E',
      'eventData Threat Name EventData0/Data1 = value',
      'eventData Data EventData0/Data2 = x',
      'eventData  EventData0/Data3 = y',
      'eventData C EventData0/ComplexData4 = AB',
      'eventData Binary EventData0/Binary5 = ',
      'eventData Data_Type EventData0/Data6@Type = t',
      'eventData __proto__ EventData0/Data6 = ',
    ])
  })

  test('a name that a value gives, cut at its limit', () => {
    expect(list(el('EventData', {}, el('Data', { Name: STRING }, 'x')))).toEqual([
      'eventData value EventData0/Data1 = x',
    ])
    const long = listTreeFields(
      el('Event', {}, el('EventData', {}, el('Data', { Name: 'n'.repeat(2000) }, 'x'))),
      window,
    )
    expect(long[0]!.name).toHaveLength(MAX_LEAF_NAME_UNITS)
  })

  test('an array is one leaf', () => {
    expect(list(el('EventData', {}, el('Data', {}, ARRAY)))).toEqual([
      'eventData Data EventData0/Data1 = value ',
    ])
  })

  test('elements inside Data are leaves by their own names', () => {
    expect(
      list(
        el(
          'EventData',
          {},
          el('Data', { Name: 'D' }, el('Inner', { a: '1' }, 'x'), el('Data', { Name: 'N' })),
        ),
      ),
    ).toEqual([
      'eventData Inner_a EventData0/Data1/Inner2@a = 1',
      'eventData Inner EventData0/Data1/Inner2 = x',
      'eventData Data_Name EventData0/Data1/Data3@Name = N',
      'eventData Data EventData0/Data1/Data3 = ',
    ])
  })
})

describe('UserData and other parts', () => {
  test('leaves by local name, attributes as Element_Attribute, no own leaf beside children', () => {
    expect(
      list(
        el(
          'UserData',
          {},
          el(
            'auto-ns2:EventXML',
            { xmlns: 'Event_NS', 'xmlns:auto-ns2': 'x', 'auto-ns2:Id': '1' },
            el('Param1', {}, 'a'),
            '\n',
            el('Param2', {}),
            el('Outer', { Code: '5' }, el('Param1', {}, STRING), 'lost'),
          ),
        ),
      ),
    ).toEqual([
      'userData EventXML_Id UserData0/EventXML1@Id = 1',
      'userData Param1 UserData0/EventXML1/Param12 = a',
      'userData Param2 UserData0/EventXML1/Param23 = ',
      'userData Outer_Code UserData0/EventXML1/Outer4@Code = 5',
      'userData Param1 UserData0/EventXML1/Outer4/Param15 = value',
    ])
  })

  test('an element whose child elements are all left out is no leaf either', () => {
    const parent = { ...el('Parent', { a: '1' }), isParent: true }
    expect(list(el('UserData', {}, parent))).toEqual(['userData Parent_a UserData0/Parent1@a = 1'])
  })

  test('an empty part is no leaf, an empty element in it is', () => {
    expect(list(el('UserData', {}), el('EventData', {}), el('DebugData', {}))).toEqual([])
    expect(list(el('UserData', {}, el('ServiceShutdown', { xmlns: 'x' })))).toEqual([
      'userData ServiceShutdown UserData0/ServiceShutdown1 = ',
    ])
  })

  test('text right below a part counts when there is any', () => {
    expect(
      list(el('BinaryEventData', {}, '00FF'), el('UserData', {}, NULL), el('EventData', {}, BROKEN_BINXML)),
    ).toEqual(['other BinaryEventData BinaryEventData0 = 00FF'])
  })

  test('ProcessingErrorData, vendors, RenderingInfo', () => {
    expect(
      list(
        el('ProcessingErrorData', {}, el('ErrorCode', {}, '15005'), el('EventPayload', {})),
        el('Vendor', { a: '1' }),
        el(
          'RenderingInfo',
          { Culture: 'en' },
          el('Level', {}, 'i'),
          el('Keywords', {}, el('Keyword', { n: '2' }, 'k')),
        ),
      ),
    ).toEqual([
      'other ErrorCode ProcessingErrorData0/ErrorCode1 = 15005',
      'other EventPayload ProcessingErrorData0/EventPayload2 = ',
      'other Vendor_a Vendor3@a = 1',
      'rendering RenderingInfo_Culture RenderingInfo4@Culture = en',
      'rendering RenderingInfo_Level RenderingInfo4/Level5 = i',
      'rendering RenderingInfo_Keyword_n RenderingInfo4/Keywords6/Keyword7@n = 2',
      'rendering RenderingInfo_Keyword RenderingInfo4/Keywords6/Keyword7 = k',
    ])
  })

  test('a value that is missing altogether takes its leaf with it', () => {
    expect(
      list(el('EventData', {}, el('Data', { Name: 'A' }, ABSENT), el('Data', { Name: 'B' }, 'x', ABSENT))),
    ).toEqual([])
  })
})

describe('slots and shapes', () => {
  const record = (text: string) =>
    writeStream((w) => {
      w.instance(
        7,
        (d) => {
          element(
            d,
            'Event',
            () =>
              element(
                d,
                'EventData',
                () => {
                  element(d, 'Data', () => d.substitution(0), NONE)
                  element(d, 'Data', () => d.text('fixed'), NONE)
                  element(
                    d,
                    'Data',
                    () => {
                      d.text('<')
                      d.substitution(0)
                      d.substitution(1)
                    },
                    NONE,
                  )
                },
                NONE,
              ),
            NONE,
          )
        },
        [
          { type: ValueType.String, bytes: utf16(text) },
          { type: ValueType.String | ValueType.ArrayFlag, bytes: utf16('x\0y\0') },
        ],
      )
      w.eof()
    })

  test('one value stays in place, fixed text is a constant, a mix is composed', () => {
    const { chunk, start, end } = record('v')
    const event = createEventView(createShape([]), chunk.bytes)
    const read = createTreeRecordReader()
    const result = read(event, chunk.base, start, end)
    expect(result).toEqual({ fault: undefined, incomplete: undefined, isCut: false, end: end - 1 })
    expect(event.slotCount).toBe(2)
    expect([...event.types.subarray(0, 2)]).toEqual([ValueType.String, ValueType.Composed])
    expect(event.shape.leaves.map((leaf) => [leaf.slot, leaf.constant])).toEqual([
      [0, ''],
      [-1, 'fixed'],
      [1, ''],
    ])
    expect(event.shape.leaves.every((leaf) => isPresent(event, leaf))).toBe(true)
    expect(event.shape.leaves.flatMap((leaf) => leafTexts(event, leaf))).toEqual(['v', 'fixed', '<vx y'])
    const { shape } = event
    read(event, chunk.base, start, end)
    expect(event.shape).toBe(shape)
  })

  test('composed text is bounded', () => {
    const { chunk, start, end } = writeStream((w) => {
      const body = (d: typeof w): void =>
        element(
          d,
          'Event',
          () =>
            element(
              d,
              'EventData',
              () => {
                for (let i = 0; i < 2; i++)
                  element(
                    d,
                    'Data',
                    () => {
                      for (let n = 0; n < 60; n++) d.substitution(0)
                    },
                    NONE,
                  )
              },
              NONE,
            ),
          NONE,
        )
      w.instance(7, body, [{ type: ValueType.String, bytes: utf16('x'.repeat(15_000)) }])
    })
    const event = createEventView(createShape([]), chunk.bytes)
    expect(createTreeRecordReader()(event, chunk.base, start, end).isCut).toBe(true)
    const lengths = event.shape.leaves.map((leaf) => leafTexts(event, leaf)[0]!.length)
    expect(lengths).toEqual([900_000, MAX_TEXT_UNITS - 900_000])
  })
})
