/**
 * The building blocks of field views. In: names and plain conversions. Out: `FieldSource` values.
 * Invariant: what is built here is pure and total, gives no more texts than it gets (times the forms that one
 * conversion may make) and keeps no state, so that equal sources may be compared by their parts.
 */
import type { FieldSource } from './mapping.ts'

/** What a derived source computes with: one list of texts a name (empty = absent). */
export type Derive = (texts: readonly (readonly string[])[]) => readonly string[]

/** No value at all. */
export const NOTHING: readonly string[] = []

/** The event's own field of this name. */
export function raw(name: string): FieldSource {
  return { kind: 'raw', name }
}

/** Computed from the event's own fields of these names. */
export function derived(from: readonly string[], derive: Derive): FieldSource {
  return { kind: 'derived', from, derive }
}

/** Every text of the first field through `convert`; undefined leaves a text out. */
export function eachText(convert: (text: string) => string | undefined): Derive {
  return (texts) => {
    const input = texts[0]!
    if (input.length === 1) {
      const single = convert(input[0]!)
      return single === undefined ? NOTHING : [single]
    }
    return input.map(convert).filter((text) => text !== undefined)
  }
}
