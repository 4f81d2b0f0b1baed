/**
 * The kernel's side of a decoder: which plan stands where, which shape two plans make. In: a kernel and a locator. Out:
 * answers to its upcalls. Invariant: plans and shapes are only looked up; what no record has had yet is for the decoder
 * to make, when it reads the record itself.
 */
import type { Leaf, Shape } from '../event/event.ts'
import type { RecordScreen } from '../event/screen.ts'
import type { Kernel } from '../kernel/create-kernel.ts'
import {
  HEAD_CHUNK,
  HEAD_EPOCH,
  HEAD_SLOTS,
  PLAN_BYTES,
  PLAN_CHANNEL,
  PLAN_EVENT_ID,
  PLAN_HOLE,
  PLAN_HOST,
  PLAN_INDEX,
  PLAN_IS_INNER,
  PLAN_IS_OUTER,
  PLAN_SLOTS,
  PLAN_TEMPLATE,
  PLAN_TIME,
  PROGRAM_MEMO,
  ROUTE_MEMO,
  UNION_MEMO,
} from '../kernel/layout.ts'
import { planAt } from './binxml/locate-values.ts'
import type { Locator } from './binxml/locator.ts'
import type { Plan } from './binxml/plan.ts'
import { Part } from './binxml/plan.ts'
import { systemShapeOf } from './binxml/record-shape.ts'
import { childOf, Step } from './binxml/shape-trie.ts'

export interface Screener {
  readonly kernel: Kernel
  /** What the next records are asked of; false when nothing is. */
  begin(screen: RecordScreen | undefined): boolean
  enterChunk(start: number): void
}

const NO_HOLE = -1
/** Records of such a plan are left alone. */
const ODD = -2

export function createScreener(kernel: Kernel, locator: Locator): Screener {
  const { upcalls, words } = kernel
  const { event } = locator
  const plans: Plan[] = []
  const addresses = new Map<Plan, number>()
  let screen: RecordScreen | undefined
  let { generation } = locator.plans
  let isFull = false
  const planOf = (address: number): Plan => plans[words[(address + PLAN_INDEX) >> 2]!]!
  const takeSlots = (): void => {
    event.slotCount = words[HEAD_SLOTS >> 2]!
  }
  upcalls.planAt = (definition, template) => {
    const plan = planAt(locator, definition, template)
    if (plan === undefined) return 0
    let address = addresses.get(plan)
    if (address === undefined) {
      address = kernel.plans.allocate(PLAN_BYTES)
      if (address === 0) {
        isFull = true
        return 0
      }
      describePlan(words, address / 4, plan, plans.push(plan) - 1)
      addresses.set(plan, address)
    }
    return address
  }
  upcalls.routeOf = (address) => {
    event.shape = systemShapeOf(planOf(address))!
    takeSlots()
    return screen!.routeOf(event)
  }
  upcalls.programOf = (outer, inner) => {
    const shape = shapeOf(locator, planOf(outer), inner === 0 ? undefined : planOf(inner))
    if (shape === undefined) return 0
    event.shape = shape
    takeSlots()
    return screen!.programOf(event)
  }
  upcalls.nameOf = (address, slot, key) => {
    if (slot >= 0) return screen!.nameOf(event, event.offsets[slot]!, event.lengths[slot]!, key)
    const system = systemShapeOf(planOf(address))!
    const text = Buffer.from(system.leaves[system.computer]?.constant ?? '', 'utf16le')
    return screen!.nameOf({ bytes: text, view: viewOf(text) }, 0, text.length, key)
  }
  upcalls.setOf = (program, step) => {
    takeSlots()
    return screen!.setOf(event, program, step)
  }
  upcalls.unionOf = (a, b) => screen!.unionOf(a, b)
  upcalls.judge = (program, state) => screen!.judge(program, state)
  return {
    kernel,
    begin(next) {
      screen = next
      return screen !== undefined
    },
    enterChunk(start) {
      words[HEAD_CHUNK >> 2] = start
      words[HEAD_EPOCH >> 2]!++
      if (isFull || generation !== locator.plans.generation) {
        isFull = false
        generation = locator.plans.generation
        plans.length = 0
        addresses.clear()
        kernel.plans.clear()
        words.fill(0, ROUTE_MEMO >> 2, PROGRAM_MEMO >> 2)
        words.fill(0, PROGRAM_MEMO >> 2, UNION_MEMO >> 2)
      }
    },
  }
}

/** Writes down what the kernel needs of a plan; `at` is a word. */
function describePlan(words: Int32Array, at: number, plan: Plan, index: number): void {
  const { holes, root } = plan
  const isOdd = root === undefined || holes.length > 1
  words[at + PLAN_TEMPLATE / 4] = plan.templateId
  words[at + PLAN_SLOTS / 4] = plan.slotCount
  words[at + PLAN_HOLE / 4] = isOdd ? ODD : (holes[0]?.slot ?? NO_HOLE)
  words[at + PLAN_INDEX / 4] = index
  // A System part that is embedded may be the header: the decoder has to see.
  words[at + PLAN_IS_INNER / 4] = isOdd || plan.part === Part.System ? 0 : 1
  const system = isOdd ? undefined : systemShapeOf(plan)
  if (system === undefined) return
  const time = slotOf(system.leaves[system.timeCreated])
  const host = slotOrConstant(system.leaves[system.computer])
  const channel = slotOrConstant(system.leaves[system.channel])
  const eventId = slotOrConstant(system.leaves[system.eventId])
  words[at + PLAN_TIME / 4] = time
  words[at + PLAN_HOST / 4] = host
  words[at + PLAN_CHANNEL / 4] = channel
  words[at + PLAN_EVENT_ID / 4] = eventId
  words[at + PLAN_IS_OUTER / 4] = Math.min(time, host + 1, channel + 1, eventId + 1) < 0 ? 0 : 1
}

/** The slot that the leaf stands in, whatever the others hold; -1 for any other leaf, or none. */
function slotOf(leaf: Leaf | undefined): number {
  return leaf === undefined || leaf.guards.length > 0 ? -1 : leaf.slot
}

/** The same; -1 only where no record can differ from another. */
function slotOrConstant(leaf: Leaf | undefined): number {
  return leaf !== undefined && leaf.guards.length > 0 ? ODD : slotOf(leaf)
}

/** The shape of records of these plans, when one was read already and the fast decoder can read them. */
function shapeOf({ trie }: Locator, outer: Plan, inner: Plan | undefined): Shape | undefined {
  let node = childOf(trie.root, outer.id * 8 + Step.Instance)
  if (inner !== undefined) {
    node = node && childOf(node, outer.holes[0]!.slot * 8 + Step.Hole)
    node = node && childOf(node, inner.id * 8 + Step.Instance)
  }
  return node?.shape ?? undefined
}

function viewOf({ buffer, byteLength, byteOffset }: Buffer): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}
