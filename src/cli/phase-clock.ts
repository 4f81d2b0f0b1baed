/**
 * What the phases of a run take. In: the ends of phases, one after the other. Out: wall and processor time of each.
 * Invariant: phases follow each other without gaps, from the start of the process on; processor time is that of all
 * threads together.
 */
import { performance } from 'node:perf_hooks'

export interface PhaseTime {
  readonly phase: string
  readonly wallMs: number
  readonly cpuMs: number
}

export interface PhaseClock {
  /** Ends a phase; the next one begins. */
  end(phase: string): void
  /** Those that have ended. */
  readonly phases: readonly PhaseTime[]
}

/** The first phase began with the process. */
export function createPhaseClock(): PhaseClock {
  const phases: PhaseTime[] = []
  let wall = 0
  let cpu = 0
  return {
    phases,
    end: (phase) => {
      const wallNow = performance.now()
      const { user, system } = process.cpuUsage()
      const cpuNow = (user + system) / 1000
      phases.push({ phase, wallMs: wallNow - wall, cpuMs: cpuNow - cpu })
      wall = wallNow
      cpu = cpuNow
    },
  }
}
