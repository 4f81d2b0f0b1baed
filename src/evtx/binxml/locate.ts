/**
 * The values of a whole record: its outer template instance and the BinXML embedded in it, or its own elements.
 * In: the window of its stream. Out: slots, structure and what was wrong, all in the locator.
 * Invariant: a part that cannot be read costs that part; the slots and steps around it stay as they were.
 */
import { ValueType } from '../../event/value-type.ts'
import { MAX_DEPTH } from '../limits.ts'
import { locateElements } from './locate-elements.ts'
import { locateValues } from './locate-values.ts'
import type { Locator } from './locator.ts'
import { fail, noteHeader, takeStep } from './locator.ts'
import type { Hole, Plan } from './plan.ts'
import { Part } from './plan.ts'
import { Step } from './shape-trie.ts'
import { FRAGMENT_HEADER_BYTES, TOKEN_MASK, Token } from './tokens.ts'

/** Locates the stream in `[start, limit)`, whose element has `depth` elements around it; `s.end` is then its end. */
export function locateStream(s: Locator, start: number, limit: number, depth: number, part: number): boolean {
  const at = skipFragmentHeader(s, start, limit)
  if (at >= limit) return fail(s, 'an empty stream', start)
  const token = s.bytes[at]! & TOKEN_MASK
  if (token === Token.Instance) return locateInstance(s, at, limit, depth, part)
  if (token === Token.OpenElement) return locateElements(s, at, limit, depth, part, locateInstance)
  return fail(s, `token 0x${s.bytes[at]!.toString(16).padStart(2, '0')} where a stream begins`, at)
}

export function skipFragmentHeader(s: Locator, start: number, limit: number): number {
  return start < limit && s.bytes[start] === Token.FragmentHeader ? start + FRAGMENT_HEADER_BYTES : start
}

/** Locates the instance whose 0C token is at `at`, with `depth` elements around it. */
export function locateInstance(s: Locator, at: number, limit: number, depth: number, part: number): boolean {
  s.nesting++
  const { node, slotCount } = s
  const plan = locateValues(s, at + 1, limit)
  if (depth === 1 && plan?.part === Part.System) noteHeader(s)
  const isLocated = plan !== undefined && fillHoles(s, plan, slotCount, limit, depth, part)
  s.nesting--
  if (isLocated) return true
  s.node = node
  s.slotCount = slotCount
  return false
}

/**
 * Reads the BinXML embedded in the instance of `plan` whose slots begin at `base`. False when some of it could not be
 * read; the rest is there all the same. Leaves `s.end` at the end of the instance.
 */
export function fillHoles(
  s: Locator,
  plan: Plan,
  base: number,
  limit: number,
  depth: number,
  part: number,
): boolean {
  if (plan.root === undefined) s.isOdd = true
  const { holes } = plan
  if (holes.length === 0) return true
  const { end } = s
  let isComplete = true
  for (let i = 0; i < holes.length; i++) {
    const hole = holes[i]!
    const slot = base + hole.slot
    if (s.lengths[slot] === 0) continue
    const type = s.types[slot]!
    if (type === ValueType.BinXml) {
      const { node, slotCount } = s
      takeStep(s, slot * 8 + Step.Hole)
      if (fillHole(s, hole, slot, limit, depth, part)) continue
      s.node = node
      s.slotCount = slotCount
      isComplete = false
    } else if (type !== ValueType.Null && type !== ValueType.Absent) s.isOdd = true
  }
  s.end = end
  return isComplete
}

function fillHole(s: Locator, hole: Hole, slot: number, limit: number, depth: number, part: number): boolean {
  const start = s.offsets[slot]!
  const end = Math.min(start + s.lengths[slot]!, limit)
  const inside = depth + hole.depth
  if (inside >= MAX_DEPTH) return fail(s, `more than ${MAX_DEPTH} elements in each other`, start)
  if (!locateStream(s, start, end, inside, partInside(hole, depth, part))) return false
  // Anything but the end of the stream: several elements in one value.
  if (s.end < end && s.bytes[s.end] !== Token.EndOfStream) s.isOdd = true
  return true
}

/** The part of the event that a hole lies in, by the element right below `<Event>`. */
function partInside(hole: Hole, depth: number, part: number): number {
  if (depth > 1) return part
  return depth === 1 ? hole.rootPart : hole.depth > 1 ? hole.secondPart : Part.None
}
