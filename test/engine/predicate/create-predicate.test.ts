/** Values of rules against one text (sigma-semantics §2.1, §3). */
import { describe, expect, test } from 'vitest'
import { parseAddress } from '../../../src/base/parse-address.ts'
import { compareTexts } from '../../../src/engine/predicate/compare-texts.ts'
import type { TextValue } from '../../../src/engine/predicate/create-predicate.ts'
import { createPredicate } from '../../../src/engine/predicate/create-predicate.ts'
import type { TimePart } from '../../../src/sigma/ast.ts'

const number = (value: number): TextValue => ({ op: 'number', value, text: String(value) })
const boolean = (value: boolean): TextValue => ({ op: 'boolean', value, text: String(value) })
const regex = (source: string, flags = ''): TextValue => ({ op: 'regex', source, flags, text: source })
const compare = (relation: 'gt' | 'gte' | 'lt' | 'lte', value: number): TextValue => ({
  op: 'compare',
  relation,
  value,
  text: String(value),
})
function cidr(text: string): TextValue {
  const [network = '', bits] = text.split('/')
  return { op: 'cidr', network: parseAddress(network)!, prefixBits: Number(bits), text }
}
const timepart = (part: TimePart, value: number): TextValue => ({
  op: 'timepart',
  part,
  value,
  text: String(value),
})

describe('createPredicate', () => {
  test.each<[TextValue, string, boolean]>([
    [number(4688), '4688', true],
    [number(4688), '04688', false],
    [number(4688), '+4688', false],
    [number(4688), '4688.0', false],
    [number(4688), ' 4688', false],
    [number(10), '0xa', false],
    [number(-1), '-1', true],
    [number(1.5), '1.5', true],
    [boolean(true), 'True', true],
    [boolean(true), '1', false],
    [boolean(false), 'FALSE', true],
    [regex('b'), 'abc', true],
    [regex('abc'), 'ABC', false],
    [regex('abc', 'i'), 'ABC', true],
    [regex('^$'), '', true],
    [compare('gt', 9), '10', true],
    [compare('gt', 10), '10', false],
    [compare('gte', 10), '10.0', true],
    [compare('lt', 0), '-0.5', true],
    [compare('lte', -1), '-1', true],
    [compare('gt', 5), '0x10', false],
    [compare('gt', 5), 'abc', false],
    [compare('gt', 5), '', false],
    [compare('gt', 5), '1e3', false],
    [compare('gt', 5), ' 10', false],
    [compare('gt', 5), '+10', true],
    [compare('gt', 5), '.9', false],
    [compare('lt', 5), '1.', false],
    [compare('gt', 9007199254740992), '9007199254740993', true],
    [compare('lt', 9007199254740992), '-9007199254740993', true],
    [compare('gt', 0), '+18446744073709551615', true],
    [compare('gt', 0), `1${'0'.repeat(500)}`, false],
    [{ op: 'oneOf', values: [number(1), number(2)], text: 'x' }, '2', true],
    [{ op: 'oneOf', values: [number(1), number(2)], text: 'x' }, '3', false],
  ])('%j on %j is %s', (value, text, expected) => {
    expect(createPredicate(value)(text)).toBe(expected)
  })

  test('keywords find numbers and booleans anywhere', () => {
    expect(createPredicate(number(46), true)('a468b')).toBe(true)
    expect(createPredicate(number(46))('a468b')).toBe(false)
    expect(createPredicate(boolean(true), true)('xTRUEx')).toBe(true)
  })

  test('a regular expression that cannot run is an error of the caller', () => {
    expect(() => createPredicate(regex('('))).toThrow(/parenthesis/)
  })
})

describe('cidr', () => {
  test.each<[string, string, boolean]>([
    ['10.0.0.0/8', '10.1.2.3', true],
    ['10.0.0.0/8', '11.1.2.3', false],
    ['10.0.0.0/8', '010.1.2.3', false],
    ['10.0.0.0/8', '10.1.2', false],
    ['10.0.0.0/8', '10.1.2.256', false],
    ['10.0.0.0/8', ' 10.1.2.3', false],
    ['10.0.0.0/8', '-', false],
    ['10.0.0.0/8', '', false],
    ['0.0.0.0/0', '1.2.3.4', true],
    ['0.0.0.0/0', '::1', false],
    ['1.2.3.4/32', '1.2.3.4', true],
    ['1.2.3.4/32', '1.2.3.5', false],
    ['192.168.128.0/17', '192.168.129.1', true],
    ['192.168.128.0/17', '192.168.127.1', false],
    ['10.0.0.0/8', '::ffff:10.1.2.3', true],
    ['10.0.0.0/8', '::FFFF:0A01:0203', true],
    ['10.0.0.0/8', '::10.1.2.3', false],
    ['::/0', '10.1.2.3', false],
    ['::ffff:0:0/96', '::ffff:10.1.2.3', true],
    ['fe80::/10', 'FE80:0:0:0:0:0:0:1', true],
    ['fe80::/10', 'fe80::1%eth0', true],
    ['fe80::/10', 'febf::1', true],
    ['fe80::/10', 'fec0::1', false],
    ['::1/128', '0:0:0:0:0:0:0:1', true],
    ['::1/128', '::1f', false],
    ['::1/128', '1::1::1', false],
    ['::1/128', '0:0:0:0:0:0:0:0:1', false],
    ['::1/128', ':::1', false],
    ['2001:db8::/32', '2001:db8:1:2:3:4:5::', true],
    ['2001:db8::/32', '2001:db8:1:2:3:4:5:6:7', false],
    ['2001:db8::/32', '2001:db8::12345', false],
    ['2001:db8::/32', '1.2.3.4:2001::', false],
    ['10.0.0.0/8', '::ffff:10.1.2.3%4', true],
    ['10.0.0.0/8', '10.1.2.3%4', false],
    ['10.0.0.0/8', '10.1.2.3:80', false],
    ['10.0.0.0/8', '10.1.2.3/8', false],
    ['::1/128', '[::1]', false],
    ['::1/128', '[::1]:443', false],
    ['fe80::/10', 'fe80::1%', true],
    ['fe80::/10', `fe80::1%${'x'.repeat(92)}`, true],
    ['fe80::/10', `fe80::1%${'x'.repeat(93)}`, false],
  ])('%s holds %s: %s', (network, text, expected) => {
    expect(createPredicate(cidr(network))(text)).toBe(expected)
  })
})

test('networks that are asked of several texts in turn', () => {
  const texts = ['10.1.2.3', '::ffff:192.168.0.1', 'fe80::1%eth0', '-', '', '192.168.0.1', '10.1.2.3']
  const networks = ['10.0.0.0/8', '192.168.0.0/16', 'fe80::/10'].map((network) =>
    createPredicate(cidr(network)),
  )
  expect(texts.map((text) => networks.map((test) => test(text)))).toEqual([
    [true, false, false],
    [false, true, false],
    [false, false, true],
    [false, false, false],
    [false, false, false],
    [false, true, false],
    [true, false, false],
  ])
  for (const test of networks) expect(texts.some(test)).toBe(true)
})

describe('parts of a time', () => {
  test.each<[TimePart, string, number | undefined]>([
    ['hour', '2021-03-04T05:06:07.1234567Z', 5],
    ['minute', '2021-03-04T05:06:07.1234567Z', 6],
    ['day', '2021-03-04 05:06:07.123', 4],
    ['month', '2021-03-04 05:06:07.123', 3],
    ['year', '2021-12-31T23:59:59.9999999Z', 2021],
    ['hour', '2021-03-04T00:30:00+01:00', 23],
    ['week', '2021-01-03T00:00:00Z', 53],
    ['week', '2021-01-04T00:00:00Z', 1],
    ['week', '2018-12-31T12:00:00Z', 1],
    ['week', '2020-12-31T12:00:00Z', 53],
    ['hour', '05:06', undefined],
    ['hour', '2021-02-30T05:06:07Z', undefined],
    ['hour', '', undefined],
  ])('%s of %s is %s', (part, text, expected) => {
    if (expected === undefined) {
      for (let n = 0; n < 60; n++) expect(createPredicate(timepart(part, n))(text)).toBe(false)
      return
    }
    expect(createPredicate(timepart(part, expected))(text)).toBe(true)
    expect(createPredicate(timepart(part, expected + 1))(text)).toBe(false)
  })
})

describe('fieldref', () => {
  test.each([
    ['equals', 'ABC', 'abc', true],
    ['equals', 'abcd', 'abc', false],
    ['startswith', 'ABCd', 'abc', true],
    ['endswith', 'xABC', 'abc', true],
    ['contains', 'xABCx', 'abc', true],
    ['contains', 'z100z', '1%0', false],
    ['contains', 'abc', 'a*c', false],
    ['contains', 'abc', '', true],
    ['equals', '', '', true],
  ] as const)('%s: %s and %s: %s', (mode, text, other, expected) => {
    expect(compareTexts(mode, text, other)).toBe(expected)
  })
})
