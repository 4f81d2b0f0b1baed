/**
 * What follows for a record in a state. In: a program in the kernel's memory and the set of all atoms that hold. Out: `QUIET`,
 * `LOUD`, or the address of what follows. Invariant: quiet only where no rule fires.
 */
import { LOUD, QUIET } from '../../../kernel/layout.ts'
import { LETS_THROUGH } from '../run/gate.ts'
import type { LateStep, Program } from '../run/program.ts'
import type { Runtime } from '../run/runtime.ts'
import { internSet } from '../state/set-table.ts'
import { outcomeOf } from '../state/state-memo.ts'
import type { WrittenPrograms } from './written-programs.ts'

const ONE_ATOM = new Int32Array(1)

export function judge(
  runtime: Runtime,
  programs: WrittenPrograms,
  address: number,
  state: number,
  isComplete: boolean,
): number {
  const { program, role } = programs.at(address)
  if (program === undefined) return QUIET
  const { bucket, prepared } = program
  const { late, rules } = outcomeOf(runtime.states, runtime.sets, bucket, prepared, state, isComplete)
  if (late !== undefined) return listCompared(runtime, programs, program, late) || LOUD
  if (rules.length === 0) return QUIET
  if (role === 'whole') return programs.listMatched(rules) || LOUD
  if (role === 'bound' || rules[0] === LETS_THROUGH) return LOUD
  return programs.listBounded(role.bounded, rules) || LOUD
}

/** The comparisons that decide, when all of them are of two slots; else 0. */
function listCompared(
  { sets }: Runtime,
  programs: WrittenPrograms,
  program: Program,
  late: ReadonlySet<number>,
): number {
  const steps = program.late.filter((step) => late.has(step.atom) && mayHold(step))
  if (steps.some(({ mode, slot, otherSlot }) => mode !== 'equals' || slot < 0 || otherSlot < 0)) return 0
  return programs.listCompared(
    steps.map(({ atom, slot, otherSlot }) => {
      ONE_ATOM[0] = atom
      return [slot, otherSlot, internSet(sets, ONE_ATOM, 1)]
    }),
  )
}

/** A record without one of the fields does not have equal ones. */
function mayHold({ field, other }: LateStep): boolean {
  return [field, other].every(({ derived, leaves }) => derived.length + leaves.length > 0)
}
