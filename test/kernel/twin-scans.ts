/**
 * The same logs through two scans that differ in one thing: whether decoder and matcher are linked to a kernel. In: rules,
 * limits, logs, a time range. Out: everything that a scan says of them, and how many records reached the consumer at all.
 */
import { expect } from 'vitest'
import type { Diagnostic } from '../../src/base/diagnostic.ts'
import type { BucketSamples } from '../../src/engine/bucket-sample.ts'
import { explainKnownMatch } from '../../src/engine/explain-match.ts'
import type { Matcher, RunnableRule } from '../../src/engine/match.ts'
import { createProgram } from '../../src/engine/program/create-program.ts'
import type { ProgramOptions } from '../../src/engine/program/options.ts'
import type { EventConsumer } from '../../src/event/consumer.ts'
import type { RangeCounts } from '../../src/event/decoder.ts'
import { readKept } from '../../src/event/kept-events.ts'
import { createDecoder } from '../../src/evtx/decode.ts'
import { createKernel, type Kernel } from '../../src/kernel/create-kernel.ts'
import { PLANS } from '../../src/kernel/layout.ts'
import { createScanConsumer } from '../../src/scan/scan-consumer.ts'
import { createScanScreen } from '../../src/scan/scan-screen.ts'
import type { Engine } from '../../src/scan/stages.ts'
import type { PartTally } from '../../src/scan/stats.ts'
import type { TickRange } from '../../src/scan/time-range.ts'
import { memoryReader } from '../support/decode-log.ts'
import { describeEvent } from '../support/describe-event.ts'

/** What a task over some logs gives. */
export interface ScannedLogs {
  readonly counts: readonly (RangeCounts | undefined)[]
  /** Hits of each log. */
  readonly hitCounts: readonly number[]
  readonly tally: PartTally
  /** Of each record with hits: its log, its rules with their reasons, and the record itself. */
  readonly hits: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
}

/** What the kernel saves: calls of the consumer, and values that it has to ask about. */
interface Calls {
  accepted: number
  visited: number
  sets: number
}

interface Scanned {
  readonly told: ScannedLogs
  readonly calls: Readonly<Calls>
}

export interface ScanSide {
  scan(logs: readonly Buffer[], range?: TickRange): Scanned
}

let shared: Kernel | undefined

/** The kernel of this file, as good as new: a memory for each would use up the space of addresses. */
export function cleanKernel(): Kernel {
  shared ??= createKernel()
  if (shared === undefined) throw new Error('no kernel')
  for (const area of [shared.plans, shared.programs, shared.tables, shared.rest]) area.clear()
  shared.words.fill(0, 0, PLANS >> 2)
  return shared
}

/**
 * Decoder and engine of one thread; `kernel` is the one that the matcher is linked to. Without details hits are only
 * counted.
 */
export function createSide(
  rules: readonly RunnableRule[],
  matcher: Matcher,
  kernel?: Kernel,
  details = true,
): ScanSide {
  const decoder = createDecoder(false, kernel)
  const calls: Calls = { accepted: 0, visited: 0, sets: 0 }
  if (kernel !== undefined) {
    expect(matcher.screen).toBeDefined()
    const { setOf } = kernel.upcalls
    kernel.upcalls.setOf = (program, step) => {
      calls.sets++
      return setOf(program, step)
    }
  }
  const engine: Engine = {
    ruleCount: rules.length,
    matcher,
    screen: kernel && matcher.screen && createScanScreen(kernel, matcher, matcher.screen),
    explain: (rule, event) => explainKnownMatch(rules[rule]!, event),
  }
  return {
    scan(logs, range = {}) {
      const consumer = createScanConsumer(engine, range, details, engine.screen)
      Object.assign(calls, { accepted: 0, visited: 0, sets: 0 })
      const counting: EventConsumer = {
        screen: consumer.screen,
        accept(event) {
          calls.accepted++
          return consumer.accept(event)
        },
        visit(event) {
          calls.visited++
          consumer.visit(event)
        },
      }
      const diagnostics: Diagnostic[] = []
      const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic)
      const hitCounts: number[] = []
      const counts = logs.map((log, source) => {
        consumer.source = source
        const reader = memoryReader(log)
        const name = `log${source}.evtx`
        const layout = decoder.readLayout(reader, name, report)
        const read =
          layout && decoder.decodeRange(reader, name, layout, 0, layout.chunkCount, counting, report)
        hitCounts.push(consumer.takeHitCount())
        return read
      })
      const hits = consumer.groups.map(({ source, record, rules: matched }) =>
        JSON.stringify([source, matched, describeEvent(readKept(record))]),
      )
      return {
        told: { counts, hitCounts, tally: consumer.finishTally(), hits, diagnostics },
        calls: { ...calls },
      }
    },
  }
}

/** Several sides as one: what they tell is compared, and returned with the calls of the last. */
export function compareSides(...sides: readonly ScanSide[]): ScanSide {
  return {
    scan(logs, range) {
      const [first, ...others] = sides.map((side) => side.scan(logs, range))
      for (const { told } of others) expect(told).toEqual(first!.told)
      return others.at(-1) ?? first!
    },
  }
}

/** Without and with a kernel; both go from task to task, so that a second scan meets what the first has taught them. */
export function createTwins(
  rules: readonly RunnableRule[],
  options: ProgramOptions = {},
  details = true,
  known?: BucketSamples,
): ScanSide {
  const kernel = cleanKernel()
  const plain = createSide(rules, createProgram(rules, options, undefined, known), undefined, details)
  const screened = createProgram(rules, options, kernel, known)
  return compareSides(plain, createSide(rules, screened, kernel, details))
}
