/** Exit codes (design §6), and which of several applies: the first in this order. */
export const EXIT = {
  interrupted: 130,
  failed: 1,
  usage: 2,
  incomplete: 3,
  found: 4,
  ok: 0,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** What happened during a run. */
export interface Outcome {
  readonly isInterrupted: boolean
  readonly hasFailed: boolean
  readonly isUsageWrong: boolean
  readonly isIncomplete: boolean
  readonly hasFound: boolean
}

/** The exit code of an outcome. */
export function exitCodeOf(outcome: Outcome): ExitCode {
  if (outcome.isInterrupted) return EXIT.interrupted
  if (outcome.hasFailed) return EXIT.failed
  if (outcome.isUsageWrong) return EXIT.usage
  if (outcome.isIncomplete) return EXIT.incomplete
  return outcome.hasFound ? EXIT.found : EXIT.ok
}
