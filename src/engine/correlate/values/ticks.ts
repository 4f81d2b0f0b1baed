/**
 * FILETIME ticks and spans as two unsigned 32-bit halves, so that windows end on the exact tick: a double holds only
 * 2^53 of the 2^64 ticks. Invariant: no result leaves 0 … 2^64 - 1; what would is cut to that range.
 */

/** Unsigned halves of a time or a span. */
export interface Ticks {
  readonly high: number
  readonly low: number
}

const HALF = 4_294_967_296
const MAX_TICKS = (1n << 64n) - 1n

export const LONGEST: Ticks = { high: HALF - 1, low: HALF - 1 }

export function ticksFromMs(ms: number): Ticks {
  return ticksFromBigInt(BigInt(ms) * 10_000n)
}

export function ticksFromBigInt(ticks: bigint): Ticks {
  const cut = ticks < 0n ? 0n : ticks > MAX_TICKS ? MAX_TICKS : ticks
  return { high: Number(cut >> 32n), low: Number(cut & 0xffff_ffffn) }
}

/** Below zero, zero or above zero as the first is earlier than, equal to or later than the second. */
export function compareTicks(high: number, low: number, otherHigh: number, otherLow: number): number {
  return high === otherHigh ? low - otherLow : high - otherHigh
}

/** `time + span`. */
export function addSpan(high: number, low: number, span: Ticks): Ticks {
  const sum = low + span.low
  const sumHigh = high + span.high + (sum >= HALF ? 1 : 0)
  return sumHigh >= HALF ? LONGEST : { high: sumHigh, low: sum >= HALF ? sum - HALF : sum }
}

/** `time - span`. */
export function subtractSpan(high: number, low: number, span: Ticks): Ticks {
  const isBorrowed = low < span.low
  const restHigh = high - span.high - (isBorrowed ? 1 : 0)
  return restHigh < 0
    ? { high: 0, low: 0 }
    : { high: restHigh, low: low - span.low + (isBorrowed ? HALF : 0) }
}
