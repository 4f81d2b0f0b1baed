/**
 * The engine's side of the kernel: which program a record has, what a new value means, whether a state lets a rule fire.
 * In: a runtime and a kernel. Out: answers to upcalls, and what keeps both sides in step. Invariant: the kernel turns away
 * what `run/run-lane` would find nothing in.
 */
import type { EventView } from '../../../event/event.ts'
import type { ByteWindow } from '../../../event/render-text.ts'
import type { Kernel } from '../../../kernel/create-kernel.ts'
import {
  FOUND,
  HEAD_ENTRY,
  HEAD_FOUND_COUNT,
  HEAD_JOINED,
  HEAD_LOOKED,
  HEAD_LOUD,
  HEAD_NAMES,
  HEAD_NOMINATED_COUNT,
  HEAD_VALUES,
  HEAD_YIELD,
  JOINED,
  LOOK_ATOM,
  MAX_HEAD_NAMES,
  NOMINATED,
  PROGRAM_BYTES,
  PROGRAM_MEMO,
  ROUTES,
  STEP_BYPASS,
  STEP_BYTES,
  STEP_HITS,
  STEP_KEY,
  STEP_LOOKUPS,
  STEP_QUICK,
} from '../../../kernel/layout.ts'
import { takeWord } from '../../../kernel/take-word.ts'
import { setOfDerived } from '../run/derived-sets.ts'
import { findLane } from '../run/find-lane.ts'
import { noteSample } from '../run/pass-gate.ts'
import { isFull, type Runtime } from '../run/runtime.ts'
import type { FieldMatcher } from '../scan/field-matcher.ts'
import { startScan, type ValueScanner } from '../scan/scan-value.ts'
import { internSet, unionOf } from '../state/set-table.ts'
import { findValue, keepValue, Used, type ValueCache } from '../state/value-cache.ts'
import { findSet, setOfText, TYPE_BITS, type ValueSets } from '../state/value-sets.ts'
import { judge } from './judge.ts'
import { createKernelCache } from './kernel-cache.ts'
import type { ScreenStep } from './screen-steps.ts'
import { createWrittenPrograms, type WrittenPrograms } from './written-programs.ts'

/** Bytes of names of hosts and channels. */
const NAME_BYTES: number = 1 << 20

/** Makes the kernel ask the runtime, whose cache of values stands at this address of its memory. */
export function linkKernel(runtime: Runtime, kernel: Kernel, valuesAddress: number): void {
  const { words } = kernel
  const names = createKernelCache(kernel, MAX_HEAD_NAMES - 1, NAME_BYTES, runtime.limits.seed)
  if (names === undefined) return
  words[HEAD_VALUES >> 2] = valuesAddress
  words[HEAD_NAMES >> 2] = names.address
  const programs = createWrittenPrograms(runtime, kernel)
  // Tables that have become full are emptied before the next record.
  const note = (answer: number): number => {
    if (isFull(runtime)) words[HEAD_YIELD >> 2] = 1
    return answer
  }
  runtime.link = {
    get isFull() {
      return programs.isFull
    },
    screen: {
      nameOf: (window, offset, length, key) => keepName(names.cache, window, offset, length, key),
      programOf: (event) => note(programs.addressOf(findLane(runtime, event))),
      nothing: () => programs.addressOf(undefined),
      setOf: (event, program, step) => {
        const index = (step - program - PROGRAM_BYTES) / STEP_BYTES
        const own = programs.at(program).steps[index]!
        const set = setOfStep(runtime, kernel, own, event, step)
        if (own.kind === 'slot') lookNextTime(words, programs, own.matcher, step)
        return note(set)
      },
      takeHits: programs.takeHits,
      setOfAtom: (atom) => note(internSet(runtime.sets, Int32Array.of(atom), 1)),
      unionOf: (a, b) => note(unionOf(runtime.sets, a, b)),
      sampled(program, state, newValues) {
        sample(runtime, words, programs, program, state, newValues)
        note(0)
      },
      judge: (program, state, isComplete) => note(judge(runtime, programs, program, state, isComplete)),
    },
    takeDone: programs.takeDone,
    takeAsked: programs.takeAsked,
    takeLoud: () => takeWord(words, HEAD_LOUD) === 1,
    follow: programs.follow,
    forget() {
      programs.forget()
      words.fill(0, PROGRAM_MEMO >> 2, ROUTES >> 2)
      words[HEAD_YIELD >> 2] = 0
    },
  }
}

/** Entry of the name, 0 when there is no room for it: names are never forgotten. */
function keepName(
  names: ValueCache,
  { bytes, view }: ByteWindow,
  offset: number,
  length: number,
  key: number,
): number {
  const { maxBytes, maxEntries, used } = names
  if (used[Used.Count] === maxEntries || used[Used.Bytes]! + length > maxBytes) return 0
  names.lastEntry = 0
  if (findValue(names, key, view, offset, length) < 0) keepValue(names, key, bytes, offset, length, 0)
  return names.lastEntry
}

/** `place` is the step's address. */
function setOfStep(
  { values }: Runtime,
  kernel: Kernel,
  step: ScreenStep,
  event: EventView,
  place: number,
): number {
  const { words } = kernel
  words[HEAD_ENTRY >> 2] = 0
  if (step.kind === 'constant') return setOfText(values, step.matcher, step.text)
  if (step.kind === 'derived') return setOfSeveral(values, kernel, step, event, place)
  const { cache } = values
  const { matcher, slot } = step
  takeLookups(words, matcher, place)
  cache.lastEntry = 0
  values.isLooked = takeWord(words, HEAD_LOOKED) === 1
  if (values.isLooked) takeLook(words, values.scanner)
  const set = findSet(values, matcher, event, slot, (matcher.id << TYPE_BITS) | event.types[slot]!)
  values.isLooked = false
  words[HEAD_ENTRY >> 2] = cache.lastEntry
  words[(place + STEP_BYPASS) >> 2] = matcher.bypass > 0 ? 1 : 0
  return set
}

/** Has the kernel look at the texts of a step itself, where another program's gate has made a table since. */
function lookNextTime(
  words: Int32Array,
  programs: WrittenPrograms,
  { quick }: FieldMatcher,
  place: number,
): void {
  if (words[(place + STEP_QUICK) >> 2] === 0 && quick)
    words[(place + STEP_QUICK) >> 2] = programs.quickAt(quick)
}

/** Counts the atoms of a record that the kernel has looked at in full. */
function sample(
  runtime: Runtime,
  words: Int32Array,
  programs: WrittenPrograms,
  address: number,
  state: number,
  newValues: number,
): void {
  const { program, steps } = programs.at(address)
  if (program === undefined || program.bucket.watch.samplesLeft === 0) return
  // The choice, which comes with the last record, wants to know which fields were found in the cache.
  if (program.bucket.watch.samplesLeft === 1)
    steps.forEach((step, i) => {
      if (step.kind === 'slot') takeLookups(words, step.matcher, address + PROGRAM_BYTES + i * STEP_BYTES)
    })
  noteSample(runtime, program, state, newValues)
  if (program.bucket.watch.samplesLeft > 0) return
  programs.takeDone(program.bucket)
  programs.follow(program.bucket)
}

/** Adds what the kernel has looked up for a step. */
function takeLookups(words: Int32Array, matcher: FieldMatcher, place: number): void {
  const lookups = takeWord(words, place + STEP_LOOKUPS)
  matcher.lookups += lookups
  matcher.hits += takeWord(words, place + STEP_HITS)
  matcher.bypass = Math.max(0, matcher.bypass - lookups)
}

/** What the kernel has found and nominated. */
function takeLook(words: Int32Array, scanner: ValueScanner): void {
  startScan(scanner)
  const foundCount = words[HEAD_FOUND_COUNT >> 2]!
  const nominatedCount = words[HEAD_NOMINATED_COUNT >> 2]!
  for (let i = 0; i < foundCount; i++) scanner.found[i] = atomAt(words, FOUND + 4 * i)
  for (let i = 0; i < nominatedCount; i++) scanner.nominated[i] = atomAt(words, NOMINATED + 4 * i)
  scanner.foundCount = foundCount
  scanner.nominatedCount = nominatedCount
}

/** The atom whose address stands there. */
function atomAt(words: Int32Array, place: number): number {
  return words[(words[place >> 2]! + LOOK_ATOM) >> 2]!
}

/** Kept under the bytes that the kernel has put together. */
function setOfSeveral(
  values: ValueSets,
  { bytes, words }: Kernel,
  { step, slots }: ScreenStep & { readonly kind: 'derived' },
  event: EventView,
  place: number,
): number {
  const set = setOfDerived(values, step, event)
  const length = words[HEAD_JOINED >> 2]!
  if (slots.length === 0 || length === 0) return set
  const { cache } = values
  const key = words[(place + STEP_KEY) >> 2]!
  cache.lastEntry = 0
  if (findValue(cache, key, event.view, JOINED, length) < 0) keepValue(cache, key, bytes, JOINED, length, set)
  words[HEAD_ENTRY >> 2] = cache.lastEntry
  return set
}
