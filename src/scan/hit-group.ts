/** The hits of one record: they share it. */
import type { MatchedAtom } from '../engine/hit.ts'
import { type KeptRecord, type PackedEvents, packEvents, unpackEvents } from '../event/kept-events.ts'

export interface HitGroup {
  /** Index in the list of sources. */
  readonly source: number
  /** The groups of a task share the memory that it is in. */
  readonly record: KeptRecord
  readonly rules: readonly (readonly [rule: number, matched: readonly MatchedAtom[]])[]
}

/** About how many characters what it says of rules takes as text: what is held back is bounded by it. */
export function sizeOfReasons(group: HitGroup): number {
  let size = 0
  for (const [, matched] of group.rules) {
    size += 40
    for (const atom of matched) size += 100 + atom.pattern.length + (atom.value?.length ?? 0)
  }
  return size
}

/** Groups on the way to another thread. */
export interface PackedGroups {
  readonly events: PackedEvents
  /**
   * Source, index of the record and rules of each as JSON text: over half the time of sending objects is saved. What
   * is undefined comes back as missing.
   */
  readonly text: string
}

type PlainGroup = readonly [source: number, record: number, rules: HitGroup['rules']]

/** Undefined for none. */
export function packGroups(groups: readonly HitGroup[]): PackedGroups | undefined {
  const first = groups[0]
  if (first === undefined) return undefined
  const { events } = first.record
  const plain = groups.map(({ source, record, rules }): PlainGroup => {
    if (record.events !== events) throw new Error('groups of several tasks')
    return [source, record.index, rules]
  })
  return { events: packEvents(events), text: JSON.stringify(plain) }
}

export function unpackGroups(packed: PackedGroups | undefined): readonly HitGroup[] {
  if (packed === undefined) return []
  const events = unpackEvents(packed.events)
  return (JSON.parse(packed.text) as PlainGroup[]).map(([source, index, rules]) => ({
    source,
    record: { events, index },
    rules,
  }))
}
