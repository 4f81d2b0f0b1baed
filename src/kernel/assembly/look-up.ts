// The set of a value: that of the record before, of the cache, of a quick look, or what TypeScript says (engine/program/
// state/value-sets.ts). Invariant: whichever answers, the set is the same.
import {
  FOUND,
  HEAD_ENTRY,
  HEAD_FOUND_COUNT,
  HEAD_LOOKED,
  HEAD_NOMINATED_COUNT,
  HEAD_VALUES,
  LOOK_ATOM,
  LOOK_SET,
  MAX_LOOKUPS,
  STEP_BYPASS,
  STEP_HITS,
  STEP_LAST,
  STEP_LOOKUPS,
  STEP_QUICK,
  STEP_SILENT,
} from '../layout'
import { findEntry, isEntryOf, valueAt } from './find-value'
import { join } from './join-sets'
import { keepValue } from './keep-value'
import { lookQuickly } from './look-quickly'
import { setOf, setOfAtom } from './upcalls'

const STRING = 0x01
/** Values that were not in the cache, since the start. */
export let newValues = 0
const TYPE_MASK = 0x1ff

/** `key`: of the step, with the value's type. */
export function setOfValue(program: usize, step: usize, key: i32, offset: usize, length: i32): i32 {
  const cache = load<usize>(HEAD_VALUES)
  const lookups = load<i32>(step, STEP_LOOKUPS) + 1
  store<i32>(step, lookups, STEP_LOOKUPS)
  let entry = load<i32>(step, STEP_LAST)
  if (!isEntryOf(cache, entry, key, offset, length)) {
    const isBypassed = load<i32>(step, STEP_BYPASS) != 0 && (key & TYPE_MASK) == STRING
    entry = isBypassed ? 0 : findEntry(cache, key, offset, length)
    if (entry == 0) return setOfNew(program, step, key, offset, length, lookups, isBypassed)
    store<i32>(step, entry, STEP_LAST)
  }
  store<i32>(step, load<i32>(step, STEP_HITS) + 1, STEP_HITS)
  return valueAt(cache, entry)
}

function setOfNew(
  program: usize,
  step: usize,
  key: i32,
  offset: usize,
  length: i32,
  lookups: i32,
  isBypassed: bool,
): i32 {
  newValues++
  const quick = load<usize>(step, STEP_QUICK)
  const isLooked = quick != 0 && (key & TYPE_MASK) == STRING && lookQuickly(quick, offset, length)
  if (isLooked && lookups < MAX_LOOKUPS && load<i32>(HEAD_NOMINATED_COUNT) == 0) {
    const known = withFound(load<i32>(step, STEP_SILENT))
    const entry = isBypassed ? 0 : keepValue(load<usize>(HEAD_VALUES), key, offset, length, known)
    store<i32>(step, entry, STEP_LAST)
    return known
  }
  store<i32>(HEAD_LOOKED, isLooked ? 1 : 0)
  const set = setOf(program, step)
  store<i32>(step, load<i32>(HEAD_ENTRY), STEP_LAST)
  return set
}

/** The set with the atoms that a quick look has found. */
function withFound(silent: i32): i32 {
  let set = silent
  const end = FOUND + (load<i32>(HEAD_FOUND_COUNT) << 2)
  for (let at = FOUND; at < end; at += 4) {
    const atom = load<usize>(at)
    let own = load<i32>(atom, LOOK_SET)
    if (own == 0) {
      own = setOfAtom(load<i32>(atom, LOOK_ATOM))
      store<i32>(atom, own, LOOK_SET)
    }
    set = join(set, own)
  }
  return set
}
