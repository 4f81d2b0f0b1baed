/**
 * Takes results in: into the account, and their hits to whoever wants them. A result that stopped early is followed by
 * its rest before the next one is taken, so that hits stay in order and only one such rest is held.
 */
import { setImmediate } from 'node:timers/promises'
import type { LearntSamples } from '../engine/bucket-sample.ts'
import type { PackedPoints } from '../engine/correlate/point/collect-points.ts'
import type { ProfilePart } from '../engine/profile/rule-profile.ts'
import type { Account } from './account.ts'
import { type FoundHit, listHits } from './found-hit.ts'
import { type HitGroup, unpackGroups } from './hit-group.ts'
import type { RunStubbornly } from './run-stubbornly.ts'
import type { TaskResult } from './stats.ts'
import type { Task } from './task.ts'
import type { StageTimes } from './timings/stage-times.ts'

export interface ReceiverOptions {
  readonly account: Account
  readonly run: RunStubbornly
  readonly isEnded: () => boolean
  /** Matches that correlations take in, in any order. */
  readonly onPoints: ((points: PackedPoints) => void) | undefined
  /** What the stages took for a result. */
  readonly onTimes?: ((times: StageTimes) => void) | undefined
  /** What rules and fields cost for a result. */
  readonly onProfile?: ((profile: ProfilePart) => void) | undefined
  /** What was learnt of the records of a result. */
  readonly onLearnt?: ((learnt: LearntSamples) => void) | undefined
  readonly onHits: ((hits: readonly FoundHit[]) => void | Promise<void>) | undefined
}

export type Receive = (results: readonly TaskResult[]) => Promise<void>

export function createReceiver({
  account,
  run,
  isEnded,
  onPoints,
  onTimes,
  onProfile,
  onLearnt,
  onHits,
}: ReceiverOptions): Receive {
  /** What it has taken in it lets go: nothing of a result is held while its rest is read. */
  const take = async (result: TaskResult): Promise<Task | undefined> => {
    account.add(result)
    if (result.times !== undefined) onTimes?.(result.times)
    if (result.profile !== undefined) onProfile?.(result.profile)
    if (result.learnt !== undefined) onLearnt?.(result.learnt)
    if (result.points !== undefined) onPoints?.(result.points)
    const hits = readHits(result)
    if (hits.length > 0) await onHits?.(hits)
    return result.rest
  }
  const receive: Receive = async (results) => {
    // Results still to be taken in, the next one last. A rest has a rest of its own, some thousand times over.
    const waiting = [...results].reverse()
    while (waiting.length > 0) {
      const rest = await take(waiting.pop()!)
      // Workers may find faster than their hits are taken: without a turn of the event loop for each result, their
      // messages would keep signals and timers waiting to the end.
      await setImmediate()
      if (rest !== undefined) waiting.push(...(await runRest(rest)).toReversed())
    }
  }
  const runRest = async (rest: Task): Promise<readonly TaskResult[]> => {
    try {
      return isEnded() ? [] : await run(rest)
    } catch (error) {
      if (isEnded()) return []
      throw error
    }
  }
  return receive
}

function readHits({ groups }: TaskResult): readonly FoundHit[] {
  return (isList(groups) ? groups : unpackGroups(groups)).flatMap(listHits)
}

function isList(groups: TaskResult['groups']): groups is readonly HitGroup[] {
  return Array.isArray(groups)
}
