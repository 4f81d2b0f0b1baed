/** How the reference engine reads fields: sources of views, presence, keywords. */
import { describe, expect, test } from 'vitest'
import { readField, readKeywordTexts } from '../../src/engine/field-reader.ts'
import { ValueType } from '../../src/event/value-type.ts'
import type { FieldSource, FieldView } from '../../src/mapping/mapping.ts'
import { composed, makeEvent, stringValue, value } from '../support/made-event.ts'

const utf16 = (...texts: string[]): string =>
  Buffer.from(texts.map((t) => `${t}\0`).join(''), 'utf16le').toString('hex')

const event = makeEvent(
  [
    { section: 'system', name: 'Provider_Name', constant: 'Prov' },
    { section: 'system', name: 'EventID', slot: 0 },
    { section: 'eventData', name: 'Image', slot: 1 },
    { section: 'eventData', name: 'Empty', slot: 2 },
    { section: 'eventData', name: 'Data', slot: 3 },
    { section: 'eventData', name: 'Data', constant: 'last' },
    { section: 'eventData', name: 'Optional', slot: 2, nullIsAbsent: true },
    { section: 'eventData', name: 'Guarded', slot: 1, guards: [2] },
    { section: 'eventData', name: 'Again', slot: 1 },
    { section: 'rendering', name: 'Message', constant: 'said' },
    { section: 'rendering', name: 'Level', constant: 'Information' },
    { section: 'other', name: 'Payload', slot: 4 },
  ],
  [
    value(ValueType.UInt16, '50 12'),
    stringValue('C:\\a.exe'),
    value(ValueType.Null, ''),
    value(ValueType.String | ValueType.ArrayFlag, utf16('one', 'two')),
    composed('made'),
  ],
)

const sources: Readonly<Record<string, readonly FieldSource[]>> = {
  Renamed: [{ kind: 'raw', name: 'Image' }],
  Gone: [],
  Both: [
    { kind: 'raw', name: 'Image' },
    {
      kind: 'derived',
      from: ['Data', 'Nothing'],
      derive: ([data = [], nothing = []]) => [`${data.join('+')}/${nothing.length}`],
    },
  ],
  Everything: [{ kind: 'body' }],
}
const view: FieldView = {
  id: 'test',
  sourcesOf: (name) => (Object.hasOwn(sources, name) ? sources[name] : undefined),
}

describe('readField', () => {
  test.each<[string, readonly string[]]>([
    ['Image', ['C:\\a.exe']],
    ['EventID', ['4688']],
    ['Provider_Name', ['Prov']],
    ['Empty', ['']],
    ['Data', ['one', 'two', 'last']],
    ['Optional', []],
    ['Guarded', []],
    ['Missing', []],
    ['constructor', []],
    ['Renamed', ['C:\\a.exe']],
    ['Gone', []],
    ['Both', ['C:\\a.exe', 'one+two+last/0']],
    ['Everything', ['C:\\a.exe', '', 'one', 'two', 'last', 'made']],
  ])('%s is %j', (name, expected) => {
    expect(readField(event, view, name)).toEqual(expected)
  })
})

test('keywords look at body values and the message, each by itself', () => {
  expect(readKeywordTexts(event)).toEqual([
    { name: 'Image', text: 'C:\\a.exe' },
    { name: 'Empty', text: '' },
    { name: 'Data', text: 'one' },
    { name: 'Data', text: 'two' },
    { name: 'Data', text: 'last' },
    { name: 'Message', text: 'said' },
    { name: 'Payload', text: 'made' },
  ])
})
