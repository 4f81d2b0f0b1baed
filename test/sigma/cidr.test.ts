import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCidr } from '../../src/sigma/cidr.ts'

const zeros = (count: number) => new Array<number>(count).fill(0)

describe('networks', () => {
  const cases: [string, number[], number][] = [
    ['10.0.0.0/8', [10, 0, 0, 0], 8],
    ['192.168.1.0/24', [192, 168, 1, 0], 24],
    ['0.0.0.0/0', [0, 0, 0, 0], 0],
    ['1.2.3.4', [1, 2, 3, 4], 32],
    ['1.2.3.4/32', [1, 2, 3, 4], 32],
    ['10.0.0.0/255.0.0.0', [10, 0, 0, 0], 8],
    ['10.0.0.0/255.255.255.252', [10, 0, 0, 0], 30],
    ['10.0.0.0/0.255.255.255', [10, 0, 0, 0], 8],
    ['0.0.0.0/0.0.0.0', [0, 0, 0, 0], 0],
    ['::1', [...zeros(15), 1], 128],
    ['::/0', zeros(16), 0],
    ['fe80::/10', [0xfe, 0x80, ...zeros(14)], 10],
    ['FE80:0:0:0:0:0:0:0/64', [0xfe, 0x80, ...zeros(14)], 64],
    ['2001:db8::1:0/112', [0x20, 0x01, 0x0d, 0xb8, ...zeros(8), 0, 1, 0, 0], 112],
    ['::ffff:1.2.3.4/128', [...zeros(10), 0xff, 0xff, 1, 2, 3, 4], 128],
    ['1:2:3:4:5:6:7::', [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 0], 128],
  ]
  it.each(cases)('%s', (text, network, prefixBits) => {
    expect(parseCidr(text)).toEqual({ network, prefixBits })
  })

  const refused = [
    '10.0.0.1/8',
    '10.0.0.0/0.0.0.0',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '10.0.0.0/255.0.255.0',
    '10.0.0/8',
    '10.0.0.0.0',
    '10.0.0.01/32',
    '256.0.0.0/8',
    '1.2.3.4 ',
    'abc',
    '',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '12345::',
    'g::',
    'fe80::1%eth0',
    'fe80::1/10',
    '::/129',
    '::/ffff::',
    '1.2.3.4::',
    ':1:2:3:4:5:6:7',
  ]
  it.each(refused)('refuses %j', (text) => {
    expect(parseCidr(text)).toEqual(expect.any(String))
  })

  it('takes exactly the networks without host bits', () => {
    const address = fc.uint8Array({ minLength: 4, maxLength: 4 })
    fc.assert(
      fc.property(address, fc.integer({ min: 0, max: 32 }), (bytes, bits) => {
        const number = bytes.reduce((sum, byte) => sum * 256 + byte, 0)
        const parsed = parseCidr(`${[...bytes].join('.')}/${bits}`)
        expect(typeof parsed === 'object').toBe(number % 2 ** (32 - bits) === 0)
      }),
    )
  })

  it('reads an IPv6 address in any of its spellings alike', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 8, maxLength: 8 }), (groups) => {
        const full = groups.map((group) => group.toString(16)).join(':')
        const padded = groups.map((group) => group.toString(16).padStart(4, '0').toUpperCase()).join(':')
        const short = new URL(`http://[${full}]`).hostname.slice(1, -1)
        expect(parseCidr(short)).toEqual(parseCidr(full))
        expect(parseCidr(padded)).toEqual(parseCidr(full))
        expect(parseCidr(full)).toMatchObject({ network: groups.flatMap((group) => [0, group]) })
      }),
    )
  })
})
