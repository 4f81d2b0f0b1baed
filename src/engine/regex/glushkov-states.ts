/**
 * Sets of places that occurred, as small numbers, and where each class of characters leads from them: what an automaton
 * has done once is then one look into a table. In: a machine, a state and a character. Out: the next state.
 * Invariant: tables hold at most `maxStates` states; when they are full they are emptied, so that time and memory stay
 * bounded whatever a text holds.
 */
import { ASCII_CHARS, Ends, endsOf, type Machine, moveOn } from './glushkov-machine.ts'

/** No match has begun; and the same before the first character, where others may begin. */
export const IDLE = 0
export const START = 1
const FIXED_STATES = 2

export interface States {
  readonly machine: Machine
  readonly maxStates: number
  /**
   * By state and ASCII character: where the next state's entries begin. Negative: the state is to be looked at
   * (`lookedAt`), or not known (`UNKNOWN`).
   */
  next: Int32Array
  /** Kinds of `Ends` by state. */
  ends: Uint8Array
  places: Int32Array
  count: number
  /** Open-addressed by the hash of the places, state numbers; 0 = free. */
  readonly index: Int32Array
  /** How often the tables were emptied, and how often after too few characters. */
  fills: number
  quickFills: number
  /** Units of texts since the tables were emptied, to be counted by the caller. */
  units: number
  readonly scratch: Int32Array
}

const FIRST_STATES = 16
export const UNKNOWN = -1

/** A state behind which a match may have ended, or none can begin; the same function leads back. */
export function lookedAt(state: number): number {
  return -2 - state
}
/** A state that is not used that often costs more than it saves. */
const UNITS_PER_STATE = 8

/** `maxStates` is a power of two from `FIRST_STATES` on. */
export function createStates(machine: Machine, maxStates: number): States {
  return {
    machine,
    maxStates,
    next: new Int32Array(FIRST_STATES * ASCII_CHARS).fill(UNKNOWN),
    ends: new Uint8Array(FIRST_STATES),
    places: new Int32Array(FIRST_STATES * machine.words),
    count: FIXED_STATES,
    index: new Int32Array(2 * maxStates),
    fills: 0,
    quickFills: 0,
    units: 0,
    scratch: new Int32Array(machine.words),
  }
}

/** The state behind a character that the table does not know yet, or that is not ASCII. */
export function makeNext(states: States, state: number, char: number): number {
  const { machine, scratch, fills } = states
  const { words } = machine
  const first = state === START ? machine.firstAtStart : machine.first
  moveOn(machine, states.places, state * words, first, char, scratch)
  const found = intern(states)
  // Emptied tables know the state no more.
  if (char < ASCII_CHARS && fills === states.fills) {
    const isPlain = states.ends[found] === Ends.Nothing && (found !== IDLE || machine.hasFirst)
    states.next[state * ASCII_CHARS + char] = isPlain ? found * ASCII_CHARS : lookedAt(found)
  }
  return found
}

/** The state of the places in the scratch. */
function intern(states: States): number {
  const { machine, scratch, index } = states
  const { words } = machine
  let hash = 0
  for (let w = 0; w < words; w++) hash = Math.imul(hash ^ scratch[w]!, 0x9e3779b1) ^ (hash >>> 15)
  if (isEqual(states, IDLE)) return IDLE
  const mask = index.length - 1
  let place = (hash ^ (hash >>> 16)) & mask
  for (let state = index[place]!; state !== 0; state = index[place]!) {
    if (isEqual(states, state)) return state
    place = (place + 1) & mask
  }
  if (states.count === states.maxStates) {
    empty(states)
    return intern(states)
  }
  const state = states.count++
  if (state * words >= states.places.length) grow(states)
  states.places.set(scratch, state * words)
  states.ends[state] = endsOf(machine, scratch)
  index[place] = state
  return state
}

function isEqual({ machine, places, scratch }: States, state: number): boolean {
  const { words } = machine
  for (let w = 0; w < words; w++) if (places[state * words + w] !== scratch[w]) return false
  return true
}

function empty(states: States): void {
  states.next.fill(UNKNOWN)
  states.index.fill(0)
  states.count = FIXED_STATES
  states.fills++
  if (states.units < UNITS_PER_STATE * states.maxStates) states.quickFills++
  states.units = 0
}

function grow(states: States): void {
  const next = new Int32Array(2 * states.next.length).fill(UNKNOWN)
  next.set(states.next)
  states.next = next
  const ends = new Uint8Array(2 * states.ends.length)
  ends.set(states.ends)
  states.ends = ends
  const places = new Int32Array(2 * states.places.length)
  places.set(states.places)
  states.places = places
}

/** A match has ended before `at`, by what ends at the places. */
export function hasEnded(ends: number, text: string, at: number): boolean {
  if ((ends & Ends.Anywhere) !== 0) return true
  if (at === text.length) return ends !== Ends.Nothing
  return (ends & Ends.AtLf) !== 0 && at === text.length - 1 && text[at] === '\n'
}
