/**
 * The compiled engine (design §4). In: rules that have somewhere to fire. Out: a matcher. Invariant: it answers like the
 * reference interpreter for every event; caches, limits and the order of records change nothing but time.
 */
import type { EventView } from '../../event/event.ts'
import type { Matcher, RunnableRule } from '../match.ts'
import type { Bucket } from './dispatch/bucket.ts'
import { bucketOf } from './dispatch/dispatch.ts'
import { type LoweredRules, lowerRules } from './dispatch/lowered-target.ts'
import { limitsOf, type ProgramOptions } from './options.ts'
import { areScalars, locateChannel, locateEventId } from './run/locate.ts'
import { buildProgram, type Program } from './run/program.ts'
import { runProgram } from './run/run-program.ts'
import { createRuntime, type Runtime, resetWhenFull } from './run/runtime.ts'
import { type MatchedMemo, matchedOf, memoOf } from './run/shape-memo.ts'
import type { DescribedProbes } from './scan/probe-table.ts'

const NONE: readonly number[] = []

/** Compiles the rules. A matcher keeps what it learnt about shapes in `shape.memo`. */
export function createProgram(rules: readonly RunnableRule[], options: ProgramOptions = {}): Matcher {
  return createMatcherOf(createRuntime(lowerRules(rules), rules.length, limitsOf(options)))
}

/** Rules that were lowered before, as a pack has them. */
export interface LoweredSet {
  readonly rules: readonly RunnableRule[]
  readonly lowered: LoweredRules
  readonly probes: DescribedProbes
}

/** The same of rules that were lowered before. */
export function createLoweredProgram(
  { lowered, probes, rules }: LoweredSet,
  options: ProgramOptions = {},
): Matcher {
  return createMatcherOf(createRuntime(lowered, rules.length, limitsOf(options), probes))
}

/** The matcher over tables that somebody else looks into, too. */
export function createMatcherOf(runtime: Runtime): Matcher {
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
  const { asked } = memo
  const isLast = asked.lastClass === channel && asked.lastEventId === eventId && asked.lastScalar === isScalar
  if (!isLast) {
    const bucket = bucketOf(runtime.dispatch, channel, eventId, isScalar && asked.knowsId, false)
    asked.lastClass = channel
    asked.lastEventId = eventId
    asked.lastScalar = isScalar
    asked.isWanted = bucket.rules.length > 0
  }
  return asked.isWanted
}

function matchEvent(runtime: Runtime, event: EventView): readonly number[] {
  resetWhenFull(runtime)
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
    matched.lastProgram = bucket.rules.length === 0 ? undefined : programOf(runtime, matched, bucket)
  }
  const { lastProgram } = matched
  return lastProgram === undefined ? NONE : runProgram(runtime, lastProgram, event)
}

function programOf(runtime: Runtime, matched: MatchedMemo, bucket: Bucket): Program {
  let program = matched.programs.get(bucket)
  if (program === undefined) {
    program = buildProgram(runtime, matched.index, bucket)
    matched.programs.set(bucket, program)
  }
  return program
}
