/**
 * A program in the kernel's memory. In: a program, and where tables for quick looks stand. Out: its address and steps.
 * Invariant: sets written here are void when the runtime forgets its sets, and the program with them.
 */
import { ValueType } from '../../../event/value-type.ts'
import type { Kernel } from '../../../kernel/create-kernel.ts'
import {
  ASKED,
  JOINED_SLOTS,
  PROGRAM_BASE,
  PROGRAM_BYTES,
  PROGRAM_STEPS,
  SLOT,
  STEP_BYTES,
  STEP_EMPTY,
  STEP_GUARD_COUNT,
  STEP_GUARDS,
  STEP_KEY,
  STEP_KIND,
  STEP_NULL,
  STEP_QUICK,
  STEP_SILENT,
  STEP_SILENT_TYPES,
  STEP_SLOT,
  STEP_SOURCE_COUNT,
  STEP_SOURCES,
} from '../../../kernel/layout.ts'
import type { Program } from '../run/program.ts'
import type { FieldMatcher } from '../scan/field-matcher.ts'
import type { QuickTable } from '../scan/quick-table.ts'
import { isSilent, SILENT_TYPES } from '../scan/silent-types.ts'
import { setOfEmpty, setOfSilent } from '../state/uncached-sets.ts'
import { TYPE_BITS, type ValueSets } from '../state/value-sets.ts'
import { type ScreenStep, screenSteps } from './screen-steps.ts'

export interface WrittenProgram {
  readonly address: number
  readonly steps: readonly ScreenStep[]
}

/** What a program refers to. */
export interface ProgramReferences {
  /** Address of the table, 0 for none. */
  quickAt(table: QuickTable): number
  /** Key of what is derived for a step, apart from all others. */
  newKey(): number
}

/** Undefined when there is no room. */
export function writeProgram(
  { programs, words }: Kernel,
  values: ValueSets,
  program: Program,
  references: ProgramReferences,
): WrittenProgram | undefined {
  const steps = screenSteps(values, program)
  const listed = steps.map(slotsOf)
  const listedCount = listed.reduce((sum, { length }) => sum + length, 0)
  const address = programs.allocate(PROGRAM_BYTES + steps.length * STEP_BYTES + 4 * listedCount)
  if (address === 0) return undefined
  words[(address + PROGRAM_BASE) >> 2] = program.base
  words[(address + PROGRAM_STEPS) >> 2] = steps.length
  let list = address + PROGRAM_BYTES + steps.length * STEP_BYTES
  steps.forEach((step, i) => {
    const place = (address + PROGRAM_BYTES + i * STEP_BYTES) >> 2
    const slots = listed[i]!
    words.set(slots, list >> 2)
    const [at, count] =
      step.kind === 'derived' ? [STEP_SOURCES, STEP_SOURCE_COUNT] : [STEP_GUARDS, STEP_GUARD_COUNT]
    words[place + at / 4] = list
    words[place + count / 4] = slots.length
    list += 4 * slots.length
    writeStep(words, values, place, step, references)
  })
  return { address, steps }
}

/** Slots beside its own that a step refers to. */
function slotsOf(step: ScreenStep): readonly number[] {
  return step.kind === 'derived' ? step.slots : step.guards
}

function writeStep(
  words: Int32Array,
  values: ValueSets,
  place: number,
  step: ScreenStep,
  { newKey, quickAt }: ProgramReferences,
): void {
  if (step.kind !== 'slot') {
    const isJoined = step.kind === 'derived' && step.slots.length > 0
    words[place + STEP_KIND / 4] = isJoined ? JOINED_SLOTS : ASKED
    if (isJoined) words[place + STEP_KEY / 4] = newKey()
    return
  }
  const { matcher, nullSet, slot } = step
  words[place + STEP_KIND / 4] = SLOT
  words[place + STEP_SLOT / 4] = slot
  words[place + STEP_KEY / 4] = matcher.id << TYPE_BITS
  words[place + STEP_NULL / 4] = nullSet
  words[place + STEP_EMPTY / 4] = setOfEmpty(values, matcher)
  words[place + STEP_SILENT_TYPES / 4] = silentTypes(values, matcher)
  words[place + STEP_SILENT / 4] = setOfSilent(values, matcher)
  words[place + STEP_QUICK / 4] =
    matcher.quick === undefined || matcher.quick === null ? 0 : quickAt(matcher.quick)
}

/** A bit for each type whose values are not looked at. */
function silentTypes({ scanner }: ValueSets, matcher: FieldMatcher): number {
  let bits = 0
  for (let type = 0; type < SILENT_TYPES; type++)
    if (type !== ValueType.String && isSilent(matcher, type, scanner.probes)) bits |= 1 << type
  return bits
}
