/**
 * What outer correlations read of an inner one's evidence: the different lists of texts in its window, beside what it
 * measures. Invariant: bounded; lists beyond the limit are left out and counted.
 */
import { foldText } from '../../../base/fold.ts'
import { SLOT } from '../point/point-record.ts'
import type { PointTexts } from '../point/read-point.ts'
import type { RecordCursor } from '../spill/run.ts'
import type { CarriedTexts, Measure } from './measure.ts'

/** Different lists of texts in one window. */
export const MAX_CARRIED = 1000

/** By key, so that the order does not depend on what left the window. */
function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1
}

/** The measure, which now also answers `carried` from the points of evidence in its window. */
export function trackCarried(
  measure: Measure,
  readTexts: (cursor: RecordCursor) => PointTexts,
  isEvidence: (slot: number) => boolean,
  onOverLimit: () => void,
): Measure {
  const inside = new Map<string, { texts: CarriedTexts; points: number }>()
  const keyOf = (texts: CarriedTexts): string =>
    JSON.stringify(texts.map((text) => (text === undefined ? null : foldText(text))))
  return {
    ...measure,
    carried: () => [...inside].sort(byKey).map(([, { texts }]) => texts),
    start(group) {
      inside.clear()
      measure.start(group)
    },
    enter(point, ordinal) {
      measure.enter(point, ordinal)
      if (!isEvidence(point.words[point.keyAt + SLOT]!)) return
      const texts = readTexts(point).carried
      const key = keyOf(texts)
      const known = inside.get(key)
      if (known !== undefined) {
        known.points++
        // The latest spelling is that of a point which is in the window.
        known.texts = texts
      } else if (inside.size < MAX_CARRIED) inside.set(key, { texts, points: 1 })
      else onOverLimit()
    },
    leave(point, ordinal) {
      measure.leave(point, ordinal)
      if (!isEvidence(point.words[point.keyAt + SLOT]!)) return
      const key = keyOf(readTexts(point).carried)
      const known = inside.get(key)
      if (known !== undefined && --known.points === 0) inside.delete(key)
    },
  }
}
