/**
 * A plan in the kernel's memory: what is needed to locate the values of a record and to read its System part. In: a plan,
 * or the System part of a record's own elements. Out: words. Invariant: what the kernel cannot rely on for every record is
 * marked so that it leaves the record alone.
 */
import type { Leaf, Shape } from '../event/event.ts'
import type { Kernel } from '../kernel/create-kernel.ts'
import {
  PLAN_CHANNEL,
  PLAN_EVENT_ID,
  PLAN_HOLE,
  PLAN_HOST,
  PLAN_INDEX,
  PLAN_IS_INNER,
  PLAN_IS_OUTER,
  PLAN_SKELETON,
  PLAN_SLOTS,
  PLAN_TEMPLATE,
  PLAN_TIME,
  SKELETON_CONTENT,
  SKELETON_CONTENT_BYTES,
  SKELETON_COUNT,
  SKELETON_STEPS,
} from '../kernel/layout.ts'
import type { Plan } from './binxml/plan.ts'
import { Part } from './binxml/plan.ts'
import { systemShapeOf } from './binxml/record-shape.ts'
import type { Skeleton } from './binxml/skeleton.ts'

const NO_HOLE = -1
/** Records of such a plan are left alone. */
const ODD = -2

/** `index`: what the plan is known by on this side. */
export function writePlan(words: Int32Array, address: number, plan: Plan, index: number): void {
  const { holes, root } = plan
  const isOdd = root === undefined || holes.length > 1
  words[(address + PLAN_TEMPLATE) >> 2] = plan.templateId
  words[(address + PLAN_SLOTS) >> 2] = plan.slotCount
  words[(address + PLAN_HOLE) >> 2] = isOdd ? ODD : (holes[0]?.slot ?? NO_HOLE)
  // A System part that is embedded may be the header: the decoder has to see.
  words[(address + PLAN_IS_INNER) >> 2] = isOdd || plan.part === Part.System ? 0 : 1
  const system = isOdd ? undefined : systemShapeOf(plan)
  if (system !== undefined) writeHeader(words, address, system, index)
  else words[(address + PLAN_INDEX) >> 2] = index
}

/** What the definition reads like, behind the plan; false when there is no room for it. */
export function writeSkeleton({ bytes, plans, words }: Kernel, plan: number, skeleton: Skeleton): boolean {
  const { content, steps } = skeleton
  const contentAt = SKELETON_STEPS + 4 * steps.length
  const address = plans.allocate(contentAt + content.byteLength)
  if (address === 0) return false
  words[(address + SKELETON_COUNT) >> 2] = steps.length
  words[(address + SKELETON_CONTENT) >> 2] = address + contentAt
  words[(address + SKELETON_CONTENT_BYTES) >> 2] = content.byteLength
  words.set(steps, (address + SKELETON_STEPS) >> 2)
  bytes.set(new Uint8Array(content.buffer, content.byteOffset, content.byteLength), address + contentAt)
  words[(plan + PLAN_SKELETON) >> 2] = address
  return true
}

/** The part of a plan that tells where the System part's values are. */
export function writeHeader(words: Int32Array, address: number, system: Shape, index: number): void {
  const time = slotOf(system.leaves[system.timeCreated])
  const host = slotOrConstant(system.leaves[system.computer])
  const channel = slotOrConstant(system.leaves[system.channel])
  const eventId = slotOrConstant(system.leaves[system.eventId])
  words[(address + PLAN_INDEX) >> 2] = index
  words[(address + PLAN_TIME) >> 2] = time
  words[(address + PLAN_HOST) >> 2] = host
  words[(address + PLAN_CHANNEL) >> 2] = channel
  words[(address + PLAN_EVENT_ID) >> 2] = eventId
  words[(address + PLAN_IS_OUTER) >> 2] = Math.min(time, host + 1, channel + 1, eventId + 1) < 0 ? 0 : 1
}

/** The slot that the leaf stands in, whatever the others hold; -1 for any other leaf, or none. */
function slotOf(leaf: Leaf | undefined): number {
  return leaf === undefined || leaf.guards.length > 0 ? -1 : leaf.slot
}

/** The same; -1 only where no record can differ from another. */
function slotOrConstant(leaf: Leaf | undefined): number {
  return leaf !== undefined && leaf.guards.length > 0 ? ODD : slotOf(leaf)
}
