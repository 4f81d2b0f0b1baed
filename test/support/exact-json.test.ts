/** The reader that the conformance tests trust. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ExactJson } from './exact-json.ts'
import { getEntry, parseExactJson } from './exact-json.ts'

/** The same value as JSON.parse gives, numbers as numbers. */
function toPlain(json: ExactJson): unknown {
  switch (json.kind) {
    case 'object':
      return Object.fromEntries(json.entries.map(([name, value]) => [name, toPlain(value)]))
    case 'array':
      return json.items.map(toPlain)
    case 'string':
      return json.text
    default:
      return JSON.parse(json.text) as unknown
  }
}

describe('parseExactJson', () => {
  test('keeps digits and repeated keys', () => {
    const json = parseExactJson('{"a":18446744073709551615,"a":-1.50e+2, "b" : [ ]}')
    expect(json).toEqual({
      kind: 'object',
      entries: [
        ['a', { kind: 'number', text: '18446744073709551615' }],
        ['a', { kind: 'number', text: '-1.50e+2' }],
        ['b', { kind: 'array', items: [] }],
      ],
    })
    expect(getEntry(json, 'a')).toEqual({ kind: 'number', text: '-1.50e+2' })
    expect(getEntry(json, 'c')).toBeUndefined()
  })

  test('reads all that JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        expect(toPlain(parseExactJson(text))).toEqual(JSON.parse(text))
      }),
    )
  })

  test.each(['', '{', '[1,]', '{"a"}', '"a', 'nul', '1 2', "{'a':1}", '{"a":1,}', '[1 2]'])(
    'rejects %j',
    (text) => {
      expect(() => parseExactJson(text)).toThrow(SyntaxError)
    },
  )
})
