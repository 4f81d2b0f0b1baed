/**
 * What the stages of a scan took, as threads measure it and as people read it. Times in milliseconds of one thread's
 * clock; those of several threads add up. Invariant: sums of parts are the sum of the whole, however it was cut.
 */

/** Sums over steps: ranges of chunks that are decoded in one call. */
export interface StepSums {
  chunks: number
  /** From beginning to end. */
  stepMs: number
  /** Of it in reads of the file. */
  readMs: number
  /** Of it in what is done with records, once for each `consumed`; only where single records are timed. */
  consumeMs: number
  consumed: number
  /** Of that in the engine, and for hits: reasons, copies of records, points of correlations. */
  matchMs: number
  matched: number
  hitMs: number
}

/** Steps in which single records were timed, each for itself or as a sample, and the steps that a sample stands for. */
export interface StageTimes {
  /** Loading decoder and engine, compiling rules. */
  loadMs: number
  /** Whole tasks. */
  taskMs: number
  /** What one look at the clock takes, times the number of threads that measured it. */
  clockMs: number
  clocks: number
  readonly full: StepSums
  readonly sampled: StepSums
  readonly plain: StepSums
}

export interface StageSplit {
  readonly loadMs: number
  readonly readMs: number
  readonly decodeMs: number
  readonly matchMs: number
  readonly hitMs: number
  /** Of tasks, in none of the above: opening files, digests, counting records. */
  readonly otherMs: number
  /** Of all threads together. */
  readonly sumMs: number
  /** Share of the chunks in which single records were timed. */
  readonly sampledShare: number
}

export function emptySteps(): StepSums {
  return {
    chunks: 0,
    stepMs: 0,
    readMs: 0,
    consumeMs: 0,
    consumed: 0,
    matchMs: 0,
    matched: 0,
    hitMs: 0,
  }
}

export function emptyTimes(): StageTimes {
  return {
    loadMs: 0,
    taskMs: 0,
    clockMs: 0,
    clocks: 0,
    full: emptySteps(),
    sampled: emptySteps(),
    plain: emptySteps(),
  }
}

export function addTimes(into: StageTimes, from: StageTimes): void {
  for (const key of ['loadMs', 'taskMs', 'clockMs', 'clocks'] as const) into[key] += from[key]
  for (const key of ['full', 'sampled', 'plain'] as const)
    for (const part of Object.keys(into[key]) as (keyof StepSums)[]) into[key][part] += from[key][part]
}

/** Steps that were not looked into are split as the sampled ones; looks at the clock are taken off. */
export function splitTimes(times: StageTimes): StageSplit {
  const clock = times.clocks === 0 ? 0 : times.clockMs / times.clocks
  const { full, sampled, plain, loadMs, taskMs } = times
  const own = splitSteps(full, clock)
  const sample = splitSteps(sampled, clock)
  const seen = Math.max(sampled.stepMs - sampled.readMs, Number.MIN_VALUE)
  const factor = 1 + (plain.stepMs - plain.readMs) / seen
  const readMs = full.readMs + sampled.readMs + plain.readMs
  const decodeMs = own.decodeMs + (sampled.chunks === 0 ? 0 : factor * sample.decodeMs)
  const matchMs = own.matchMs + (sampled.chunks === 0 ? 0 : factor * sample.matchMs)
  const hitMs = own.hitMs + (sampled.chunks === 0 ? 0 : factor * sample.hitMs)
  const chunks = full.chunks + sampled.chunks + plain.chunks
  return {
    loadMs,
    readMs,
    decodeMs,
    matchMs,
    hitMs,
    otherMs: Math.max(0, taskMs - readMs - decodeMs - matchMs - hitMs),
    sumMs: loadMs + taskMs,
    sampledShare: chunks === 0 ? 1 : (full.chunks + sampled.chunks) / chunks,
  }
}

/** Of the two looks at the clock around something, about one falls into what is measured. */
function splitSteps(
  steps: StepSums,
  clock: number,
): { readonly decodeMs: number; readonly matchMs: number; readonly hitMs: number } {
  const { stepMs, readMs, consumeMs, consumed, matchMs, matched, hitMs } = steps
  return {
    decodeMs: Math.max(0, stepMs - readMs - consumeMs - consumed * clock),
    matchMs: Math.max(0, matchMs - matched * clock),
    hitMs,
  }
}
