/**
 * The groups of one correlation, one after another. In: a run of points. Out: hits, and the windows that outer
 * correlations take as points. Invariant: memory does not depend on the number of points, groups or windows.
 */
import { createHitBuilder } from './build-hit.ts'
import type { CorrelationHit } from './correlation-hit.ts'
import { createPasses, type Pass, type PassOptions } from './measure/create-passes.ts'
import type { GroupPlace, Measure } from './measure/measure.ts'
import { trackCarried } from './measure/track-carried.ts'
import type { CorrelationPlan } from './plan/correlation-plan.ts'
import { GROUP_KEY_WORDS } from './point/point-record.ts'
import { createPointReader, type PointTexts } from './point/read-point.ts'
import { compareKeys, type RecordCursor, type Run } from './spill/run.ts'
import { areUpperBounds } from './values/tests.ts'
import type { Ticks } from './values/ticks.ts'
import { type Alert, joinWindow, openAlert } from './window/join-windows.ts'
import { leadingWindows } from './window/leading-windows.ts'
import { mergeWindows } from './window/merge-windows.ts'
import { type Cursors, timeOf, trailingWindows } from './window/trailing-windows.ts'
import { PAUSE, type Window, type Windows } from './window/window.ts'

export interface GroupOptions extends PassOptions {
  /** The newest time of the logs: what is absent until then is absent. */
  readonly newest: Ticks | undefined
  /** Called when outer correlations want the windows: `at` is on the point that made it, `from` is its first time. */
  readonly onWindow: (window: Window, at: RecordCursor, texts: PointTexts, from: Ticks) => void
  /** With the time of its last piece of evidence, and the key of its group. */
  readonly onHit: (hit: CorrelationHit, time: Ticks, groupKey: Uint32Array) => void
  readonly onUncovered: () => void
  readonly onOverLimit: () => void
}

export interface GroupEvaluator {
  /** Evaluates the group that begins at `position`; returns where the next one does. */
  evaluate(position: number): Generator<typeof PAUSE, number, void>
  close(): void
}

interface OpenPass extends Pass {
  readonly cursors: Cursors
}

export function createGroupEvaluator(
  plan: CorrelationPlan,
  planIndex: number,
  run: Run,
  options: GroupOptions,
): GroupEvaluator {
  const readTexts = createPointReader(plan)
  const isEvidence = createEvidenceTest(plan)
  const buildHit = createHitBuilder(plan, planIndex, readTexts)
  const isLeastTelling = areUpperBounds(plan.tests)
  const groupKey = new Uint32Array(GROUP_KEY_WORDS)
  const reading = run.openCursor()
  const atFirst = run.openCursor()
  const atLast = run.openCursor()
  const track = (measure: Measure): Measure =>
    plan.carriedTexts === 0 ? measure : trackCarried(measure, readTexts, isEvidence, options.onOverLimit)
  const passes = createPasses(plan, options).map(
    ({ measure, openers }): OpenPass => ({ measure: track(measure), openers, cursors: openCursors(run) }),
  )
  const placeAt = (position: number): GroupPlace => {
    reading.seek(position)
    for (let i = 0; i < GROUP_KEY_WORDS; i++) groupKey[i] = reading.words[reading.keyAt + i]!
    const contains = ({ isAtEnd, words, keyAt }: RecordCursor): boolean =>
      !isAtEnd && compareKeys(words, keyAt, groupKey, 0, GROUP_KEY_WORDS) === 0
    return { position, cursor: reading, contains }
  }
  const windowsOf = ({ measure, openers, cursors }: OpenPass, group: GroupPlace): Windows =>
    openers === undefined
      ? trailingWindows(group, plan.span, measure, cursors)
      : leadingWindows(group, measure, cursors, { ...options, span: plan.span, openers })
  const handOn = (window: Window): void => {
    // Each goes forward only, so that a long window is not read again and again.
    atFirst.seek(window.firstPosition)
    atLast.seek(window.atPosition)
    options.onWindow(window, atLast, readTexts(atLast), timeOf(atFirst))
  }
  const report = (alert: Alert): void => {
    if (plan.isSilent) return
    const { hit, time } = buildHit(alert, reading)
    options.onHit(hit, time, groupKey)
  }
  return {
    *evaluate(position) {
      const group = placeAt(position)
      let alert: Alert | undefined
      for (const window of mergeWindows(passes.map((pass) => windowsOf(pass, group)))) {
        if (window === PAUSE) {
          yield PAUSE
          continue
        }
        if (plan.routes.length > 0) handOn(window)
        const joined = alert === undefined ? undefined : joinWindow(alert, window, isLeastTelling)
        if (joined === undefined && alert !== undefined) report(alert)
        alert = joined ?? openAlert(window)
      }
      if (alert !== undefined) report(alert)
      return Math.max(...passes.map(({ cursors }) => cursors.head.position))
    },
    close() {
      for (const { measure } of passes) measure.close()
    },
  }
}

function openCursors(run: Run): Cursors {
  return { head: run.openCursor(), tail: run.openCursor(), peek: run.openCursor() }
}

/** Of a boolean condition only what some term needs: what is banned is absent from that term's windows. */
function createEvidenceTest({ terms }: CorrelationPlan): (slot: number) => boolean {
  if (terms === undefined) return () => true
  const needed = new Set(terms.flatMap(({ needs }) => needs))
  return (slot) => needed.has(slot)
}
