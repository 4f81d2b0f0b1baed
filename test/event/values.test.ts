/** Presence and texts of leaves: Null, guards, arrays (evtx-format §6.1, §8.1). */
import { describe, expect, test } from 'vitest'
import { ValueType } from '../../src/event/value-type.ts'
import { createLeafReader, isPresent, leafText, leafTexts, MAX_ARRAY_ITEMS } from '../../src/event/values.ts'
import type { MadeLeaf, MadeValue } from '../support/made-event.ts'
import { composed, makeEvent, stringValue, value } from '../support/made-event.ts'

const T = ValueType
const NULL = value(T.Null, '')
const array = (type: number, hex: string): MadeValue => value(type | T.ArrayFlag, hex)
const strings = (text: string): MadeValue => array(T.String, Buffer.from(text, 'utf16le').toString('hex'))

/** Texts of one leaf over the given values; `undefined` when it says that the leaf is absent. */
function read(leaf: Partial<MadeLeaf>, values: readonly MadeValue[]): readonly string[] | undefined {
  const event = makeEvent([{ section: 'eventData', name: 'F', ...leaf }], values)
  const made = event.shape.leaves[0]!
  const texts = leafTexts(event, made)
  expect(texts.length > 0).toBe(isPresent(event, made))
  expect(leafText(event, made)).toBe(texts[0])
  const reader = createLeafReader(event)
  expect([reader(made), reader(made)]).toEqual([texts, texts])
  return texts.length > 0 ? texts : undefined
}

describe('presence', () => {
  test.each<[string, Partial<MadeLeaf>, MadeValue[], readonly string[] | undefined]>([
    ['constant', { constant: 'x' }, [], ['x']],
    ['empty constant', {}, [], ['']],
    ['value', { slot: 0 }, [stringValue('x')], ['x']],
    ['composed', { slot: 0 }, [composed('a&b')], ['a&b']],
    ['zero-length string is present', { slot: 0, nullIsAbsent: true }, [stringValue('')], ['']],
    ['Null of a kept element', { slot: 0 }, [NULL], ['']],
    ['Null with bytes', { slot: 0 }, [value(T.Null, 'ffff')], ['']],
    ['Null of an omitted element', { slot: 0, nullIsAbsent: true }, [NULL], undefined],
    ['absent value', { slot: 0 }, [value(T.Absent, '')], undefined],
    ['slot that the record lacks', { slot: 3 }, [stringValue('x')], ['']],
    ['slot that the record lacks, optional', { slot: 3, nullIsAbsent: true }, [stringValue('x')], undefined],
    ['guard with a value', { slot: 0, guards: [1] }, [stringValue('x'), stringValue('')], ['x']],
    ['guard that is Null', { slot: 0, guards: [1] }, [stringValue('x'), NULL], undefined],
    ['one of two guards is Null', { constant: 'x', guards: [0, 1] }, [stringValue('y'), NULL], undefined],
    ['guard that the record lacks', { constant: 'x', guards: [7] }, [], undefined],
  ])('%s', (_, leaf, values, expected) => {
    expect(read(leaf, values)).toEqual(expected)
  })

  test('a value that several leaves show is made into text once', () => {
    const leaf = { section: 'eventData', name: 'F', slot: 0 } as const
    const guarded = { ...leaf, guards: [1] }
    const event = makeEvent([leaf, leaf, guarded], [strings('a\0b\0'), NULL])
    const [first, second, third] = event.shape.leaves.map(createLeafReader(event))
    expect(second).toBe(first)
    expect(first).toEqual(['a', 'b'])
    expect(third).toEqual([])
  })

  test('no leaf, no text', () => {
    expect(leafText(makeEvent([]), undefined)).toBeUndefined()
  })
})

describe('arrays', () => {
  const sid = '0101 000000000005 12000000'
  test.each<[string, MadeValue, readonly string[]]>([
    ['strings', strings('a\0bc\0'), ['a', 'bc']],
    ['one string', strings('a\0'), ['a']],
    ['empty items count', strings('\0a\0\0'), ['', 'a', '']],
    ['characters whose low byte is 0', strings('\u0100\0\u0200\0'), ['\u0100', '\u0200']],
    ['strings, the last not terminated', strings('a\0b'), ['a', 'b']],
    ['strings of odd size', array(T.String, '6100000062'), ['a']],
    ['strings, one byte', array(T.String, '61'), ['']],
    ['no items', array(T.String, ''), ['']],
    ['no numbers', array(T.UInt32, ''), ['']],
    ['ansi strings', array(T.AnsiString, '6100 00 6263'), ['a', '', 'bc']],
    ['uint64', array(T.UInt64, '0100000000000000 ffffffffffffffff'), ['1', '18446744073709551615']],
    ['uint16 with a byte too many', array(T.UInt16, '0100 02'), ['1', '02']],
    ['sizeT of 8', array(T.SizeT, '0100000000000000 0200000000000000'), ['0x1', '0x2']],
    ['sizeT of 4', array(T.SizeT, '01000000 02000000 03000000'), ['0x1', '0x2', '0x3']],
    ['sids', array(T.Sid, sid + sid), ['S-1-5-18', 'S-1-5-18']],
    ['sids, cut', array(T.Sid, `${sid}010100`), ['S-1-5-18', '010100']],
    [
      'sid that says more than there is',
      array(T.Sid, '01ff 000000000005 12000000'),
      ['01FF00000000000512000000'],
    ],
    ['binary, which has no array form', array(T.Binary, '0102'), ['0102']],
    ['booleans', array(T.Boolean, '00000000 08000000'), ['false', 'true']],
  ])('%s', (_, made, expected) => {
    expect(read({ slot: 0 }, [made])).toEqual(expected)
  })

  test('items beyond the limit stay together in the last one', () => {
    const texts = read({ slot: 0 }, [strings(`${'\0'.repeat(MAX_ARRAY_ITEMS - 1)}a\0b\0`)])
    expect(texts).toHaveLength(MAX_ARRAY_ITEMS)
    expect(texts?.slice(-2)).toEqual(['', 'a\0b'])
  })

  test('as many items as the limit', () => {
    const texts = read({ slot: 0 }, [array(T.UInt8, '07'.repeat(MAX_ARRAY_ITEMS))])
    expect(texts).toEqual(Array(MAX_ARRAY_ITEMS).fill('7'))
  })
})
