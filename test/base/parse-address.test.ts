import { isIP } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAddress, parseIpv4 } from '../../src/base/parse-address.ts'

const zeros = (count: number): number[] => new Array<number>(count).fill(0)

describe('addresses', () => {
  it.each<[string, number[]]>([
    ['0.0.0.0', [0, 0, 0, 0]],
    ['10.1.2.255', [10, 1, 2, 255]],
    ['::', zeros(16)],
    ['::1', [...zeros(15), 1]],
    ['1::', [0, 1, ...zeros(14)]],
    ['FE80::a:B', [0xfe, 0x80, ...zeros(10), 0, 10, 0, 11]],
    ['1:2:3:4:5:6:7::', [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 0]],
    ['::2:3:4:5:6:7:8', [0, 0, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8]],
    ['::ffff:10.1.2.3', [...zeros(10), 0xff, 0xff, 10, 1, 2, 3]],
    ['::FFFF:0A01:0203', [...zeros(10), 0xff, 0xff, 10, 1, 2, 3]],
    ['::10.1.2.3', [...zeros(12), 10, 1, 2, 3]],
    ['64:ff9b::10.1.2.3', [0, 0x64, 0xff, 0x9b, ...zeros(8), 10, 1, 2, 3]],
    ['ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255', new Array<number>(16).fill(255)],
  ])('%s', (text, bytes) => {
    expect(parseAddress(text)).toEqual(bytes)
  })

  it.each([
    '',
    '-',
    ' 10.1.2.3',
    '10.1.2.3 ',
    '10.1.2.3\n',
    '10.1.2',
    '10.1.2.3.4',
    '10.1.2.256',
    '010.1.2.3',
    '10.1.2.00',
    '0x0a.1.2.3',
    '167772160',
    '10.1.2.3:80',
    '\u0661\u0660.1.2.3',
    ':',
    ':::',
    '::1::',
    '1::2::3',
    ':1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '12345::',
    'g::',
    '1.2.3.4::',
    '1.2.3.4:2001::',
    '::1.2.3.4:5',
    '::1.2.3',
    '::01.2.3.4',
    'fe80::1%eth0',
    'fe80::1%',
    '[::1]',
    '[::1]:443',
    '::1/128',
    `${'0'.repeat(1000)}::`,
    ':'.repeat(100_000),
  ])('%j is none', (text) => {
    expect(parseAddress(text)).toBeUndefined()
  })

  it('IPv4 alone is asked for', () => {
    expect(parseIpv4('1.2.3.4')).toEqual([1, 2, 3, 4])
    expect(parseIpv4('::1.2.3.4')).toBeUndefined()
  })

  it('are those that Node knows, zones aside', () => {
    const text = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'0129afFg:::..'), maxLength: 20 }),
      fc
        .array(fc.constantFrom('0', '1', '25', '255', '256', '01', 'ff', 'ffff', '', '1.2.3.4', '::'), {
          maxLength: 9,
        })
        .map((groups) => groups.join(':')),
      fc
        .array(fc.constantFrom('0', '1', '25', '255', '256', '01', ''), { maxLength: 5 })
        .map((parts) => parts.join('.')),
      fc.ipV4(),
      fc.ipV6(),
    )
    fc.assert(
      fc.property(text, (address) => {
        expect([address, parseAddress(address)?.length]).toEqual([address, { 4: 4, 6: 16 }[isIP(address)]])
      }),
      { numRuns: 20_000 },
    )
  })
})
