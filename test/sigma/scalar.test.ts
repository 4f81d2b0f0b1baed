import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimalText, doubtfulScalar, scalarValue } from '../../src/sigma/scalar.ts'
import type { YamlScalar } from '../../src/sigma/yaml-node.ts'

function scalar(text: string, plain = true): YamlScalar {
  return { kind: 'scalar', text, plain, tag: undefined, offset: 0 }
}

describe('plain scalars', () => {
  const cases: [string, string, unknown][] = [
    ['abc', 'string', 'abc'],
    ['', 'null', 'null'],
    ['~', 'null', 'null'],
    ['null', 'null', 'null'],
    ['NULL', 'null', 'null'],
    ['nULL', 'string', 'nULL'],
    ['true', 'boolean', 'true'],
    ['TRUE', 'boolean', 'true'],
    ['False', 'boolean', 'false'],
    ['tRUE', 'string', 'tRUE'],
    ['yes', 'string', 'yes'],
    ['off', 'string', 'off'],
    ['4688', 'number', '4688'],
    ['-1', 'number', '-1'],
    ['+5', 'number', '5'],
    ['0', 'number', '0'],
    ['-0', 'number', '0'],
    ['1.0', 'number', '1'],
    ['1.50', 'number', '1.5'],
    ['.5', 'number', '0.5'],
    ['-.5', 'number', '-0.5'],
    ['1.', 'number', '1'],
    ['1e3', 'number', '1000'],
    ['1.5e-7', 'number', '0.00000015'],
    ['1e21', 'number', '1000000000000000000000'],
    ['0x10', 'number', '16'],
    ['0xFFFFFFFFFFFFFFFF', 'number', '18446744073709551615'],
    ['0o17', 'number', '15'],
    ['18446744073709551615', 'number', '18446744073709551615'],
    ['010', 'string', '010'],
    ['00000429', 'string', '00000429'],
    ['1_000', 'string', '1_000'],
    ['0b1', 'string', '0b1'],
    ['12:30:45', 'string', '12:30:45'],
    ['2024-01-01', 'string', '2024-01-01'],
    ['1.2.3', 'string', '1.2.3'],
    ['1e', 'string', '1e'],
    ['-', 'string', '-'],
    ['.', 'string', '.'],
    ['e5', 'string', 'e5'],
    ['.inf', 'number', '.inf'],
    ['-.Inf', 'number', '-.Inf'],
    ['.nan', 'number', '.nan'],
    ['9'.repeat(401), 'string', '9'.repeat(401)],
  ]
  it.each(cases)('%.30s is a %s', (text, type, canonical) => {
    expect(scalarValue(scalar(text))).toMatchObject({ type, text: canonical })
    expect(scalarValue(scalar(text, false))).toEqual({ type: 'string', text })
  })

  it('have numbers that are exact in their text', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 1n << 80n }), (value) => {
        expect(scalarValue(scalar(value.toString()))).toEqual({
          type: 'number',
          value: Number(value),
          text: value.toString(),
        })
        expect(scalarValue(scalar(`0x${value.toString(16)}`))).toMatchObject({ text: value.toString() })
      }),
    )
  })
})

describe('decimalText', () => {
  it('is plain decimal of the same number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = decimalText(value)
        expect(text).toMatch(/^-?\d+(\.\d+)?$/)
        expect(Number(text)).toBe(value === 0 ? 0 : value)
      }),
    )
  })
})

describe('doubtful plain scalars', () => {
  it.each([
    'yes',
    'No',
    'ON',
    'off',
    '010',
    '00000429',
    '0o17',
    '0x10',
    '0b11',
    '1_000',
    '12:30',
    '1:2:3',
    '1e3',
    '1.5e3',
  ])('warns about %s', (text) => {
    expect(doubtfulScalar(scalar(text))).toEqual(expect.any(String))
    expect(doubtfulScalar(scalar(text, false))).toBeUndefined()
  })

  it.each([
    '0',
    '10',
    '1.5',
    'true',
    'null',
    '~',
    'yes!',
    'y',
    '2024-01-01',
    '10.0.0.0/8',
    '::1',
    'a:b',
    'none',
    '1.5e+3x',
  ])('does not warn about %s', (text) => expect(doubtfulScalar(scalar(text))).toBeUndefined())
})
