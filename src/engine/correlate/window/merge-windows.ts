/**
 * The windows of several terms as one series by time. In: windows of each term. Out: all of them, equal ones once,
 * with the evidence of all.
 * Invariant: in and out they ascend by start; all have the length of the timespan, so they ascend by end too.
 */
import { compareTicks } from '../values/ticks.ts'
import { PAUSE, type Window, type Windows } from './window.ts'

export function* mergeWindows(terms: readonly Windows[]): Windows {
  if (terms.length === 1) return yield* terms[0]!
  const waiting: { readonly windows: Windows; window: Window }[] = []
  for (const windows of terms) {
    const window = yield* advance(windows)
    if (window !== undefined) waiting.push({ windows, window })
  }
  while (waiting.length > 0) {
    const first = waiting.reduce((a, b) => (compareWindows(b.window, a.window) < 0 ? b : a)).window
    const equal = waiting.filter(({ window }) => compareWindows(window, first) === 0)
    yield { ...first, slots: equal.flatMap(({ window }) => window.slots ?? []) }
    for (const one of equal) {
      const window = yield* advance(one.windows)
      if (window === undefined) waiting.splice(waiting.indexOf(one), 1)
      else one.window = window
    }
  }
}

/** The next window; pauses are handed on. */
function* advance(windows: Windows): Generator<typeof PAUSE, Window | undefined, void> {
  for (;;) {
    const { value, done } = windows.next()
    if (done === true) return undefined
    if (value !== PAUSE) return value
    yield PAUSE
  }
}

function compareWindows(a: Window, b: Window): number {
  return (
    compareTicks(a.start.high, a.start.low, b.start.high, b.start.low) ||
    compareTicks(a.end.high, a.end.low, b.end.high, b.end.low)
  )
}
