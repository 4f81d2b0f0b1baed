// The System part of a record: is its time in the range, which host does it come from, does any rule want it?
// Invariant: nothing is counted here that TypeScript would count again.
import {
  CHANNEL_KEY,
  HEAD_NAMES,
  HOST_KEY,
  PLAN_CHANNEL,
  PLAN_EVENT_ID,
  PLAN_HOST,
  PLAN_LAST_CHANNEL,
  PLAN_LAST_HOST,
  PLAN_TIME,
  ROUTE_MEMO,
  ROUTE_MEMO_MASK,
} from '../layout'
import { findEntry, isEntryOf } from './find-value'
import { lengthOf, offsetOf, typeOf } from './locate'
import { memoPlace, recall, remember } from './memo'
import { parseTime } from './parse-time'
import { nameOf, routeOf } from './upcalls'

const STRING = 0x01
const UINT16 = 0x06
const UINT32 = 0x08
const FILE_TIME = 0x11
/** Event ids have five digits at most; longer numbers are left to TypeScript. */
const MAX_DIGITS = 9
const NO_NUMBER = -1

/** FILETIME of the record; 0 when it is not told in this form. */
export function readTime(plan: usize): u64 {
  const slot = load<i32>(plan, PLAN_TIME)
  const type = typeOf(slot)
  if (type == STRING) return parseTime(offsetOf(slot), lengthOf(slot))
  return type == FILE_TIME && lengthOf(slot) == 8 ? load<u64>(offsetOf(slot)) : 0
}

/** Entry of the host's name, 0 when it is not known. */
export function readHost(plan: usize): i32 {
  const slot = load<i32>(plan, PLAN_HOST)
  const last = load<i32>(plan, PLAN_LAST_HOST)
  if (slot >= 0 || last == 0) return readName(plan, slot, HOST_KEY, plan + PLAN_LAST_HOST)
  return last
}

function readName(plan: usize, slot: i32, key: i32, last: usize): i32 {
  if (slot < 0) return keepName(plan, slot, key, last)
  const length = lengthOf(slot)
  if (typeOf(slot) != STRING || length == 0) return 0
  const offset = offsetOf(slot)
  const names = load<usize>(HEAD_NAMES)
  const entry = load<i32>(last)
  if (isEntryOf(names, entry, key, offset, length)) return entry
  const found = findEntry(names, key, offset, length)
  if (found == 0) return keepName(plan, slot, key, last)
  store<i32>(last, found)
  return found
}

function keepName(plan: usize, slot: i32, key: i32, last: usize): i32 {
  const entry = nameOf(plan, slot, key)
  store<i32>(last, entry)
  return entry
}

/** The route by channel and event id, 0 when it is not known. */
export function readRoute(plan: usize): i32 {
  const channelSlot = load<i32>(plan, PLAN_CHANNEL)
  let channel = 0
  if (channelSlot >= 0) {
    channel = readName(plan, channelSlot, CHANNEL_KEY, plan + PLAN_LAST_CHANNEL)
    if (channel == 0) return 0
  }
  const idSlot = load<i32>(plan, PLAN_EVENT_ID)
  let id = 0
  if (idSlot >= 0) {
    const type = typeOf(idSlot)
    const length = lengthOf(idSlot)
    if (type == UINT16 && length == 2) id = load<u16>(offsetOf(idSlot))
    else if (type == UINT32 && length == 4) id = load<i32>(offsetOf(idSlot))
    else id = type == STRING ? readDigits(offsetOf(idSlot), length) : NO_NUMBER
    if (id < 0) return 0
  }
  const place = memoPlace(ROUTE_MEMO, ROUTE_MEMO_MASK, plan as i32, channel, id)
  let route = recall(place, plan as i32, channel, id)
  if (route == 0) {
    route = routeOf(plan)
    if (route != 0) remember(place, plan as i32, channel, id, route)
  }
  return route
}

/** The number that digits without a leading zero make; below zero for everything else. */
function readDigits(offset: usize, length: i32): i32 {
  if (length == 0 || length > MAX_DIGITS << 1 || (length & 1) != 0) return NO_NUMBER
  let number = 0
  for (let i = 0; i < length; i += 2) {
    const digit = (load<u16>(offset + i) as i32) - 0x30
    if (digit < 0 || digit > 9 || (digit == 0 && number == 0 && length > 2)) return NO_NUMBER
    number = 10 * number + digit
  }
  return number
}
