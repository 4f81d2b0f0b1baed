/** Whether a time lies in a range; both ends belong to it, an open end bounds nothing. */
import { compareTimes, setHalves, type TimeHalves } from './record-time.ts'
import type { TickRange } from './time-range.ts'

export function createTimeTest({ from, to }: TickRange): (time: Readonly<TimeHalves>) => boolean {
  if (from === undefined && to === undefined) return () => true
  const first: TimeHalves = { low: 0, high: 0 }
  const last: TimeHalves = { low: 0xffff_ffff, high: 0xffff_ffff }
  if (from !== undefined) setHalves(first, from)
  if (to !== undefined) setHalves(last, to)
  return (time) => compareTimes(time, first) >= 0 && compareTimes(time, last) <= 0
}
