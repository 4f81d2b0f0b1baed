/**
 * Where the values of one template instance lie: type, offset and length of each, by the declared sizes alone
 * (evtx-format §6). In: position after the 0C token and the end of the window. Out: the plan; slots filled.
 * Invariant: no value byte is touched; the sum of the sizes is checked against the window once.
 */
import { MAX_SLOTS } from '../../event/event.ts'
import { ValueType } from '../../event/value-type.ts'
import { MAX_INSTANCES, MAX_NESTING, MAX_VALUES } from '../limits.ts'
import type { Locator } from './locator.ts'
import { fail } from './locator.ts'
import type { Plan } from './plan.ts'
import { ContentUse } from './plan.ts'
import { findPlan } from './plan-cache.ts'
import { descend, Step } from './shape-trie.ts'
import { DEFINITION_HEADER_BYTES } from './tokens.ts'

/** Version, template id, definition offset. */
const INSTANCE_HEADER_BYTES = 9

/** Fills the slots from `s.slotCount` on; undefined with `s.fault` set. `s.end` is then the end of the values. */
export function locateValues(s: Locator, at: number, limit: number): Plan | undefined {
  const { view } = s
  let p = at + INSTANCE_HEADER_BYTES
  if (p + 4 > limit) return lost(s, 'template instance cut short', at)
  if (++s.instances > MAX_INSTANCES) return lost(s, `more than ${MAX_INSTANCES} template instances`, at)
  if (s.nesting > MAX_NESTING) return lost(s, `more than ${MAX_NESTING} templates in each other`, at)
  const id = view.getInt32(at + 1, true)
  const definition = view.getUint32(at + 5, true)
  if (definition === p - s.chunkStart) {
    if (p + DEFINITION_HEADER_BYTES > limit) return lost(s, 'template definition cut short', p)
    p += DEFINITION_HEADER_BYTES + view.getUint32(p + 20, true)
    if (p + 4 > limit) return lost(s, 'template definition runs beyond the record', at)
  }
  const plan = planAt(s, definition, id)
  if (plan === undefined) return lost(s, s.plans.fault, at)
  const step = plan.id * 8 + Step.Instance
  const node = s.node
  s.node = node.lastStep === step ? node.lastChild! : descend(s.trie, node, step, plan)
  const count = view.getUint32(p, true)
  if (count > MAX_VALUES) return lost(s, `${count} values in a template instance`, p)
  if (!readDescriptors(s, plan, p + 4, count, limit)) return undefined
  return plan
}

/** The plan of the definition at this offset of the chunk; undefined with a fault in the plan cache. */
export function planAt(s: Locator, definition: number, id: number): Plan | undefined {
  const { plans } = s
  if (definition < plans.byOffset.length) {
    const index = plans.byOffset[definition]!
    if (index > 0) {
      const plan = plans.chunkPlans[index - 1]!
      if (plan.templateId === id) return plan
    }
  }
  return findPlan(plans, definition, id)
}

/** `count` descriptors of 4 bytes at `from`, the values right after them. */
function readDescriptors(s: Locator, plan: Plan, from: number, count: number, limit: number): boolean {
  const { view, types, offsets, lengths } = s
  const base = s.slotCount
  const used = plan.slotCount
  if (base + used > MAX_SLOTS) return fail(s, `more than ${MAX_SLOTS} values`, from)
  let offset = from + 4 * count
  const isCut = offset > limit
  if (isCut && !s.isTorn) return fail(s, `${count} values, but ${limit - from} bytes left`, from)
  const readable = isCut ? Math.max(0, (limit - from) >> 2) : count
  const kept = Math.min(readable, used)
  let streams = 0
  let d = from
  for (let slot = base; slot < base + kept; slot++, d += 4) {
    const descriptor = view.getInt32(d, true)
    const length = descriptor & 0xffff
    const type = (descriptor >>> 16) & 0xff
    types[slot] = type
    offsets[slot] = offset
    lengths[slot] = length
    offset += length
    if (type === ValueType.BinXml) streams++
  }
  for (let i = kept; i < readable; i++, d += 4) offset += view.getUint16(d, true)
  for (let slot = base + kept; slot < base + used; slot++) {
    types[slot] = isCut ? ValueType.Absent : ValueType.Null
    offsets[slot] = from
    lengths[slot] = 0
  }
  s.slotCount = base + used
  s.end = offset
  if (offset > limit && !leaveOutTorn(s, base, kept, limit)) return false
  if (streams !== 0) noteStrayStreams(s, plan, base, streams)
  return true
}

/** Values that reach beyond the damage are absent; embedded BinXML is read up to it. */
function leaveOutTorn(s: Locator, base: number, kept: number, limit: number): boolean {
  if (!s.isTorn)
    return fail(s, `values end ${s.end - limit} bytes beyond their window`, s.offsets[base] ?? limit)
  const { types, offsets, lengths } = s
  for (let slot = base; slot < base + kept; slot++) {
    if (offsets[slot]! + lengths[slot]! <= limit) continue
    if (types[slot] === ValueType.BinXml && offsets[slot]! < limit) lengths[slot] = limit - offsets[slot]!
    else types[slot] = ValueType.Absent
  }
  return true
}

/** Embedded BinXML in content where the definition does not say so needs the slow decoder. */
function noteStrayStreams(s: Locator, plan: Plan, base: number, streams: number): void {
  let declared = 0
  for (const hole of plan.holes) if (s.types[base + hole.slot] === ValueType.BinXml) declared++
  if (declared === streams) return
  for (let i = 0; i < plan.slotCount; i++)
    if (s.types[base + i] === ValueType.BinXml && plan.contentUse[i] === ContentUse.Value) s.isOdd = true
}

function lost(s: Locator, fault: string, at: number): undefined {
  fail(s, fault, at)
  return undefined
}
