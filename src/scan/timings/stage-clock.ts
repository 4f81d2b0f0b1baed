/**
 * Times the stages of a thread. In: decoder, consumer, engine. Out: the same with a clock around them, and sums.
 * Single records are timed in the first `FULL_CHUNKS` chunks and in every `SAMPLE_EVERY`th step behind them: two looks at the
 * clock for each record would else take a tenth of the time of fast scans. Invariant: what is decoded and matched is the
 * same.
 */
import type { ByteReader } from '../../base/byte-reader.ts'
import type { EventConsumer } from '../../event/consumer.ts'
import type { LogDecoder } from '../../event/decoder.ts'
import type { Engine } from '../stages.ts'
import type { ReadingStages } from '../stop-after.ts'
import { emptyTimes, type StageTimes, type StepSums } from './stage-times.ts'

/** 64 MB of log: small scans are timed whole. */
const FULL_CHUNKS = 1024
const SAMPLE_EVERY = 8
/** Looks at the clock from which the cost of one is found. */
const CALIBRATION_LOOKS = 2000

export interface StageClock {
  timeLoad<T>(load: () => Promise<T>): Promise<T>
  timeTask<T>(run: () => T): T
  timeStages(stages: ReadingStages): ReadingStages
  timeEngine(engine: Engine): Engine
  /** Since the last call. */
  take(): StageTimes
}

/** Where the step that runs is counted. */
interface Watch {
  times: StageTimes
  sums: StepSums
  /** Single records are timed. */
  isLooking: boolean
  /** When the engine found a match for the record that is visited; 0 without one. */
  matchEndMs: number
  chunks: number
  steps: number
}

export function createStageClock(): StageClock {
  const clockMs = measureClock()
  const times = emptyTimes()
  const watch: Watch = { times, sums: times.full, isLooking: false, matchEndMs: 0, chunks: 0, steps: 0 }
  return {
    async timeLoad(load) {
      const before = performance.now()
      const loaded = await load()
      watch.times.loadMs += performance.now() - before
      return loaded
    },
    timeTask(run) {
      const before = performance.now()
      const result = run()
      watch.times.taskMs += performance.now() - before
      return result
    },
    timeStages: ({ decoder, consumer }) => {
      const watched = watchConsumer(watch, consumer)
      const decodeRange: LogDecoder['decodeRange'] = (reader, name, layout, chunk, count, _, report) => {
        beginStep(watch, count)
        const taker = watch.isLooking ? watched : consumer
        const before = performance.now()
        const counts = decoder.decodeRange(
          watchReader(watch, reader),
          name,
          layout,
          chunk,
          count,
          taker,
          report,
        )
        watch.sums.stepMs += performance.now() - before
        return counts
      }
      return { consumer, decoder: { ...decoder, decodeRange } }
    },
    timeEngine: (engine) => watchEngine(watch, engine),
    take: () => {
      const taken = watch.times
      watch.times = emptyTimes()
      return Object.assign(taken, { clockMs, clocks: 1 })
    },
  }
}

function beginStep(watch: Watch, chunkCount: number): void {
  const { full, sampled, plain } = watch.times
  const isFull = watch.chunks < FULL_CHUNKS
  watch.isLooking = isFull || watch.steps % SAMPLE_EVERY === 0
  watch.sums = isFull ? full : watch.isLooking ? sampled : plain
  watch.sums.chunks += chunkCount
  watch.chunks += chunkCount
  watch.steps++
  watch.matchEndMs = 0
}

function watchReader(watch: Watch, reader: ByteReader): ByteReader {
  return {
    sizeBytes: reader.sizeBytes,
    readAt: (target, targetOffset, lengthBytes, positionBytes) => {
      const before = performance.now()
      try {
        return reader.readAt(target, targetOffset, lengthBytes, positionBytes)
      } finally {
        watch.sums.readMs += performance.now() - before
      }
    },
    close: () => reader.close(),
  }
}

/** What is done with a matched record behind the engine is for its hits: reasons, a copy, points of correlations. */
function watchConsumer(watch: Watch, { accept, visit }: EventConsumer): EventConsumer {
  return {
    accept: (event) => {
      const before = performance.now()
      const isAccepted = accept(event)
      watch.sums.consumeMs += performance.now() - before
      watch.sums.consumed++
      return isAccepted
    },
    visit: (event) => {
      const before = performance.now()
      visit(event)
      const end = performance.now()
      watch.sums.consumeMs += end - before
      watch.sums.consumed++
      if (watch.matchEndMs > 0) watch.sums.hitMs += end - watch.matchEndMs
      watch.matchEndMs = 0
    },
  }
}

function watchEngine(watch: Watch, engine: Engine): Engine {
  const { matcher } = engine
  return {
    ...engine,
    matcher: {
      wants: (event) => {
        if (!watch.isLooking) return matcher.wants(event)
        const before = performance.now()
        const isWanted = matcher.wants(event)
        watch.sums.matchMs += performance.now() - before
        watch.sums.matched++
        return isWanted
      },
      matchEvent: (event) => {
        if (!watch.isLooking) return matcher.matchEvent(event)
        const before = performance.now()
        const rules = matcher.matchEvent(event)
        const end = performance.now()
        watch.sums.matchMs += end - before
        watch.sums.matched++
        if (rules.length > 0) watch.matchEndMs = end
        return rules
      },
    },
  }
}

function measureClock(): number {
  const before = performance.now()
  for (let i = 1; i < CALIBRATION_LOOKS; i++) performance.now()
  return (performance.now() - before) / CALIBRATION_LOOKS
}
