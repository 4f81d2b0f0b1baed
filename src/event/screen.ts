/**
 * What turns records away before they are given to a consumer: the kernel (kernel/) asks once for each new name, template,
 * value or pair, and remembers the answers. Addresses and numbers are those of the kernel's memory (kernel/layout.ts).
 * Invariant: an answer 0 leaves the record to the consumer; a record that is turned away would have changed nothing there
 * but counts, which the screen keeps.
 */
import type { EventView } from './event.ts'
import type { ByteWindow } from './render-text.ts'

/** What the engine knows of. */
export interface ProgramScreen {
  /** Entry of a name, UTF-16 in place; `key` tells names of hosts and of channels apart. */
  nameOf(window: ByteWindow, offset: number, length: number, key: number): number
  /** Program for the record, complete. */
  programOf(event: EventView): number
  /** A program that turns every record away. */
  nothing(): number
  /** Set of the value of a step. */
  setOf(event: EventView, program: number, step: number): number
  /** Set of one atom, by its number. */
  setOfAtom(atom: number): number
  unionOf(a: number, b: number): number
  /** Records that matched and were only counted, by rule, since the last call. */
  takeHits(): ReadonlyMap<number, number>
  /** What follows in a state; `isComplete`: comparisons of fields that decide are in it. */
  judge(program: number, state: number, isComplete: boolean): number
  /** What a record held that was looked at in full, and how many of its values were not in the cache. */
  sampled(program: number, state: number, newValues: number): void
}

export interface RecordScreen extends ProgramScreen {
  /** Route of a record whose System part is located: whether it is wanted, and where it is counted when not. */
  routeOf(event: EventView): number
}
