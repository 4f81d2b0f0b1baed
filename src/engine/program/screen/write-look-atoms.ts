/**
 * Atoms in the kernel's memory: where their bodies stand in a text, and what else a text must have. In: atoms with their
 * probes. Out: address of the first. Invariant: what a text needs, every text has for which the atom holds.
 */
import type { Kernel } from '../../../kernel/create-kernel.ts'
import {
  LOOK_AT_END,
  LOOK_AT_START,
  LOOK_ATOM,
  LOOK_BODY,
  LOOK_BYTES,
  LOOK_DASH,
  LOOK_FLAGS,
  LOOK_GRAM_END,
  LOOK_IS_NOMINATED,
  LOOK_LENGTH,
  LOOK_NEEDS,
  NEEDS_COUNT,
  NEEDS_UNITS,
  NEEDS_WINDOWS,
} from '../../../kernel/layout.ts'
import type { RegexNeeds } from '../../regex/compile-regex.ts'
import { DASH_PLACE } from '../scan/probe.ts'
import { AT_END, AT_START, ProbeKind } from '../scan/probe-table.ts'
import type { ValueScanner } from '../scan/scan-value.ts'
import { needsOf } from './needs-of-atom.ts'
import { writeWindow } from './write-window.ts'

/** Addresses of what texts need for an atom, which several tables may have. */
export type WrittenNeeds = Map<number, number>

/** 0 when there is no room. */
export function writeLookAtoms(
  kernel: Kernel,
  atoms: Int32Array,
  scanner: ValueScanner,
  needs: WrittenNeeds,
): number {
  const { bytes, tables, words } = kernel
  const { probes } = scanner
  const { bodyLengths, bodyStarts, flags, gramEnds, kinds, pool } = probes
  const bodyBytes = atoms.reduce((sum, atom) => sum + bodyLengths[atom]!, 0)
  const first = tables.allocate(LOOK_BYTES * atoms.length + bodyBytes)
  if (first === 0) return 0
  let body = first + LOOK_BYTES * atoms.length
  atoms.forEach((atom, i) => {
    const at = (first + LOOK_BYTES * i) >> 2
    const isNominated = kinds[atom] !== ProbeKind.Body
    words[at + LOOK_GRAM_END / 4] = gramEnds[atom]!
    words[at + LOOK_LENGTH / 4] = bodyLengths[atom]!
    words[at + LOOK_FLAGS / 4] = anchorsOf(flags[atom]!) | (isNominated ? LOOK_IS_NOMINATED : 0)
    words[at + LOOK_BODY / 4] = body
    words[at + LOOK_ATOM / 4] = atom
    words[at + LOOK_NEEDS / 4] = isNominated ? needsAt(kernel, scanner, needs, atom) : 0
    const start = bodyStarts[atom]!
    for (let k = start; k < start + bodyLengths[atom]!; k++)
      bytes[body++] = pool[k] === DASH_PLACE ? LOOK_DASH : pool[k]!
  })
  return first
}

function anchorsOf(flags: number): number {
  return ((flags & AT_START) !== 0 ? LOOK_AT_START : 0) | ((flags & AT_END) !== 0 ? LOOK_AT_END : 0)
}

function needsAt(kernel: Kernel, { atoms }: ValueScanner, written: WrittenNeeds, atom: number): number {
  let address = written.get(atom)
  if (address === undefined) {
    address = writeNeeds(kernel, needsOf(atoms[atom]!))
    written.set(atom, address)
  }
  return address
}

/** 0 without any, or without room: the atom is then nominated more often. */
function writeNeeds(kernel: Kernel, needs: RegexNeeds | undefined): number {
  if (needs === undefined || (needs.minUnits === 0 && needs.windows.length === 0)) return 0
  const { tables, words } = kernel
  const windows = needs.windows.map((window) => writeWindow(kernel, window))
  const address = tables.allocate(NEEDS_WINDOWS + 4 * windows.length)
  if (address === 0 || windows.includes(0)) return 0
  words[(address + NEEDS_UNITS) >> 2] = needs.minUnits
  words[(address + NEEDS_COUNT) >> 2] = windows.length
  words.set(windows, (address + NEEDS_WINDOWS) >> 2)
  return address
}
