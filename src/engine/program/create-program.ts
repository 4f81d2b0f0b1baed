/**
 * The compiled engine (design §4). In: rules that have somewhere to fire. Out: a matcher. Invariant: it answers like the
 * reference interpreter for every event; caches, limits and the order of records change nothing but time.
 */
import type { EventView } from '../../event/event.ts'
import type { Kernel } from '../../kernel/create-kernel.ts'
import type { BucketSamples } from '../bucket-sample.ts'
import type { Matcher, RunnableRule } from '../match.ts'
import { bucketOf, takeLearnt } from './dispatch/dispatch.ts'
import { type LoweredRules, lowerRules } from './dispatch/lowered-target.ts'
import { limitsOf, type ProgramOptions } from './options.ts'
import { findLane } from './run/find-lane.ts'
import { areScalars, locateChannel, locateEventId } from './run/locate.ts'
import { runLane } from './run/run-lane.ts'
import { createRuntime, type Runtime, resetWhenFull } from './run/runtime.ts'
import { memoOf } from './run/shape-memo.ts'
import type { DescribedProbes } from './scan/probe-table.ts'
import { createKernelCache } from './screen/kernel-cache.ts'
import { linkKernel } from './screen/link-kernel.ts'

const NONE: readonly number[] = []

/** Compiles the rules. A matcher keeps what it learnt about shapes in `shape.memo`. `known`: of earlier scans. */
export function createProgram(
  rules: readonly RunnableRule[],
  options: ProgramOptions = {},
  kernel?: Kernel,
  known?: BucketSamples,
): Matcher {
  return createMatcherFor(lowerRules(rules), rules.length, undefined, options, kernel, known)
}

/** Rules that were lowered before, as a pack has them. */
export interface LoweredSet {
  readonly rules: readonly RunnableRule[]
  readonly lowered: LoweredRules
  readonly probes: DescribedProbes
}

/** The same of rules that were lowered before. With a kernel the matcher has a screen. */
export function createLoweredProgram(
  { lowered, probes, rules }: LoweredSet,
  options: ProgramOptions = {},
  kernel?: Kernel,
  known?: BucketSamples,
): Matcher {
  return createMatcherFor(lowered, rules.length, probes, options, kernel, known)
}

function createMatcherFor(
  lowered: LoweredRules,
  ruleCount: number,
  probes: DescribedProbes | undefined,
  options: ProgramOptions,
  kernel: Kernel | undefined,
  known?: BucketSamples,
): Matcher {
  const limits = limitsOf(options)
  const { cacheBytes, cacheEntries, seed } = limits
  const kept = kernel && createKernelCache(kernel, cacheEntries, cacheBytes, seed)
  const runtime = createRuntime(lowered, ruleCount, limits, probes, kept?.cache, known)
  if (kernel !== undefined && kept !== undefined) linkKernel(runtime, kernel, kept.address)
  return createMatcherOf(runtime)
}

/** The matcher over tables that somebody else looks into, too. */
export function createMatcherOf(runtime: Runtime): Matcher {
  return {
    wants: (event) => wantsEvent(runtime, event),
    matchEvent: (event) => matchEvent(runtime, event),
    screen: runtime.link?.screen,
    takeLearnt: () => takeLearnt(runtime.dispatch),
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
  const lane = findLane(runtime, event)
  return lane === undefined ? NONE : runLane(runtime, lane, event)
}
