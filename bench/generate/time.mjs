/** Times of the generator: ticks of 100 ns since the start of 2026. */

const START_MS = Date.UTC(2026, 0, 1)
const TICKS_PER_MS = 10_000

/** `2026-03-10 06:58:02.304`, as Sysmon writes times. */
export function formatTime(ticks) {
  return new Date(START_MS + Math.floor(ticks / TICKS_PER_MS)).toISOString().slice(0, 23).replace('T', ' ')
}
