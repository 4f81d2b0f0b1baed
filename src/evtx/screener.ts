/**
 * The kernel's side of a decoder: which plan stands where, which shape a structure has. In: a kernel and a locator. Out:
 * answers to its upcalls. Invariant: plans and shapes are only looked up; what no record has had yet is for the decoder
 * to make, when it reads the record itself.
 */
import type { Shape } from '../event/event.ts'
import type { RecordScreen } from '../event/screen.ts'
import type { Kernel } from '../kernel/create-kernel.ts'
import {
  HEAD_CHUNK,
  HEAD_EPOCH,
  HEAD_SLOTS,
  NODE_MEMO,
  PLANS,
  ROUTE_MEMO,
  UNION_MEMO,
} from '../kernel/layout.ts'
import type { Locator } from './binxml/locator.ts'
import type { Plan } from './binxml/plan.ts'
import { childOf, Step } from './binxml/shape-trie.ts'
import { createKernelNodes } from './kernel-nodes.ts'
import { createKernelPlans } from './kernel-plans.ts'

export interface Screener {
  readonly kernel: Kernel
  /** What the next records are asked of; false when nothing is. */
  begin(screen: RecordScreen | undefined): boolean
  enterChunk(start: number): void
  /** To be called before records are screened: forgets what the locator has forgotten. */
  follow(): void
}

export function createScreener(kernel: Kernel, locator: Locator): Screener {
  const { upcalls, words } = kernel
  const { event } = locator
  const plans = createKernelPlans(kernel, locator)
  const nodes = createKernelNodes(kernel, locator)
  let screen: RecordScreen | undefined
  const { at } = plans
  const ask = (shape: Shape | undefined, question: 'routeOf' | 'programOf'): number => {
    if (shape === undefined) return 0
    event.shape = shape
    event.slotCount = words[HEAD_SLOTS >> 2]!
    return screen![question](event)
  }
  upcalls.planAt = plans.planAt
  upcalls.routeOf = (address) => ask(at(address).system, 'routeOf')
  upcalls.programOf = (outer, inner) =>
    ask(shapeOf(locator, at(outer).plan!, inner === 0 ? undefined : at(inner).plan!), 'programOf')
  upcalls.programOfNode = (node) => ask(nodes.at(node).shape ?? undefined, 'programOf')
  upcalls.headerOf = (node) => {
    const { shape } = nodes.at(node)
    return shape === undefined || shape === null ? 0 : plans.addHeader(shape)
  }
  upcalls.nameOf = (address, slot, key) => {
    if (slot >= 0) return screen!.nameOf(event, event.offsets[slot]!, event.lengths[slot]!, key)
    const { leaves, computer } = at(address).system!
    const text = Buffer.from(leaves[computer]?.constant ?? '', 'utf16le')
    return screen!.nameOf({ bytes: text, view: viewOf(text) }, 0, text.length, key)
  }
  upcalls.setOf = (program, step) => {
    event.slotCount = words[HEAD_SLOTS >> 2]!
    return screen!.setOf(event, program, step)
  }
  upcalls.setOfAtom = (atom) => screen!.setOfAtom(atom)
  upcalls.unionOf = (a, b) => screen!.unionOf(a, b)
  upcalls.judge = (program, state, isComplete) => screen!.judge(program, state, isComplete !== 0)
  upcalls.sampled = (program, state, newValues) => screen!.sampled(program, state, newValues)
  upcalls.nameAt = nodes.nameAt
  upcalls.childOf = nodes.childOf
  upcalls.fieldOf = nodes.fieldOf
  let plansGeneration = -1
  let root = locator.trie.root
  return {
    kernel,
    begin(next) {
      screen = next
      return screen !== undefined
    },
    enterChunk(start) {
      words[HEAD_CHUNK >> 2] = start
      words[HEAD_EPOCH >> 2]!++
    },
    follow() {
      const isSame = plansGeneration === locator.plans.generation && root === locator.trie.root
      plans.follow()
      if (isSame && !plans.isFull && !nodes.isFull) return
      plansGeneration = locator.plans.generation
      root = locator.trie.root
      plans.restart()
      // Plans and nodes are part of their keys.
      words.fill(0, ROUTE_MEMO >> 2, UNION_MEMO >> 2)
      words.fill(0, NODE_MEMO >> 2, PLANS >> 2)
      words[HEAD_EPOCH >> 2]!++
      nodes.restart()
    },
  }
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
