// Where the values of a template's instance lie (evtx-format §6; evtx/binxml/locate-values.ts is the same in TypeScript).
// Whatever is not regular gives 0, and TypeScript reads the record. Invariant: nothing beyond `limit` is read.
import {
  DEFINITIONS,
  HEAD_CHUNK,
  HEAD_EPOCH,
  LENGTHS,
  MAX_SLOTS,
  MAX_VALUES,
  OFFSETS,
  PLAN_HOLE,
  PLAN_SLOTS,
  PLAN_TEMPLATE,
  SLAB,
  TYPES,
} from '../layout'
import { findPlan } from './find-plan'
import { planAt } from './upcalls'

/** Version, template id, definition offset. */
const INSTANCE_HEADER_BYTES: usize = 9
const DEFINITION_HEADER_BYTES: usize = 24
const CHUNK_BYTES: u32 = 65536
const BIN_XML = 0x21

/** Where the values of the last instance end. */
export let valuesEnd: usize = 0

export function typeOf(slot: i32): i32 {
  return load<i32>(TYPES + (slot << 2))
}

export function offsetOf(slot: i32): usize {
  return load<usize>(OFFSETS + (slot << 2))
}

export function lengthOf(slot: i32): i32 {
  return load<i32>(LENGTHS + (slot << 2))
}

/** Fills the slots from `base` on with the instance whose 0C token is right before `at`; the plan's address, or 0. */
export function locateInstance(at: usize, limit: usize, base: i32): usize {
  let values = at + INSTANCE_HEADER_BYTES
  if (values + 4 > limit) return 0
  const definition = load<u32>(at, 5)
  if ((definition as usize) == values - load<usize>(HEAD_CHUNK)) {
    if (values + DEFINITION_HEADER_BYTES > limit) return 0
    const size = load<u32>(values, 20)
    if (size > CHUNK_BYTES) return 0
    values += DEFINITION_HEADER_BYTES + size
    if (values + 4 > limit) return 0
  }
  if (definition >= CHUNK_BYTES) return 0
  const plan = planOf(definition, load<i32>(at, 1))
  if (plan == 0) return 0
  const count = load<u32>(values)
  if (count > (MAX_VALUES as u32) || !readDescriptors(plan, base, values + 4, count as i32, limit)) return 0
  return plan
}

function planOf(definition: u32, template: i32): usize {
  const place: usize = DEFINITIONS + (definition << 3)
  const epoch = load<i32>(HEAD_EPOCH)
  if (load<i32>(place, 4) == epoch) {
    const known = load<usize>(place)
    if (load<i32>(known, PLAN_TEMPLATE) == template) return known
  }
  let plan = findPlan(definition, template)
  if (plan == 0) plan = planAt(definition, template)
  if (plan == 0) return 0
  store<usize>(place, plan)
  store<i32>(place, epoch, 4)
  return plan
}

/** `count` descriptors of 4 bytes at `from`, the values right after them. */
function readDescriptors(plan: usize, base: i32, from: usize, count: i32, limit: usize): bool {
  const used = load<i32>(plan, PLAN_SLOTS)
  if (base + used > MAX_SLOTS) return false
  let offset = from + (count << 2)
  if (offset > limit) return false
  const kept = min(count, used)
  let descriptor = from
  let streams = 0
  let place: usize = TYPES + (base << 2)
  for (let i = 0; i < kept; i++, descriptor += 4, place += 4) {
    const length = load<u16>(descriptor) as i32
    const type = load<u8>(descriptor, 2) as i32
    store<i32>(place, type)
    store<usize>(place, offset, OFFSETS - TYPES)
    store<i32>(place, length, LENGTHS - TYPES)
    offset += length
    if (type == BIN_XML) streams++
  }
  for (let i = kept; i < count; i++, descriptor += 4) offset += load<u16>(descriptor)
  for (let i = kept; i < used; i++, place += 4) {
    store<i32>(place, 0)
    store<usize>(place, SLAB, OFFSETS - TYPES)
    store<i32>(place, 0, LENGTHS - TYPES)
  }
  if (offset > limit) return false
  valuesEnd = offset
  return areStreamsDeclared(load<i32>(plan, PLAN_HOLE), base, streams)
}

/** Embedded BinXML stands where the definition says, and nothing else does. */
function areStreamsDeclared(hole: i32, base: i32, streams: i32): bool {
  if (hole < -1) return false
  if (hole < 0) return streams == 0
  const type = typeOf(base + hole)
  if (type == BIN_XML) return streams == 1
  return streams == 0 && (type == 0 || lengthOf(base + hole) == 0)
}
