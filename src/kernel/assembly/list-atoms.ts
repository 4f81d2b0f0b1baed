// Atoms whose gram has been met in a text: does their body stand there, and is it all there is to the atom? In: a table
// of grams and a place. Out: atoms at `FOUND` and `NOMINATED`, each once. Invariant: the text is ASCII.
import {
  FOUND,
  GRAMS_MASK,
  GRAMS_PLACE_BYTES,
  GRAMS_PLACES,
  GRAMS_SHIFT,
  HEAD_FOUND_COUNT,
  HEAD_NOMINATED_COUNT,
  LOOK_AT_END,
  LOOK_AT_START,
  LOOK_BODY,
  LOOK_BYTES,
  LOOK_DASH,
  LOOK_EPOCH,
  LOOK_FLAGS,
  LOOK_GRAM_END,
  LOOK_IS_NOMINATED,
  LOOK_LENGTH,
  LOOK_NEEDS,
  MAX_LISTED,
  NEEDS_COUNT,
  NEEDS_UNITS,
  NEEDS_WINDOWS,
  NOMINATED,
  QUICK_ASKED,
  QUICK_ASKED_END,
  TEXT,
} from '../layout'
import { hasWindow } from './find-window'
import { lower } from './text'

/** As GRAM_MULTIPLIER of engine/program/scan/gram.ts. */
export const MULTIPLIER: u32 = 0x9e3779b1
const SHORT_KINDS: u32 = 3

/** Units of the text at `TEXT`, and the number of the look. */
let units: usize = 0
let epoch: u64 = 0

export function startList(count: usize): void {
  units = count
  epoch++
  store<i32>(HEAD_FOUND_COUNT, 0)
  store<i32>(HEAD_NOMINATED_COUNT, 0)
}

/** Atoms without a literal: all that a window does not rule out. */
export function listAsked(quick: usize): void {
  const stop = load<usize>(quick, QUICK_ASKED_END)
  for (let atom = load<usize>(quick, QUICK_ASKED); atom < stop; atom += LOOK_BYTES) nominate(atom)
}

/** Atoms with this gram; `at` is the unit behind it. */
export function listGram(grams: usize, key: u32, at: usize): void {
  const places = load<usize>(grams, GRAMS_PLACES)
  const mask = load<u32>(grams, GRAMS_MASK)
  let place = (key * MULTIPLIER) >> load<u32>(grams, GRAMS_SHIFT)
  let found = places + place * GRAMS_PLACE_BYTES
  while (load<usize>(found, 8) != 0 && load<u32>(found) != key) {
    place = (place + 1) & mask
    found = places + place * GRAMS_PLACE_BYTES
  }
  const stop = load<usize>(found, 8)
  for (let atom = load<usize>(found, 4); atom < stop; atom += LOOK_BYTES)
    if (load<u64>(atom, LOOK_EPOCH) != epoch && standsHere(atom, at)) list(atom)
}

/** Atoms with grams of these kinds, of one, two and three units, that end with the unit at `at`. */
export function listShortGrams(grams: usize, kinds: u32, at: usize): void {
  let key: u32 = 0
  for (let kind: u32 = 1; kind <= SHORT_KINDS; kind++) {
    const before = kind - 1
    if ((before as usize) > at) return
    key |= lower(load<u8>((TEXT as usize) + at - (before as usize))) << (before << 3)
    if ((kinds & (1 << before)) != 0) listGram(grams, key | (kind << 24), at + 1)
  }
}

function list(atom: usize): void {
  store<u64>(atom, epoch, LOOK_EPOCH)
  if ((load<i32>(atom, LOOK_FLAGS) & LOOK_IS_NOMINATED) != 0) nominate(atom)
  else add(FOUND, HEAD_FOUND_COUNT, atom)
}

function nominate(atom: usize): void {
  const needs = load<usize>(atom, LOOK_NEEDS)
  if (needs == 0 || hasAll(needs)) add(NOMINATED, HEAD_NOMINATED_COUNT, atom)
}

/** True when the text has what it needs. */
function hasAll(needs: usize): bool {
  if (units < load<usize>(needs, NEEDS_UNITS)) return false
  const windows = needs + NEEDS_WINDOWS
  const stop = windows + (load<usize>(needs, NEEDS_COUNT) << 2)
  for (let at = windows; at < stop; at += 4) if (!hasWindow(load<usize>(at), units)) return false
  return true
}

function add(list: usize, counter: usize, atom: usize): void {
  const count = load<i32>(counter)
  if (count == MAX_LISTED) return
  store<usize>(list + (count << 2), atom)
  store<i32>(counter, count + 1)
}

/** True when the atom's body stands where its gram says. */
function standsHere(atom: usize, at: usize): bool {
  const start = (at as i32) - load<i32>(atom, LOOK_GRAM_END)
  const length = load<i32>(atom, LOOK_LENGTH)
  if (start < 0 || start + length > (units as i32)) return false
  const flags = load<i32>(atom, LOOK_FLAGS)
  if ((flags & LOOK_AT_START) != 0 && start != 0) return false
  if ((flags & LOOK_AT_END) != 0 && start + length != (units as i32)) return false
  const body = load<usize>(atom, LOOK_BODY)
  const text: usize = TEXT + start
  for (let i = 0; i < length; i++) {
    const wanted = load<u8>(body + i)
    const unit = load<u8>(text + i)
    if (wanted == LOOK_DASH ? unit != 0x2d && unit != 0x2f : wanted != lower(unit)) return false
  }
  return true
}
