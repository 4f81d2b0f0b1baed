/**
 * The matcher for large counts: it goes all ways at once and counts the rounds of repeated sets instead of writing them
 * out, where the automaton of re2js would need a state for every number of rounds. In: a program that counts, without
 * lookaround, atomic groups and back references. Out: a test of a text. Invariant: time is the length of the text times
 * the steps of the program, whatever the counts of sets are; nothing is allocated for a text.
 */
import { assertHolds } from './assert-holds.ts'
import type { CharSet } from './char-set.ts'
import { hasChar } from './char-set.ts'
import type { Counter } from './counter.ts'
import { beginCount, createCounter, endCounts, goOn, resetCounter } from './counter.ts'
import type { RegexProgram, Step } from './regex-program.ts'

/** What a step does, as numbers: steps are looked at for every character. */
const Op = { Match: 0, Char: 1, Count: 2, Split: 3, Jump: 4, Assert: 5 } as const
type Op = (typeof Op)[keyof typeof Op]

const ASCII_CHARS = 128

/** The steps as parallel lists, and scratch that belongs to one text at a time. */
interface Machine {
  readonly steps: readonly Step[]
  readonly ops: Uint8Array
  /** Where a step leads. */
  readonly first: Int32Array
  readonly second: Int32Array
  /** By step and character: whether it is in the step's set. */
  readonly ascii: Uint8Array
  readonly counters: readonly (Counter | undefined)[]
  /** By step: number of the character before which it was reached last. */
  readonly reached: Int32Array
  /** The same for its place in the list of steps that wait for that character. */
  readonly listed: Int32Array
  waiting: Int32Array
  waitingCount: number
  /** The list of the character before. */
  taken: Int32Array
  readonly stack: Int32Array
  depth: number
}

/** A test: true when the program matches anywhere in a text. */
export function createCountingTest(program: RegexProgram): (text: string) => boolean {
  const machine = createMachine(program.steps)
  return (text) => search(machine, text)
}

function createMachine(steps: readonly Step[]): Machine {
  const size = steps.length
  const ascii = new Uint8Array(size * ASCII_CHARS)
  for (const [pc, step] of steps.entries()) if ('set' in step) fillAscii(ascii, pc, step.set)
  return {
    steps,
    ops: Uint8Array.from(steps, opOf),
    first: Int32Array.from(steps, (step, pc) =>
      step.op === 'split' ? step.first : step.op === 'jump' ? step.to : pc + 1,
    ),
    second: Int32Array.from(steps, (step) => (step.op === 'split' ? step.second : 0)),
    ascii,
    counters: steps.map((step) => (step.op === 'count' ? createCounter(step.min, step.max) : undefined)),
    reached: new Int32Array(size),
    listed: new Int32Array(size),
    waiting: new Int32Array(size),
    waitingCount: 0,
    taken: new Int32Array(size),
    stack: new Int32Array(size),
    depth: 0,
  }
}

function opOf(step: Step): Op {
  switch (step.op) {
    case 'match':
      return Op.Match
    case 'char':
      return Op.Char
    case 'count':
      return Op.Count
    case 'split':
      return Op.Split
    case 'assert':
      return Op.Assert
    case 'jump':
    case 'save':
    case 'moved':
      // Ways are told apart by their step alone: a round that takes nothing leads where one has been.
      return Op.Jump
    default:
      throw new Error(`${step.op} is no step of a program that counts`)
  }
}

function fillAscii(ascii: Uint8Array, pc: number, set: CharSet): void {
  for (let char = 0; char < ASCII_CHARS; char++) ascii[pc * ASCII_CHARS + char] = hasChar(set, char) ? 1 : 0
}

function search(machine: Machine, text: string): boolean {
  machine.reached.fill(-1)
  machine.listed.fill(-1)
  machine.waitingCount = 0
  for (const counter of machine.counters) if (counter !== undefined) resetCounter(counter)
  for (let unit = 0, at = 0; ; at++) {
    // A match may begin before any character.
    if (reach(machine, 0, text, unit, at)) return true
    if (unit >= text.length) return false
    const char = text.codePointAt(unit)!
    unit += char > 0xffff ? 2 : 1
    if (takeChar(machine, char, text, unit, at + 1)) return true
  }
}

/** All waiting steps look at a character, the one before `at`. True when the program ends with it. */
function takeChar(machine: Machine, char: number, text: string, unit: number, at: number): boolean {
  const { waiting: taken, waitingCount: count, counters } = machine
  machine.waiting = machine.taken
  machine.taken = taken
  machine.waitingCount = 0
  for (let i = 0; i < count; i++) {
    const pc = taken[i]!
    const fits = isMember(machine, pc, char)
    const counter = counters[pc]
    if (counter === undefined) {
      if (fits && reach(machine, pc + 1, text, unit, at)) return true
      continue
    }
    if (!fits) endCounts(counter, at)
    const isEnough = fits && goOn(counter, at)
    if (counter.size > 0) wait(machine, pc, at)
    if (isEnough && reach(machine, pc + 1, text, unit, at)) return true
  }
  return false
}

function isMember(machine: Machine, pc: number, char: number): boolean {
  if (char < ASCII_CHARS) return machine.ascii[pc * ASCII_CHARS + char] === 1
  const step = machine.steps[pc]!
  return 'set' in step && hasChar(step.set, char)
}

/** Follows all ways from a step that take no character. True when one ends the program. */
function reach(machine: Machine, from: number, text: string, unit: number, at: number): boolean {
  const { ops, stack } = machine
  visit(machine, from, at)
  while (machine.depth > 0) {
    const pc = stack[--machine.depth]!
    switch (ops[pc]) {
      case Op.Match:
        machine.depth = 0
        return true
      case Op.Char:
        wait(machine, pc, at)
        break
      case Op.Count:
        if (beginCounter(machine, pc, at)) visit(machine, pc + 1, at)
        break
      case Op.Split:
        visit(machine, machine.second[pc]!, at)
        visit(machine, machine.first[pc]!, at)
        break
      case Op.Jump:
        visit(machine, machine.first[pc]!, at)
        break
      default:
        if (passes(machine, pc, text, unit)) visit(machine, pc + 1, at)
    }
  }
  return false
}

/** A step is looked at once before each character. */
function visit(machine: Machine, pc: number, at: number): void {
  if (machine.reached[pc] === at) return
  machine.reached[pc] = at
  machine.stack[machine.depth++] = pc
}

/** The step looks at the next character. */
function wait(machine: Machine, pc: number, at: number): void {
  if (machine.listed[pc] === at) return
  machine.listed[pc] = at
  machine.waiting[machine.waitingCount++] = pc
}

/** True when no character at all is enough. */
function beginCounter(machine: Machine, pc: number, at: number): boolean {
  const counter = machine.counters[pc]!
  beginCount(counter, at)
  wait(machine, pc, at)
  return counter.min === 0
}

function passes(machine: Machine, pc: number, text: string, unit: number): boolean {
  const step = machine.steps[pc]!
  return step.op === 'assert' && assertHolds(step.kind, text, unit)
}
