/**
 * The records of one log, one after another, without end. In: the log's host, channel and salt, options. Out: a function
 * that gives the next. Invariant: what comes depends on the salt and the options alone.
 */
import { createActivity } from './host.mjs'
import { createRandom, mix } from './random.mjs'
import { createVariety } from './variety.mjs'

/** Steps between records, least and most ticks: 10 ms to 2 s, small ones far more often. */
const STEADY = [100_000, 20_000_000]
/** Steps within a run: usual ones, or below 20 ms, by the pace of the kind. */
const PACES = { steady: STEADY, quick: [5_000, 200_000], burst: [1, 200_000] }

/** Resolution of the shares of kinds. */
const TABLE_ENTRIES = 4000

/** @returns {() => { kind: object, record: { recordId: number, ticks: number }, isPlanted: boolean }} */
export function createRecords({ host, channel, salt }, { cardinality, hits }) {
  const random = createRandom(salt)
  const variety = createVariety(random, cardinality, mix(salt, 1))
  const activity = createActivity(host, variety)
  const nextKind = createRuns(channel.kinds, random)
  const { planted } = channel
  const share = planted.length === 0 ? 0 : hits
  let ticks = random.below(1_000_000_000)
  let recordId = 1000 + random.below(5_000_000)
  return () => {
    const isPlanted = share > 0 && random.chance(share)
    const { kind: ordinary, step } = nextKind()
    const [least, most] = step
    ticks += least + random.rank(most)
    recordId++
    activity.ticks = ticks
    const source = isPlanted ? random.pick(planted) : ordinary
    const kind = isPlanted ? source.kind : source
    const record = {
      recordId,
      ticks,
      processId: kind.processOf?.(random) ?? 0,
      threadId: 4 * (20 + random.rank(1500)),
      userId: kind.userOf?.(activity),
      activityId: kind.hasActivity ? [random.u32(), random.u32(), random.u32(), random.u32()] : undefined,
      values: source.draw(activity),
    }
    return { kind, record, isPlanted }
  }
}

/**
 * Kinds one after another by their weights, in runs: a program that starts loads its libraries, a visitor opens file
 * after file. Weights are shares of records, so kinds with long runs are drawn less often.
 */
function createRuns(kinds, random) {
  const drawn = kinds.map(([kind, weight, longest = 1, pace = 'burst']) => ({
    kind,
    longest,
    step: PACES[pace],
    share: weight / meanRun(longest),
  }))
  const total = drawn.reduce((sum, { share }) => sum + share, 0)
  const table = drawn.flatMap((run) =>
    Array(Math.max(1, Math.round((run.share / total) * TABLE_ENTRIES))).fill(run),
  )
  let run
  let left = 0
  return () => {
    const isRepeat = left > 0
    if (!isRepeat) {
      run = random.pick(table)
      left = 1 + random.rank(run.longest)
    }
    left--
    return { kind: run.kind, step: isRepeat ? run.step : STEADY }
  }
}

/** Mean of `1 + rank(longest)`. */
function meanRun(longest) {
  let sum = 0
  let total = 0
  for (let rank = 0; rank < longest; rank++) {
    const share = 2 ** -Math.floor(Math.log2(rank + 1))
    total += share
    sum += share * (rank + 1)
  }
  return sum / total
}
