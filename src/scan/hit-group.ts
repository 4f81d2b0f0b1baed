/** The hits of one record: they share its snapshot. */
import type { EventSnapshot, MatchedAtom } from '../engine/hit.ts'

export interface HitGroup {
  /** Index in the list of sources. */
  readonly source: number
  readonly snapshot: EventSnapshot
  readonly rules: readonly (readonly [rule: number, matched: readonly MatchedAtom[]])[]
}

/** About how many characters it takes as text: what is held back is bounded by it. */
export function sizeOfGroup(group: HitGroup): number {
  // Each field stands twice in a snapshot: under `event` and in `fields`.
  let size = 1000
  for (const [name, text] of group.snapshot.fields) size += 2 * (name.length + text.length) + 16
  for (const [, matched] of group.rules) {
    size += 40
    for (const atom of matched) size += 100 + atom.pattern.length + (atom.value?.length ?? 0)
  }
  return size
}

/**
 * As JSON text: over half the time of sending it to another thread as objects is saved, and the receiver can keep the
 * text until it is wanted. What is undefined comes back as missing.
 */
export function packGroups(groups: readonly HitGroup[]): string {
  return groups.length === 0 ? '' : JSON.stringify(groups)
}

export function unpackGroups(text: string): readonly HitGroup[] {
  return text === '' ? [] : (JSON.parse(text) as HitGroup[])
}
