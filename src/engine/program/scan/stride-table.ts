/**
 * What a look at every fourth unit needs. In: a matcher all of whose atoms are found by bodies of some length. Out: a flag
 * for each gram that stands at one of the first four places of a body. Invariant: wherever a body lies in a text, one of
 * the grams at the text's places 0, 4, 8, … is flagged, as `units | 0x20`.
 */
import type { FieldMatcher } from './field-matcher.ts'
import { GRAM_MULTIPLIER, GramKind } from './gram.ts'
import { DASH_PLACE } from './probe.ts'
import { ProbeKind, type ProbeTable } from './probe-table.ts'
import { QUICK_FOLD } from './quick-table.ts'
import { BEYOND_ASCII_2, FOLD_2 } from './two-units.ts'

export interface StrideTable {
  /** Indexed by the top bits of the gram's hash. */
  readonly flags: Uint8Array
  readonly shift: number
  /** Shorter texts hold no body. */
  readonly minUnits: number
}

const STRIDE_UNITS = 4
const GRAM_UNITS = 4
/** The window that begins at most three units behind the body's start ends in the body. */
const MIN_BODY_UNITS = GRAM_UNITS + STRIDE_UNITS - 1
/** More atoms flag too much. */
const MAX_ATOMS = 512
/** 2^14 flags stay in the first-level cache. */
const MAX_FLAG_BITS = 14
const MIN_FLAG_BITS = 10
const FLAGS_A_GRAM = 16

/** Undefined where an atom is short, is no body, or holds a place for dashes where a gram would be. */
export function buildStrideTable({ atoms }: FieldMatcher, probes: ProbeTable): StrideTable | undefined {
  if (atoms.length > MAX_ATOMS) return undefined
  const grams: number[] = []
  let minUnits = Number.POSITIVE_INFINITY
  for (const atom of atoms) {
    const kind = probes.kinds[atom]
    const isBody = kind === ProbeKind.Body || kind === ProbeKind.Nominated
    const length = probes.bodyLengths[atom]!
    if (!isBody || probes.gramKinds[atom] !== GramKind.Long || length < MIN_BODY_UNITS) return undefined
    const body = probes.pool.subarray(probes.bodyStarts[atom]!, probes.bodyStarts[atom]! + MIN_BODY_UNITS)
    if (body.includes(DASH_PLACE)) return undefined
    for (let place = 0; place < STRIDE_UNITS; place++) grams.push(gramAt(body, place))
    minUnits = Math.min(minUnits, length)
  }
  let bits = MIN_FLAG_BITS
  while (bits < MAX_FLAG_BITS && 1 << bits < grams.length * FLAGS_A_GRAM) bits++
  const shift = 32 - bits
  const flags = new Uint8Array(1 << bits)
  for (const gram of grams) flags[Math.imul(gram, GRAM_MULTIPLIER) >>> shift] = 1
  return { flags, shift, minUnits }
}

/** Four units, the first one in the lowest byte. */
function gramAt(body: Uint16Array, place: number): number {
  let gram = 0
  for (let i = GRAM_UNITS - 1; i >= 0; i--) gram = (gram << 8) | (body[place + i]! | QUICK_FOLD)
  return gram
}

/** True when certainly no atom holds; `length` bytes of UTF-16 lie at `offset`. Looks at no byte outside. */
export function passesStride(table: StrideTable, view: DataView, offset: number, length: number): boolean {
  const { flags, shift } = table
  const last = offset + length - 2 * GRAM_UNITS
  let seen = 0
  for (let at = offset; at <= last; at += 2 * STRIDE_UNITS) {
    const two = view.getInt32(at, true)
    const more = view.getInt32(at + 4, true)
    seen |= two | more
    const a = two | FOLD_2
    const b = more | FOLD_2
    const gram = (a & 0xff) | ((a >>> 8) & 0xff00) | ((b & 0xff) << 16) | ((b << 8) & 0xff000000)
    if (flags[Math.imul(gram, GRAM_MULTIPLIER) >>> shift] !== 0) return false
  }
  return (seen & BEYOND_ASCII_2) === 0
}
