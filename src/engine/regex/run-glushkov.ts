/**
 * The matcher for expressions of moderate size. In: an automaton of places. Out: a test of a text. Invariant: time is
 * the length of the text times the words and ways of the automaton, however its states are remembered; nothing is
 * allocated for a text but states, whose number is bounded.
 */
import type { Glushkov } from './glushkov.ts'
import { ASCII_CHARS, createMachine, endsOf, type Machine, moveOn } from './glushkov-machine.ts'
import {
  createStates,
  hasEnded,
  IDLE,
  lookedAt,
  makeNext,
  START,
  type States,
  UNKNOWN,
} from './glushkov-states.ts'

/** States remembered; real values lead to a few dozen. */
const MAX_STATES = 256
/** Texts that fill them that often at once make a new one at nearly every character: they are no help then. */
const MAX_QUICK_FILLS = 4

/** A test: true when the automaton matches anywhere in a text. `maxStates` 0: none is remembered. */
export function createGlushkovTest(
  glushkov: Glushkov,
  maxStates: number = MAX_STATES,
): (text: string) => boolean {
  const { branches } = glushkov
  // Matching nothing, a branch matches at its start or at its end.
  if (branches.some((b) => b.isNullable && (!b.isAtStart || b.end === 'anywhere'))) return () => true
  const matchesEmpty = branches.some((b) => b.isNullable)
  const matchesLf = branches.some((b) => b.isNullable && b.end === 'textEndOrLastLf')
  const machine = createMachine(glushkov)
  const states = maxStates === 0 ? undefined : createStates(machine, maxStates)
  const [now, next] = [new Int32Array(machine.words), new Int32Array(machine.words)]
  return (text) => {
    if (text === '') return matchesEmpty
    if (matchesLf && text === '\n') return true
    if (states === undefined || states.quickFills >= MAX_QUICK_FILLS)
      return searchByPlaces(machine, text, now, next)
    const isMatch = search(states, text)
    states.units += text.length
    return isMatch
  }
}

function search(states: States, text: string): boolean {
  const { hasFirst } = states.machine
  const { length } = text
  let { next } = states
  let row = START * ASCII_CHARS
  for (let at = 0; at < length; ) {
    const unit = text.charCodeAt(at)
    const known = unit < ASCII_CHARS ? next[row + unit]! : UNKNOWN
    if (known >= 0) {
      row = known
      at++
      continue
    }
    let state: number
    if (known === UNKNOWN) {
      const char = charAt(text, at)
      at += char > 0xffff ? 2 : 1
      state = makeNext(states, row / ASCII_CHARS, char)
      next = states.next
    } else {
      state = lookedAt(known)
      at++
    }
    const ends = states.ends[state]!
    if (ends !== 0 && hasEnded(ends, text, at)) return true
    if (state === IDLE && !hasFirst) return false
    row = state * ASCII_CHARS
  }
  return false
}

/** The same without states: slower, and as fast for every text. */
function searchByPlaces(machine: Machine, text: string, before: Int32Array, after: Int32Array): boolean {
  let now = before.fill(0)
  let next = after
  let first = machine.firstAtStart
  for (let at = 0; at < text.length; ) {
    const char = charAt(text, at)
    at += char > 0xffff ? 2 : 1
    moveOn(machine, now, 0, first, char, next)
    const ends = endsOf(machine, next)
    if (ends !== 0 && hasEnded(ends, text, at)) return true
    const spare = now
    now = next
    next = spare
    first = machine.first
  }
  return false
}

/** The character at a unit. */
function charAt(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  return unit < 0xd800 || unit > 0xdbff ? unit : text.codePointAt(at)!
}
