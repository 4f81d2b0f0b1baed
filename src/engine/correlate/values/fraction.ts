/**
 * Exact quotients, for averages and interpolated percentiles. Invariant: the denominator is above zero.
 */

export interface Fraction {
  readonly numerator: bigint
  readonly denominator: bigint
}

/** Decimals shown of a quotient that does not end. */
const SHOWN_DECIMALS = 6
const SHOWN_SCALE = 10n ** BigInt(SHOWN_DECIMALS)

export function wholeFraction(value: number): Fraction {
  return { numerator: BigInt(value), denominator: 1n }
}

/** Below zero, zero or above zero as `a` is less than, equal to or greater than `b`. */
export function compareFractions(a: Fraction, b: Fraction): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** Decimal text, rounded half away from zero, without zeros at the end. */
export function formatFraction({ numerator, denominator }: Fraction): string {
  const size = numerator < 0n ? -numerator : numerator
  const rounded = (2n * size * SHOWN_SCALE + denominator) / (2n * denominator)
  const fraction = String(rounded % SHOWN_SCALE)
    .padStart(SHOWN_DECIMALS, '0')
    .replace(/0+$/, '')
  const sign = numerator < 0n && rounded > 0n ? '-' : ''
  return `${sign}${rounded / SHOWN_SCALE}${fraction === '' ? '' : `.${fraction}`}`
}
