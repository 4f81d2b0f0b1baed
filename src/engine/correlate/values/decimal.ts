/**
 * Exact decimal numbers: integers scaled by 10^24, so that sums, averages and percentiles of a sliding window are the
 * same whatever values came and went before, and `0.1 + 0.2` is `0.3`. In: texts. Out: bigints, and fixed words that
 * sort as the numbers do. Invariant: what is no plain decimal (sign and fraction allowed) is no number.
 */

/** 32-bit words of a number in sortable form. */
export const DECIMAL_WORDS = 6

const FRACTION_DIGITS = 24
/** A number of an event has 20 digits at most (64 bits); 30 + 24 digits fit in the words. */
const DECIMAL = /^([+-]?)(\d{1,30})(?:\.(\d{1,400}))?$/
const EXPONENT = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/
export const SCALE: bigint = 10n ** BigInt(FRACTION_DIGITS)
/** Makes every number positive, so that words compare as the numbers. */
const OFFSET = 1n << 191n

/** Further fraction digits than the scale has are cut. */
export function parseDecimal(text: string): bigint | undefined {
  const match = DECIMAL.exec(text)
  if (match === null) return undefined
  const [, sign, whole = '', fraction = ''] = match
  const scaled = BigInt(whole + fraction.slice(0, FRACTION_DIGITS).padEnd(FRACTION_DIGITS, '0'))
  return sign === '-' ? -scaled : scaled
}

/** The number that a rule's author wrote: the shortest text that reads back as it. */
export function scaleNumber(value: number): bigint {
  const text = String(value)
  const exponent = EXPONENT.exec(text)
  if (exponent === null) return parseDecimal(text) ?? 0n
  const [, sign, first = '', rest = '', power] = exponent
  const shift = FRACTION_DIGITS + Number(power) - rest.length
  const digits = BigInt(first + rest)
  const scaled = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift)
  return sign === '-' ? -scaled : scaled
}

export function writeDecimal(value: bigint, words: Uint32Array, at: number): void {
  let rest = value + OFFSET
  for (let i = DECIMAL_WORDS - 1; i >= 0; i--) {
    words[at + i] = Number(rest & 0xffff_ffffn)
    rest >>= 32n
  }
}

export function readDecimal(words: Uint32Array, at: number): bigint {
  let value = 0n
  for (let i = 0; i < DECIMAL_WORDS; i++) value = (value << 32n) | BigInt(words[at + i]!)
  return value - OFFSET
}
