// A value that is made from several slots: known by all of their types, lengths and bytes together.
import { HEAD_JOINED, JOINED, JOINED_BYTES, STEP_KEY, STEP_SOURCE_COUNT, STEP_SOURCES } from '../layout'
import { lengthOf, offsetOf, typeOf } from './locate'
import { setOfValue } from './look-up'
import { setOf } from './upcalls'

const TYPE_BITS = 16
const END: usize = JOINED + JOINED_BYTES

export function setOfJoined(program: usize, step: usize): i32 {
  const sources = load<usize>(step, STEP_SOURCES)
  const count = load<i32>(step, STEP_SOURCE_COUNT)
  let at: usize = JOINED
  for (let i = 0; i < count; i++) {
    const slot = load<i32>(sources + (i << 2))
    const length = lengthOf(slot)
    if (at + 4 + length > END) return setOfLong(program, step)
    store<i32>(at, (typeOf(slot) << TYPE_BITS) | length)
    memory.copy(at + 4, offsetOf(slot), length)
    at += 4 + length
  }
  const length = (at - JOINED) as i32
  store<i32>(HEAD_JOINED, length)
  return setOfValue(program, step, load<i32>(step, STEP_KEY), JOINED, length)
}

/** Too long to be remembered. */
function setOfLong(program: usize, step: usize): i32 {
  store<i32>(HEAD_JOINED, 0)
  return setOf(program, step)
}
