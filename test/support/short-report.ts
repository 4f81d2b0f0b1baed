/** Failures of properties over rules and events, short enough to read: tables of values and what engines remember are left out. */
import type { RunDetails } from 'fast-check'

const LONG = 6000

export function shortReport<Ts>(run: RunDetails<Ts>): void {
  if (!run.failed) return
  const example = JSON.stringify(run.counterexample, (key, value: unknown) => {
    if (key === 'memo' || key === 'view') return undefined
    if (key === 'slotCount') return value
    if (ArrayBuffer.isView(value))
      return `${value.constructor.name} ${[...new Uint8Array(value.buffer, value.byteOffset, 40)]}`
    return value
  })
  throw new Error(
    `seed ${run.seed}, path ${run.counterexamplePath}, after ${run.numRuns} runs: ${example?.slice(0, LONG)}`,
    { cause: run.errorInstance },
  )
}
