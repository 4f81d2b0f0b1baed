/**
 * What keeps a scan of these logs from being faster. In: runs by number of threads, and what came before them. Out: one
 * sentence a limit, the strongest first. Invariant: each says which figures it rests on.
 */
import { type BenchRun, STAGE_NAMES } from './figures.ts'

export interface Limit {
  readonly code: 'disk' | 'start-up' | 'stage' | 'threads-wait' | 'threads-slow' | 'more-threads'
  readonly text: string
}

export interface LimitInput {
  /** By number of threads, the smallest first; at least one. */
  readonly runs: readonly BenchRun[]
  /** Reading and preparing the rules. */
  readonly rulesMs: number
  /** The first reading of the logs, before anything else had read them here. */
  readonly firstReadMs: number
  readonly bytes: number
  /** Threads that the machine can run at a time. */
  readonly cores: number
}

/** A second thread is worth its while from here on; below, something is in the way. */
const GOOD_GAIN = 0.7
/** Cores used, of the threads there are, below which threads wait. */
const BUSY = 0.8
/** More CPU time than with one thread, from which on threads slow each other down. */
const SLOWED = 1.25

export function findLimits(input: LimitInput): readonly Limit[] {
  const { runs, cores } = input
  const fastest = runs.reduce((best, run) => (run.total.wallMs < best.total.wallMs ? run : best))
  const limits = [
    diskLimit(input, fastest),
    startLimit(input, fastest),
    stageLimit(fastest),
    threadLimit(runs),
    moreThreads(fastest, runs, cores),
  ]
  return limits.filter((limit) => limit !== undefined)
}

function diskLimit({ firstReadMs, bytes }: LimitInput, fastest: BenchRun): Limit | undefined {
  if (firstReadMs <= fastest.total.wallMs) return undefined
  const text = `Reading: the first reading gave ${rate(bytes, firstReadMs)}, and ${threads(fastest.threads)} could take in ${rate(bytes, fastest.total.wallMs)}. A faster disk would help, more threads would not.`
  return { code: 'disk', text }
}

function startLimit({ rulesMs }: LimitInput, fastest: BenchRun): Limit | undefined {
  const startMs = rulesMs + fastest.startMs
  if (startMs <= fastest.total.wallMs) return undefined
  const text = `Start: rules and threads take ${seconds(startMs)} before the first record, the logs themselves ${seconds(fastest.total.wallMs)}. Scan many logs in one run rather than one by one.`
  return { code: 'start-up', text }
}

function stageLimit(fastest: BenchRun): Limit | undefined {
  const stage = STAGE_NAMES.reduce((most, name) =>
    fastest.stages[name].wallMs > fastest.stages[most].wallMs ? name : most,
  )
  const share = Math.round((100 * fastest.stages[stage].wallMs) / fastest.total.wallMs)
  const advice = {
    reading: 'The logs come from memory or disk as fast as they can be taken in.',
    decoding: 'Few records are wanted by rules, or few rules look at them.',
    matching: 'Fewer rules (--min-level, --preset) make this part smaller.',
    reporting: 'There are many hits; rules that hit everywhere can be left out (--exclude-rule).',
  }[stage]
  return { code: 'stage', text: `${capital(stage)} takes most of the time: ${share} %. ${advice}` }
}

/** From one thread to the most that were measured. */
function threadLimit(runs: readonly BenchRun[]): Limit | undefined {
  const [first, last] = [runs[0]!, runs.at(-1)!]
  if (last.threads <= first.threads) return undefined
  const gain = first.total.wallMs / last.total.wallMs
  if (gain >= GOOD_GAIN * (last.threads / first.threads)) return undefined
  const head = `${threads(last.threads)} are ${gain.toFixed(1)} times as fast as one`
  if (last.coresUsed < BUSY * last.threads)
    return {
      code: 'threads-wait',
      text: `${head}: they used only ${last.coresUsed.toFixed(1)} cores. Other programs, the disk or the reporting of many hits (which is one thread's work) hold them up.`,
    }
  const slowed = last.total.cpuMs / first.total.cpuMs
  if (slowed < SLOWED) return undefined
  return {
    code: 'threads-slow',
    text: `${head}: together they need ${slowed.toFixed(1)} times the processor time. Cores that share memory or are only halves of one slow each other down.`,
  }
}

function moreThreads(fastest: BenchRun, runs: readonly BenchRun[], cores: number): Limit | undefined {
  const most = runs.at(-1)!.threads
  if (fastest.threads < most || most >= cores) return undefined
  return { code: 'more-threads', text: `The machine has ${cores} cores: try --threads ${cores}.` }
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 995 ? 2 : 1)} s`
const rate = (bytes: number, ms: number): string => `${Math.round(bytes / 1000 / Math.max(ms, 0.001))} MB/s`
const threads = (count: number): string => (count === 1 ? '1 thread' : `${count} threads`)
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
