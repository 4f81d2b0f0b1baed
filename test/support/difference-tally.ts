/**
 * Known differences between our values and those of another decoder, by class. In: the values of one place. Out: the
 * class that explains how they differ, counted. Invariant: what no class explains is listed as unexplained.
 */
import type { PlacedValue, PlacedValues } from './truth-record.ts'

/** The values at one place of a record, ours and theirs; either may be empty. */
export interface Difference {
  readonly place: string
  readonly ours: readonly PlacedValue[]
  readonly theirs: readonly PlacedValue[]
  /** Everything of the record. */
  readonly record: { readonly ours: PlacedValues; readonly theirs: PlacedValues }
}

export interface DifferenceClass {
  readonly name: string
  /** Section of evtx-pitfalls.md, or the contract, that says which side is right. */
  readonly section: string
  explains(difference: Difference): boolean
}

export interface Tally {
  readonly counts: Map<string, number>
  readonly unexplained: string[]
  /** Values compared, and those equal as they are. */
  places: number
  equal: number
}

export function createTally(): Tally {
  return { counts: new Map(), unexplained: [], places: 0, equal: 0 }
}

/** One text on each side, and the type that ours is stored with. */
interface Pair {
  readonly ours: string
  readonly theirs: string
  readonly type: number | undefined
}

/** One value on each side, both texts. */
export function singlePair({ ours, theirs }: Difference): Pair | undefined {
  const [own, other] = [ours[0], theirs[0]]
  if (ours.length !== 1 || theirs.length !== 1 || own?.text === undefined || other?.text === undefined)
    return undefined
  return { ours: own.text, theirs: other.text, type: own.type }
}

/** Compares a record place by place. */
export function compareRecord(
  tally: Tally,
  classes: readonly DifferenceClass[],
  where: string,
  ours: PlacedValues,
  theirs: PlacedValues,
): void {
  for (const place of new Set([...ours.keys(), ...theirs.keys()])) {
    const difference = {
      place,
      ours: ours.get(place) ?? [],
      theirs: theirs.get(place) ?? [],
      record: { ours, theirs },
    }
    tally.places++
    if (isSame(difference)) tally.equal++
    else count(tally, classes, where, difference)
  }
}

function isSame({ ours, theirs }: Difference): boolean {
  return ours.length === theirs.length && ours.every((value, i) => value.text === theirs[i]!.text)
}

function count(
  tally: Tally,
  classes: readonly DifferenceClass[],
  where: string,
  difference: Difference,
): void {
  const found = classes.find((c) => c.explains(difference))
  if (found !== undefined) tally.counts.set(found.name, (tally.counts.get(found.name) ?? 0) + 1)
  else if (tally.unexplained.length < 20)
    tally.unexplained.push(
      `${where} ${difference.place}: ${show(difference.ours)} / ${show(difference.theirs)}`,
    )
}

function show(values: readonly PlacedValue[]): string {
  return JSON.stringify(values.map((v) => (v.text === undefined ? null : v.text.slice(0, 200))))
}

/** One line a class, for the log of the test. */
export function describeTally(tally: Tally, classes: readonly DifferenceClass[]): string {
  const lines = classes.map(
    (c) => `  ${String(tally.counts.get(c.name) ?? 0).padStart(7)}  ${c.name} (${c.section})`,
  )
  return [`${tally.places} places, ${tally.equal} equal`, ...lines].join('\n')
}
