/**
 * The gate before a program: what a record is looked at for first. In: the choice of its bucket. Out: programs over a
 * few atoms and rules, for one shape. Invariant: made anew when the bucket chooses anew.
 */
import type { Program } from './program.ts'

export interface Gate {
  /** Choice of the bucket that the rest is for. */
  version: number
  /** Undefined: every record is let through. */
  asks: GateSteps | undefined
  /** Records since the last review, and those let through. */
  asked: number
  passed: number
  /** Records turned away by TypeScript since its trial was reviewed (trial.ts). */
  turnedAway: number
}

/** The number of a rule that lets a record through; below those of rules, which are bounds and say which to evaluate. */
export const LETS_THROUGH: number = -1

export interface GateSteps {
  /** Asks for evaluated rules and bounds (`KeyChoice`) together. */
  readonly asked: Program
  /** One program a rule; made when it is first asked for. */
  readonly bounded: (rule: number) => Program
}

export function createGate(): Gate {
  return { version: 0, asks: undefined, asked: 0, passed: 0, turnedAway: 0 }
}
