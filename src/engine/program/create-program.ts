/**
 * The compiled engine (design §4). In: rules that have somewhere to fire. Out: a matcher. Invariant: it answers like the
 * reference interpreter for every event; caches, limits and the order of records change nothing but time.
 */
import type { EventView } from '../../event/event.ts'
import type { Matcher, RunnableRule } from '../match.ts'
import type { Bucket } from './dispatch/bucket.ts'
import { bucketOf } from './dispatch/dispatch.ts'
import { limitsOf, type ProgramOptions } from './options.ts'
import { areScalars, locateChannel, locateEventId } from './run/locate.ts'
import { buildProgram, type Program } from './run/program.ts'
import { runProgram } from './run/run-program.ts'
import { createRuntime, type Runtime, resetWhenFull } from './run/runtime.ts'
import { memoOf, type ShapeMemo } from './run/shape-memo.ts'

const NONE: readonly number[] = []

/** Compiles the rules. A matcher keeps what it learnt about shapes in `shape.memo`. */
export function createProgram(rules: readonly RunnableRule[], options: ProgramOptions = {}): Matcher {
  const runtime = createRuntime(rules, limitsOf(options))
  return {
    wants: (event) => wantsEvent(runtime, event),
    matchEvent: (event) => matchEvent(runtime, event),
  }
}

/** The body is not known: a body field may hide the header's Channel, never its EventID. */
function wantsEvent(runtime: Runtime, event: EventView): boolean {
  resetWhenFull(runtime)
  const memo = memoOf(runtime, event.shape)
  const channel = locateChannel(runtime, memo, event)
  const eventId = locateEventId(memo, event)
  const isScalar = areScalars(memo, event)
  const isLast = memo.askedClass === channel && memo.askedEventId === eventId && memo.askedScalar === isScalar
  if (!isLast) {
    const bucket = bucketOf(runtime.dispatch, channel, eventId, isScalar && memo.knowsHeaderId, false)
    memo.askedClass = channel
    memo.askedEventId = eventId
    memo.askedScalar = isScalar
    memo.isWanted = bucket.rules.length > 0
  }
  return memo.isWanted
}

function matchEvent(runtime: Runtime, event: EventView): readonly number[] {
  resetWhenFull(runtime)
  const memo = memoOf(runtime, event.shape)
  const channel = locateChannel(runtime, memo, event)
  const eventId = locateEventId(memo, event)
  const isScalar = areScalars(memo, event)
  let program = memo.lastProgram
  const isLast = memo.lastClass === channel && memo.lastEventId === eventId && memo.lastScalar === isScalar
  if (!isLast) {
    const { dispatch } = runtime
    const bucket = bucketOf(
      dispatch,
      channel,
      eventId,
      isScalar && memo.knowsId,
      isScalar && memo.knowsChannel,
    )
    program = bucket.rules.length === 0 ? undefined : programOf(runtime, memo, bucket)
    memo.lastClass = channel
    memo.lastEventId = eventId
    memo.lastScalar = isScalar
    memo.lastProgram = program
  }
  return program === undefined ? NONE : runProgram(runtime, program, event)
}

function programOf(runtime: Runtime, memo: ShapeMemo, bucket: Bucket): Program {
  let program = memo.programs.get(bucket)
  if (program === undefined) {
    program = buildProgram(runtime, memo.index, bucket)
    memo.programs.set(bucket, program)
  }
  return program
}
