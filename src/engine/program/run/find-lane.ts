/**
 * The lane of a record. In: an event, complete. Out: what its bucket asks of its shape. Invariant: made once for each
 * shape and bucket; the last one is at hand, since records of one kind follow each other.
 */
import type { EventView } from '../../../event/event.ts'
import type { Bucket } from '../dispatch/bucket.ts'
import { bucketOf } from '../dispatch/dispatch.ts'
import { createLane, type Lane } from './lane.ts'
import { areScalars, locateChannel, locateEventId } from './locate.ts'
import { chooseKnown } from './pass-gate.ts'
import type { Runtime } from './runtime.ts'
import { type MatchedMemo, matchedOf, memoOf } from './shape-memo.ts'
import { enterTrial } from './trial.ts'

/** Undefined when no rule can fire on the event. */
export function findLane(runtime: Runtime, event: EventView): Lane | undefined {
  const memo = memoOf(runtime, event.shape)
  const channel = locateChannel(runtime, memo, event)
  const eventId = locateEventId(memo, event)
  const isScalar = areScalars(memo, event)
  const matched = memo.matched ?? matchedOf(memo, event.shape)
  const isLast =
    matched.lastClass === channel && matched.lastEventId === eventId && matched.lastScalar === isScalar
  if (!isLast) {
    const knowsId = isScalar && matched.knowsId
    const bucket = bucketOf(runtime.dispatch, channel, eventId, knowsId, isScalar && matched.knowsChannel)
    matched.lastClass = channel
    matched.lastEventId = eventId
    matched.lastScalar = isScalar
    matched.lastLane = bucket.rules.length === 0 ? undefined : laneOf(runtime, matched, bucket)
  }
  return matched.lastLane
}

function laneOf(runtime: Runtime, matched: MatchedMemo, bucket: Bucket): Lane {
  let lane = matched.lanes.get(bucket)
  if (lane === undefined) {
    chooseKnown(runtime, bucket)
    lane = createLane(matched.index, bucket)
    enterTrial(runtime, lane)
    matched.lanes.set(bucket, lane)
  }
  return lane
}
