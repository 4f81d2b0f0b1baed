/**
 * The matcher for what an automaton cannot do: lookaround, atomic groups, back references. In: a program and a text.
 * Out: whether it matches somewhere, or that too many ways were
 * open. Invariant: no recursion deeper than lookarounds nest in the pattern, and at most
 * `MAX_BACKTRACK_STEPS` steps; a text that needs more counts as no match (the rule's diagnostic says so).
 */
import { foldText } from '../../base/fold.ts'
import { assertHolds } from './assert-holds.ts'
import { hasChar } from './char-set.ts'
import type { RegexProgram, Step } from './regex-program.ts'

/** About 0.2 s; real values need fewer than a million. */
export const MAX_BACKTRACK_STEPS = 5_000_000
/** Bits for failed states (8 MiB); with more states than that nothing is remembered. */
const MAX_STATES = 1 << 26

interface State {
  readonly pc: number
  readonly at: number
  readonly registers: readonly number[]
}

interface Run {
  readonly program: RegexProgram
  readonly text: string
  /** A bit for each (step, position) that was tried; undefined when nothing may be remembered. */
  readonly tried: Uint8Array | undefined
  steps: number
}

/** `exhausted`: `MAX_BACKTRACK_STEPS` were not enough to tell. */
export type BacktrackOutcome = 'match' | 'none' | 'exhausted'

/** Looks for a match anywhere in `text`. */
export function runBacktracking(program: RegexProgram, text: string): BacktrackOutcome {
  const states = program.steps.length * (text.length + 1)
  const tried = program.hasReferences || states > MAX_STATES ? undefined : new Uint8Array((states >> 3) + 1)
  const run: Run = { program, text, tried, steps: 0 }
  const registers = new Array<number>(program.registers).fill(-1)
  for (let at = 0; at <= text.length && run.steps < MAX_BACKTRACK_STEPS; at = next(text, at)) {
    if (runFrom(run, 0, at, registers) !== undefined) return 'match'
  }
  return run.steps < MAX_BACKTRACK_STEPS ? 'none' : 'exhausted'
}

/** Runs from a step to `match`; undefined when nothing matches. */
function runFrom(run: Run, pc: number, at: number, registers: readonly number[]): State | undefined {
  const stack: State[] = [{ pc, at, registers }]
  const marked: number[] = []
  for (let state = stack.pop(); state !== undefined; state = stack.pop()) {
    const end = follow(run, state, stack, marked)
    if (end === undefined) continue
    // States of a run that succeeded need not fail.
    for (const bit of marked) run.tried![bit >> 3]! &= ~(1 << (bit & 7))
    return end
  }
  return undefined
}

/** Follows one way until it matches or fails; other ways go to the stack. */
function follow(run: Run, start: State, stack: State[], marked: number[]): State | undefined {
  let state: State | undefined = start
  while (state !== undefined) {
    if (++run.steps > MAX_BACKTRACK_STEPS) return undefined
    if (isTried(run, state, marked)) return undefined
    const step: Step = run.program.steps[state.pc]!
    if (step.op === 'match') return state
    if (step.op === 'split') {
      stack.push({ ...state, pc: step.second })
      state = { ...state, pc: step.first }
    } else state = advance(run, step, state)
  }
  return undefined
}

function isTried(run: Run, { pc, at }: State, marked: number[]): boolean {
  if (run.tried === undefined) return false
  const bit = pc * (run.text.length + 1) + at
  if ((run.tried[bit >> 3]! & (1 << (bit & 7))) !== 0) return true
  run.tried[bit >> 3]! |= 1 << (bit & 7)
  marked.push(bit)
  return false
}

function advance(run: Run, step: Step, state: State): State | undefined {
  const { pc, at, registers } = state
  switch (step.op) {
    case 'char':
      return to(pc + 1, takeChar(run.text, at, step), registers)
    case 'assert':
      return assertHolds(step.kind, run.text, at) ? { pc: pc + 1, at, registers } : undefined
    case 'jump':
      return { pc: step.to, at, registers }
    case 'save':
      return { pc: pc + 1, at, registers: registers.with(step.register, at) }
    case 'moved':
      return run.tried !== undefined || registers[step.register] !== at
        ? { pc: pc + 1, at, registers }
        : undefined
    case 'reference':
      return to(pc + 1, takeReference(run.text, at, step, registers), registers)
    case 'look': {
      const end = runFrom(run, pc + 1, at, registers)
      if (step.negated) return end === undefined ? { pc: step.next, at, registers } : undefined
      return end && { pc: step.next, at, registers: end.registers }
    }
    case 'atomic': {
      const end = runFrom(run, pc + 1, at, registers)
      return end && { pc: step.next, at: end.at, registers: end.registers }
    }
    default:
      return undefined
  }
}

function to(pc: number, at: number, registers: readonly number[]): State | undefined {
  return at < 0 ? undefined : { pc, at, registers }
}

/** Position behind (before, when going back) one character of the set; -1 if there is none. */
function takeChar(text: string, at: number, step: Step & { op: 'char' }): number {
  const from = step.back ? previous(text, at) : at
  const char = text.codePointAt(from)
  if (from < 0 || char === undefined || !hasChar(step.set, char)) return -1
  return step.back ? from : next(text, at)
}

function takeReference(
  text: string,
  at: number,
  step: Step & { op: 'reference' },
  registers: readonly number[],
): number {
  const from = registers[step.from]!
  const to = registers[step.to]!
  if (from < 0 || to < from) return -1
  const wanted = text.slice(from, to)
  const start = step.back ? at - wanted.length : at
  if (start < 0) return -1
  const found = text.slice(start, start + wanted.length)
  const isEqual = step.folded ? foldText(found) === foldText(wanted) : found === wanted
  if (!isEqual) return -1
  return step.back ? start : start + wanted.length
}

function next(text: string, at: number): number {
  return at + (text.codePointAt(at)! > 0xffff ? 2 : 1)
}

/** Start of the character before `at`, -1 at the start. */
function previous(text: string, at: number): number {
  const low = text.charCodeAt(at - 1)
  const isPair = low >= 0xdc00 && low <= 0xdfff && at >= 2 && text.codePointAt(at - 2)! > 0xffff
  return at - (isPair ? 2 : 1)
}
