/**
 * Which few units of a body are looked for: the run that is rarest among all bodies. In: bodies. Out: for each the kind
 * of gram, its key and its place. Invariant: a gram holds no dash place; the key is a pure function of kind and units.
 */
import { DASH_PLACE, type Probe } from './probe.ts'

/** Kinds of grams: 1–4 units of ASCII text, or 1–2 units of a body that is not ASCII. */
export const GramKind = { None: 0, Short1: 1, Short2: 2, Short3: 3, Long: 4, Wide1: 5, Wide2: 6 } as const

export interface Gram {
  readonly kind: number
  readonly key: number
  /** Offset of the gram's first unit in the body, and its length, in units. */
  readonly at: number
  readonly length: number
}

const NONE: Gram = { kind: GramKind.None, key: 0, at: 0, length: 0 }
const COUNTERS = 65536

export interface GramCounts {
  readonly long: Uint32Array
  readonly wide: Uint32Array
}

/** Multiplier of all gram hashes (2^32 divided by the golden ratio): the high bits depend on every unit. */
export const GRAM_MULTIPLIER = 0x9e3779b1

export function createGramCounts(): GramCounts {
  return { long: new Uint32Array(COUNTERS), wide: new Uint32Array(COUNTERS) }
}

/** Counts every gram of a body (hashed, so a count may be too high). */
export function countGrams(body: string, counts: GramCounts): void {
  const isLong = isAscii(body)
  const table = isLong ? counts.long : counts.wide
  const bits = isLong ? 8 : 16
  const first = isLong ? 3 : 1
  let word = 0
  for (let i = 0; i < body.length; i++) {
    word = (word << bits) | body.charCodeAt(i)
    if (i >= first) table[counterOf(word)]!++
  }
}

/** The gram to look for; kind `None` when the probe has no body. */
export function chooseGram(probe: Probe, counts: GramCounts): Gram {
  const { body } = probe
  if (body === '') return NONE
  const places = literalPlaces(probe)
  if (!isAscii(body, probe.hasDash)) {
    return rarest(body, places, 2, GramKind.Wide2, counts.wide) ?? firstWide(body, places)
  }
  const long = rarest(body, places, 4, GramKind.Long, counts.long)
  if (long !== undefined) return long
  // Blanks are the commonest units of all.
  const isBetter = (a: Place, b: Place): boolean => b.length > a.length || body[a.from] === ' '
  const longest = places.reduce((a, b) => (b.length >= a.length && isBetter(a, b) ? b : a))
  return gramAt(body, longest.length, longest.from, longest.length)
}

interface Place {
  readonly from: number
  readonly length: number
}

/** Stretches of the body without dash places; at least one, since a body holds literal text. */
function literalPlaces({ body, hasDash }: Probe): Place[] {
  if (!hasDash) return [{ from: 0, length: body.length }]
  const places: Place[] = []
  let from = 0
  for (let i = 0; i <= body.length; i++) {
    if (i < body.length && body.charCodeAt(i) !== DASH_PLACE) continue
    if (i > from) places.push({ from, length: i - from })
    from = i + 1
  }
  return places
}

function rarest(
  body: string,
  places: readonly Place[],
  length: number,
  kind: number,
  table: Uint32Array,
): Gram | undefined {
  const bits = kind === GramKind.Wide2 ? 16 : 8
  let best = -1
  let bestCount = Number.POSITIVE_INFINITY
  for (const place of places) {
    let word = 0
    for (let i = 0; i < place.length; i++) {
      word = (word << bits) | body.charCodeAt(place.from + i)
      if (i < length - 1) continue
      const count = table[counterOf(word)]!
      if (count >= bestCount) continue
      best = place.from + i - length + 1
      bestCount = count
    }
  }
  return best < 0 ? undefined : gramAt(body, kind, best, length)
}

/** A body whose units all stand alone between dashes: one that is not ASCII, where there is one. */
function firstWide(body: string, places: readonly Place[]): Gram {
  const place = places.find(({ from }) => body.charCodeAt(from) > 127) ?? places[0]!
  return gramAt(body, GramKind.Wide1, place.from, 1)
}

function gramAt(body: string, kind: number, at: number, length: number): Gram {
  let key = 0
  const isWide = kind === GramKind.Wide1 || kind === GramKind.Wide2
  for (let i = at; i < at + length; i++) key = (key << (isWide ? 16 : 8)) | body.charCodeAt(i)
  // Short grams carry their length, so that one table holds all three kinds.
  if (kind <= GramKind.Short3) key |= kind << 24
  return { kind, key, at, length }
}

function counterOf(word: number): number {
  return Math.imul(word, GRAM_MULTIPLIER) >>> 16
}

function isAscii(body: string, hasDash = false): boolean {
  for (let i = 0; i < body.length; i++) {
    const unit = body.charCodeAt(i)
    if (unit > 127 && !(hasDash && unit === DASH_PLACE)) return false
  }
  return true
}
