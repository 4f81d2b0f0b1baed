/** UTF-8 of UTF-16 units that are not ASCII. Invariant: a unit takes at most three bytes, a pair four. */

export function isHighHalf(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800
}

export function isLowHalf(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00
}

/** Writes a unit that is no half of a pair; returns where the next byte goes. */
export function writeUnit(bytes: Uint8Array, at: number, unit: number): number {
  if (unit < 0x80) {
    bytes[at] = unit
    return at + 1
  }
  if (unit < 0x800) {
    bytes[at] = 0xc0 | (unit >> 6)
    bytes[at + 1] = 0x80 | (unit & 0x3f)
    return at + 2
  }
  bytes[at] = 0xe0 | (unit >> 12)
  bytes[at + 1] = 0x80 | ((unit >> 6) & 0x3f)
  bytes[at + 2] = 0x80 | (unit & 0x3f)
  return at + 3
}

/** Writes a pair of halves. */
export function writePair(bytes: Uint8Array, at: number, high: number, low: number): number {
  const code = 0x10000 + ((high & 0x3ff) << 10) + (low & 0x3ff)
  bytes[at] = 0xf0 | (code >> 18)
  bytes[at + 1] = 0x80 | ((code >> 12) & 0x3f)
  bytes[at + 2] = 0x80 | ((code >> 6) & 0x3f)
  bytes[at + 3] = 0x80 | (code & 0x3f)
  return at + 4
}

const DIGITS = Buffer.from('0123456789abcdef', 'latin1')

/** Writes the last `count` hexadecimal digits of a number, lower case. */
export function writeHex(bytes: Uint8Array, at: number, value: number, count: number): number {
  for (let i = 0; i < count; i++) bytes[at + i] = DIGITS[(value >> (4 * (count - 1 - i))) & 15]!
  return at + count
}
