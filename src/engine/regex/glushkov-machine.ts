/**
 * An automaton of places as bits: one character moves all places on together. In: an automaton; places, and the
 * character behind them. Out: the places where a match may stand after it. Invariant: a step takes time in proportion
 * to the words and ways of the automaton, whatever the places are; sets of places are `words` words long.
 */
import { hasChar } from './char-set.ts'
import type { Branch, Glushkov, MatchEnd, Way } from './glushkov.ts'

export const ASCII_CHARS = 128
const WORD_BITS = 32

export interface Machine {
  readonly words: number
  /** Places where a character may stand: for each class of ASCII characters, and for the sets of all others. */
  readonly classOf: Uint8Array
  readonly classCount: number
  readonly classMasks: Int32Array
  readonly sets: Glushkov['sets']
  readonly setMasks: Int32Array
  /** Places from which the next one may follow: all moved on by a shift. */
  readonly chain: Int32Array
  /** The other ways: from any place of one set to all of another. */
  readonly wayCount: number
  readonly wayFrom: Int32Array
  readonly wayTo: Int32Array
  /** Where matches begin: anywhere, and at the start of the text. */
  readonly first: Int32Array
  readonly firstAtStart: Int32Array
  /** Matches may begin behind the start. */
  readonly hasFirst: boolean
  /** Where matches end, by the kinds of `MatchEnd`. */
  readonly last: Int32Array
  readonly lastAtEnd: Int32Array
  readonly lastAtLf: Int32Array
  /** Scratch: the places where a character beyond ASCII may stand. */
  readonly other: Int32Array
}

export function createMachine({ sets, ways, branches }: Glushkov): Machine {
  const words = Math.max(1, Math.ceil(sets.length / WORD_BITS))
  const mask = (places: readonly number[]): Int32Array => maskOf(words, places)
  const steps = ways.filter(isStep)
  const others = ways.filter((way) => !isStep(way))
  const placesOf = (side: 'first' | 'last', isWanted: (branch: Branch) => boolean): Int32Array =>
    mask(branches.filter(isWanted).flatMap((branch) => branch[side]))
  const lastOf = (end: MatchEnd): Int32Array => placesOf('last', (branch) => branch.end === end)
  const groups = groupSets(sets)
  return {
    words,
    ...classesOf(words, sets),
    sets: groups.map(({ set }) => set),
    setMasks: joined(groups.map(({ places }) => mask(places))),
    chain: mask(steps.map(({ from }) => from[0]!)),
    wayCount: others.length,
    wayFrom: joined(others.map(({ from }) => mask(from))),
    wayTo: joined(others.map(({ to }) => mask(to))),
    first: placesOf('first', (branch) => !branch.isAtStart),
    firstAtStart: placesOf('first', () => true),
    hasFirst: branches.some((branch) => !branch.isAtStart),
    last: lastOf('anywhere'),
    lastAtEnd: lastOf('textEnd'),
    lastAtLf: lastOf('textEndOrLastLf'),
    other: new Int32Array(words),
  }
}

/** From a place to the next one, and nowhere else. */
function isStep({ from, to }: Way): boolean {
  return from.length === 1 && to.length === 1 && to[0] === from[0]! + 1
}

function maskOf(words: number, places: readonly number[]): Int32Array {
  const mask = new Int32Array(words)
  for (const place of places) mask[place >> 5]! |= 1 << (place & 31)
  return mask
}

function joined(masks: readonly Int32Array[]): Int32Array {
  const length = masks[0]?.length ?? 0
  const all = new Int32Array(length * masks.length)
  masks.forEach((mask, i) => {
    all.set(mask, i * length)
  })
  return all
}

/** ASCII characters that may stand at the same places are one class. */
function classesOf(
  words: number,
  sets: Glushkov['sets'],
): Pick<Machine, 'classOf' | 'classCount' | 'classMasks'> {
  const byChar = Array.from({ length: ASCII_CHARS }, () => new Int32Array(words))
  sets.forEach((set, place) => {
    for (let i = 0; i < set.length; i += 2) {
      const to = Math.min(set[i + 1]!, ASCII_CHARS - 1)
      for (let char = set[i]!; char <= to; char++) byChar[char]![place >> 5]! |= 1 << (place & 31)
    }
  })
  const numbers = new Map<string, number>()
  const masks: Int32Array[] = []
  const classOf = Uint8Array.from(byChar, (mask) => {
    const key = mask.join()
    const number = numbers.get(key) ?? masks.push(mask) - 1
    numbers.set(key, number)
    return number
  })
  return { classOf, classCount: masks.length, classMasks: joined(masks) }
}

interface SetGroup {
  readonly set: Glushkov['sets'][number]
  readonly places: number[]
}

/** Equal sets once, those with characters beyond ASCII alone. */
function groupSets(sets: Glushkov['sets']): SetGroup[] {
  const groups = new Map<string, SetGroup>()
  sets.forEach((set, place) => {
    if ((set.at(-1) ?? 0) < ASCII_CHARS) return
    const key = set.join()
    const known = groups.get(key)
    if (known === undefined) groups.set(key, { set, places: [place] })
    else known.places.push(place)
  })
  return [...groups.values()]
}

/**
 * Where matches stand after a character: at one of the first places, or behind one of `before` (words from `from` on).
 * Writes to `into`, which is not `before`.
 */
export function moveOn(
  machine: Machine,
  before: Int32Array,
  from: number,
  first: Int32Array,
  char: number,
  into: Int32Array,
): void {
  const { words, chain, wayCount, wayFrom, wayTo, classOf, classMasks, other } = machine
  let carry = 0
  for (let w = 0; w < words; w++) {
    const moved = before[from + w]! & chain[w]!
    into[w] = first[w]! | (moved << 1) | carry
    carry = moved >>> 31
  }
  for (let way = 0, at = 0; way < wayCount; way++, at += words) {
    if (!meets(before, from, wayFrom, at, words)) continue
    for (let w = 0; w < words; w++) into[w]! |= wayTo[at + w]!
  }
  const isAscii = char < ASCII_CHARS
  if (!isAscii) readOther(machine, char)
  const masks = isAscii ? classMasks : other
  const at = isAscii ? classOf[char]! * words : 0
  for (let w = 0; w < words; w++) into[w]! &= masks[at + w]!
}

function meets(places: Int32Array, from: number, masks: Int32Array, at: number, words: number): boolean {
  for (let w = 0; w < words; w++) if ((places[from + w]! & masks[at + w]!) !== 0) return true
  return false
}

function readOther({ sets, setMasks, other, words }: Machine, char: number): void {
  other.fill(0)
  for (let i = 0; i < sets.length; i++) {
    if (!hasChar(sets[i]!, char)) continue
    for (let w = 0; w < words; w++) other[w]! |= setMasks[i * words + w]!
  }
}

/** What ends at some of the places. */
export const Ends = { Nothing: 0, Anywhere: 1, AtEnd: 2, AtLf: 4 } as const

/** Kinds of `Ends` together. */
export function endsOf({ words, last, lastAtEnd, lastAtLf }: Machine, places: Int32Array): number {
  let ends: number = Ends.Nothing
  for (let w = 0; w < words; w++) {
    if ((places[w]! & last[w]!) !== 0) ends |= Ends.Anywhere
    if ((places[w]! & lastAtEnd[w]!) !== 0) ends |= Ends.AtEnd
    if ((places[w]! & lastAtLf[w]!) !== 0) ends |= Ends.AtLf
  }
  return ends
}
