/**
 * Locating with a last net. Bounds are checked everywhere, so an exception here is a fault of the decoder; it becomes
 * a fault of the record, and the next record is read all the same.
 */
import { fillHoles, locateInstance, locateStream } from './locate.ts'
import { locateElements } from './locate-elements.ts'
import { locateValues } from './locate-values.ts'
import type { Locator } from './locator.ts'
import { fail } from './locator.ts'
import type { Plan } from './plan.ts'
import { Part } from './plan.ts'

/** The outer instance whose 0C token is at `start`. */
export function locateOuter(s: Locator, start: number, limit: number): Plan | undefined {
  s.nesting = 1
  try {
    return locateValues(s, start + 1, limit)
  } catch (error) {
    noteCrash(s, error, start)
    return undefined
  }
}

/** What is embedded in the outer instance. */
export function locateInner(s: Locator, plan: Plan, limit: number): void {
  try {
    fillHoles(s, plan, 0, limit, 0, Part.None)
  } catch (error) {
    noteCrash(s, error, s.chunkStart)
  }
}

/** The whole stream at `start`. */
export function locateAll(s: Locator, start: number, limit: number): boolean {
  try {
    return locateStream(s, start, limit, 0, Part.None)
  } catch (error) {
    return noteCrash(s, error, start)
  }
}

/** The rest of the stream whose reading stopped at the header. */
export function locateRest(s: Locator, limit: number): boolean {
  try {
    return locateElements(s, s.end, limit, 0, Part.None, locateInstance, true)
  } catch (error) {
    return noteCrash(s, error, s.end)
  }
}

function noteCrash(s: Locator, error: unknown, at: number): false {
  s.isOdd = true
  return fail(s, `decoder fault: ${error instanceof Error ? error.message : String(error)}`, at)
}
