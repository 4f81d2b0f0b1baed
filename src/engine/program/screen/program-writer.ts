/**
 * The programs that stand in the kernel's memory. In: programs of shapes. Out: entries, by program and by address.
 * Invariant: each program is written once until all are forgotten.
 */
import type { Kernel } from '../../../kernel/create-kernel.ts'
import {
  ALL_QUIET,
  BUCKET_ALLOWED,
  BUCKET_BYTES,
  COMPARED,
  LIST_BYTES,
  LIST_COUNT,
  LIST_KIND,
  MATCHED,
  PROGRAM_BUCKET,
  PROGRAM_BYTES,
  PROGRAM_INDEX,
  PROGRAM_IS_GATE,
} from '../../../kernel/layout.ts'
import { takeWord } from '../../../kernel/take-word.ts'
import type { GateSteps } from '../run/gate.ts'
import type { Program } from '../run/program.ts'
import type { Runtime } from '../run/runtime.ts'
import type { QuickTable } from '../scan/quick-table.ts'
import { TYPE_BITS } from '../state/value-sets.ts'
import type { ScreenStep } from './screen-steps.ts'
import type { WrittenNeeds } from './write-look-atoms.ts'
import { type ProgramReferences, type WrittenProgram, writeProgram } from './write-program.ts'
import { writeQuickTable } from './write-quick-table.ts'

/**
 * `whole`: all rules of a bucket. A gate asks some, and brings the programs of rules that only a bound lets pass.
 * `bound`: such a program.
 */
export type Role = 'whole' | 'bound' | { readonly bounded: GateSteps['bounded'] }

export interface ScreenProgram {
  readonly address: number
  /** Undefined where no rule can fire. */
  readonly program: Program | undefined
  readonly steps: readonly ScreenStep[]
  readonly role: Role
}

export interface ProgramWriter {
  /** Something did not fit. */
  readonly isFull: boolean
  /** Written if need be; undefined when there is no room. */
  entryOf(program: Program, role: Role): ScreenProgram | undefined
  /** The program of records in which no rule can fire. */
  nothing(): ScreenProgram | undefined
  find(program: Program): ScreenProgram | undefined
  at(address: number): ScreenProgram
  /** Address of a list of the programs of these rules; 0 when there is no room. */
  listBounded(bounded: GateSteps['bounded'], rules: readonly number[]): number
  /** Address of a list of rules that match, with a counter of records. */
  listMatched(rules: readonly number[]): number
  /** Records counted since the last call, by rule. */
  takeHits(): ReadonlyMap<number, number>
  /** Address of a list of comparisons: two slots, and the set to be added where they are equal; 0 as above. */
  listCompared(compared: readonly (readonly [slot: number, other: number, set: number])[]): number
  /** Address of the table for quick looks, 0 without room. */
  quickAt(table: QuickTable): number
  forget(): void
}

/** Keys of values made of several slots; those of matchers are smaller, since there are fewer. */
const FIRST_JOINED_KEY: number = 1 << 21

export function createProgramWriter(runtime: Runtime, kernel: Kernel): ProgramWriter {
  const { programs, words } = kernel
  const references = createReferences(runtime, kernel)
  const written: ScreenProgram[] = []
  const byProgram = new Map<Program | undefined, ScreenProgram>()
  const matched: Matched[] = []
  let hits = new Map<number, number>()
  let isFull = false
  const add = (
    program: Program | undefined,
    made: WrittenProgram | undefined,
    role: Role,
  ): ScreenProgram | undefined => {
    if (made === undefined) {
      isFull = true
      return undefined
    }
    words[(made.address + PROGRAM_INDEX) >> 2] = written.length
    const entry = { ...made, program, role }
    written.push(entry)
    byProgram.set(program, entry)
    return entry
  }
  const entryOf = (program: Program, role: Role): ScreenProgram | undefined =>
    byProgram.get(program) ?? add(program, writeProgram(kernel, runtime.values, program, references), role)
  const list = (kind: number, count: number, entries: readonly number[]): number => {
    const address = programs.allocate(LIST_BYTES + 4 * entries.length)
    if (address === 0) {
      isFull = true
      return 0
    }
    words[(address + LIST_KIND) >> 2] = kind
    words[(address + LIST_COUNT) >> 2] = count
    words.set(entries, (address + LIST_BYTES) >> 2)
    return address
  }
  return {
    get isFull() {
      return isFull
    },
    entryOf,
    nothing: () => byProgram.get(undefined) ?? add(undefined, writeNothing(kernel), 'whole'),
    find: (program) => byProgram.get(program),
    at: (address) => written[words[(address + PROGRAM_INDEX) >> 2]!]!,
    listBounded(bounded, rules) {
      const entries = rules.map((rule) => entryOf(bounded(rule), 'bound'))
      return entries.includes(undefined)
        ? 0
        : list(
            ALL_QUIET,
            entries.length,
            entries.map((e) => e!.address),
          )
    },
    listMatched(rules) {
      const address = list(MATCHED, rules.length, [0, ...rules])
      if (address !== 0) matched.push({ counter: address + LIST_BYTES, rules: [...rules] })
      return address
    },
    takeHits() {
      takeMatched(words, matched, hits)
      const taken = hits
      hits = new Map()
      return taken
    },
    quickAt: references.quickAt,
    listCompared: (compared) => list(COMPARED, compared.length, compared.flat()),
    forget() {
      takeMatched(words, matched, hits)
      matched.length = 0
      isFull = false
      written.length = 0
      byProgram.clear()
      programs.clear()
      references.forget()
    },
  }
}

interface Matched {
  /** Address of a counter of records. */
  readonly counter: number
  readonly rules: readonly number[]
}

/** Adds what was counted to the hits by rule. */
function takeMatched(words: Int32Array, matched: readonly Matched[], hits: Map<number, number>): void {
  for (const { counter, rules } of matched) {
    const records = takeWord(words, counter)
    if (records > 0) for (const rule of rules) hits.set(rule, (hits.get(rule) ?? 0) + records)
  }
}

/** Without a step, and with a bucket of its own that nothing changes. */
function writeNothing({ programs, words }: Kernel): WrittenProgram | undefined {
  const address = programs.allocate(PROGRAM_BYTES + BUCKET_BYTES)
  if (address === 0) return undefined
  words[(address + PROGRAM_BUCKET) >> 2] = address + PROGRAM_BYTES
  words[(address + PROGRAM_BYTES + BUCKET_ALLOWED) >> 2] = 1
  words[(address + PROGRAM_IS_GATE) >> 2] = 1
  return { address, steps: [] }
}

function createReferences(runtime: Runtime, kernel: Kernel): ProgramReferences & { forget(): void } {
  const quickTables = new Map<QuickTable, number>()
  const needs: WrittenNeeds = new Map()
  let keys = 0
  return {
    newKey: () => (FIRST_JOINED_KEY + keys++) << TYPE_BITS,
    quickAt(table) {
      let address = quickTables.get(table)
      if (address === undefined) {
        address = writeQuickTable(kernel, table, runtime.values.scanner, needs)
        quickTables.set(table, address)
      }
      return address
    },
    forget() {
      quickTables.clear()
      needs.clear()
      kernel.tables.clear()
      keys = 0
    },
  }
}
