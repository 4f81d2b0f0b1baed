/**
 * From passes to what each stage costs. In: the passes of one number of threads, the bytes they read. Out: medians, rates
 * and shares. Invariant: a stage's cost is what its pass takes longer than the one before; it is never below zero.
 */
import { type Pass, type PhaseFigures, STAGES } from '../../scan/phases.ts'

/** Milliseconds: of the clock, and of all threads together. */
export interface Cost {
  readonly wallMs: number
  readonly cpuMs: number
}

export type StageName = 'reading' | 'decoding' | 'matching' | 'reporting'

export const STAGE_NAMES: readonly StageName[] = ['reading', 'decoding', 'matching', 'reporting']

/** What one number of threads came to. */
export interface BenchRun {
  readonly threads: number
  /** Starting the threads and compiling the rules in each; not part of the total. */
  readonly startMs: number
  readonly stages: Readonly<Record<StageName, Cost>>
  readonly total: Cost
  /** Bytes of the logs a second. */
  readonly bytesPerSecond: number
  readonly recordsPerSecond: number
  /** Processor time over time of the clock. */
  readonly coresUsed: number
  readonly passes: readonly Pass[]
}

export function summarisePasses(figures: PhaseFigures, bytes: number): BenchRun {
  const { threads, startMs, passes, records } = figures
  const upTo = STAGES.map((stage) => {
    const own = passes.filter((pass) => pass.stage === stage)
    return { wallMs: median(own.map((p) => p.wallMs)), cpuMs: median(own.map((p) => p.cpuMs)) }
  })
  const costs = upTo.map((cost, i) => {
    const before = upTo[i - 1] ?? { wallMs: 0, cpuMs: 0 }
    return {
      wallMs: Math.max(0, cost.wallMs - before.wallMs),
      cpuMs: Math.max(0, cost.cpuMs - before.cpuMs),
    }
  })
  const total = upTo.at(-1)!
  const seconds = total.wallMs / 1000
  return {
    threads,
    startMs,
    stages: {
      reading: costs[0]!,
      decoding: costs[1]!,
      matching: costs[2]!,
      reporting: costs[3]!,
    },
    total,
    bytesPerSecond: bytes / seconds,
    recordsPerSecond: records / seconds,
    coresUsed: total.cpuMs / total.wallMs,
    passes,
  }
}

/** The middle one; the mean of the two middle ones when they are even in number. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length >> 1
  if (sorted.length === 0) return 0
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}

/** 1, 2, 4, … up to `most`, and `most` itself. */
export function threadCounts(most: number): readonly number[] {
  const counts: number[] = []
  for (let count = 1; count < most; count *= 2) counts.push(count)
  return [...counts, most]
}
