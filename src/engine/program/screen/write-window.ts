/**
 * A window of sets in the kernel's memory. In: the window (regex/find-window.ts). Out: its address. Invariant: the kernel finds
 * it in an ASCII text exactly where `hasWindow` does.
 */
import type { Kernel } from '../../../kernel/create-kernel.ts'
import {
  WINDOW_COLUMNS,
  WINDOW_LEAPS,
  WINDOW_LENGTH,
  WINDOW_RARE,
  WINDOW_UNITS,
} from '../../../kernel/layout.ts'
import { COLUMNS, type WindowTable } from '../../regex/find-window.ts'

/** Units that a set may have to be searched by. */
const MAX_RARE_UNITS = 3
/** The most common units of paths and command lines, the most common first; all others are rarer. */
const COMMON = 'ei\\sotnardcmlwp.ug0hfkvbxy1234567890- SCWDAEM:'

/** 0 without room. */
export function writeWindow({ bytes, tables, words }: Kernel, window: WindowTable): number {
  const { leaps, length, members, places } = window
  const address = tables.allocate(WINDOW_LEAPS + (2 + length) * WINDOW_COLUMNS)
  if (address === 0) return 0
  words[(address + WINDOW_LENGTH) >> 2] = length
  const rare = rarestPlace(window)
  words[(address + WINDOW_RARE) >> 2] = rare
  if (rare >= 0) {
    const units = unitsAt(window, rare)
    for (let i = 0; i < MAX_RARE_UNITS; i++) bytes[address + WINDOW_UNITS + i] = units[i] ?? units[0]!
  }
  const rows = [leaps, places, ...Array.from({ length }, (_, i) => members.subarray(i * COLUMNS))]
  rows.forEach((row, i) => {
    bytes.set(row.subarray(0, WINDOW_COLUMNS), address + WINDOW_LEAPS + i * WINDOW_COLUMNS)
  })
  return address
}

/** The place that fewest units of a text will fit, -1 when many fit any. */
function rarestPlace(window: WindowTable): number {
  let rarest = -1
  let least = Number.POSITIVE_INFINITY
  for (let place = 0; place < window.length; place++) {
    const units = unitsAt(window, place)
    if (units.length === 0 || units.length > MAX_RARE_UNITS) continue
    const share = units.reduce((sum, unit) => sum + shareOf(unit), 0)
    if (share >= least) continue
    least = share
    rarest = place
  }
  return rarest
}

/** ASCII units of a set. */
function unitsAt({ members }: WindowTable, place: number): number[] {
  return Array.from({ length: WINDOW_COLUMNS }, (_, unit) => unit).filter(
    (unit) => members[place * COLUMNS + unit] !== 0,
  )
}

/** Roughly, how common a unit is. */
function shareOf(unit: number): number {
  const rank = COMMON.indexOf(String.fromCharCode(unit))
  return rank < 0 ? 1 : 2 + COMMON.length - rank
}
