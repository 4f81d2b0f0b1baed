/**
 * Windows that overlap are one alert: an attack that goes on for an hour is one finding, not one for each event.
 * In: windows by time. Out: alerts by time. Invariant: two alerts share no point.
 */
import { compareFractions, type Fraction } from '../values/fraction.ts'
import { compareTicks, type Ticks } from '../values/ticks.ts'
import type { Window } from './window.ts'

export interface Alert {
  readonly firstPosition: number
  readonly endPosition: number
  readonly end: Ticks
  /** How many windows it is made of. */
  readonly windows: number
  /** The most telling value of its windows: the greatest, or the least where the condition asks for little. */
  readonly value: Fraction | undefined
  /** Slots whose points are evidence; undefined: all. */
  readonly slots: ReadonlySet<number> | undefined
}

/** The alert with the window in it; undefined when the window does not overlap it. */
export function joinWindow(alert: Alert, window: Window, isLeastTelling: boolean): Alert | undefined {
  if (compareTicks(window.start.high, window.start.low, alert.end.high, alert.end.low) > 0) return undefined
  return {
    firstPosition: Math.min(alert.firstPosition, window.firstPosition),
    endPosition: Math.max(alert.endPosition, window.endPosition),
    end: window.end,
    windows: alert.windows + 1,
    value: moreTelling(alert.value, window.value, isLeastTelling),
    slots: window.slots === undefined ? undefined : new Set([...(alert.slots ?? []), ...window.slots]),
  }
}

export function openAlert({ firstPosition, endPosition, end, value, slots }: Window): Alert {
  return {
    firstPosition,
    endPosition,
    end,
    windows: 1,
    value,
    slots: slots === undefined ? undefined : new Set(slots),
  }
}

function moreTelling(
  a: Fraction | undefined,
  b: Fraction | undefined,
  isLeastTelling: boolean,
): Fraction | undefined {
  if (a === undefined || b === undefined) return a ?? b
  const order = compareFractions(a, b)
  return isLeastTelling === order <= 0 ? a : b
}
