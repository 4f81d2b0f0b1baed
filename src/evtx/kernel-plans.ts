/**
 * Plans in the kernel's memory, and which of them it may find by itself. In: a kernel and a locator. Out: addresses; what
 * the kernel has found is told to the plan cache before that decides anything. Invariant: the kernel tries only the plan
 * that the cache would try first, and the limits of a chunk are counted as if the cache had found all itself.
 */
import type { Shape } from '../event/event.ts'
import type { Kernel } from '../kernel/create-kernel.ts'
import {
  FOUND_DEFINITIONS,
  HEAD_DEFINITIONS,
  HEAD_TRIED,
  HEAD_TRIED_BYTES,
  MAX_TRIED,
  PLAN_BYTES,
  PLAN_INDEX,
  TEMPLATE_MEMO,
  TEMPLATE_MEMO_MASK,
} from '../kernel/layout.ts'
import { takeWord } from '../kernel/take-word.ts'
import { planAt } from './binxml/locate-values.ts'
import type { Locator } from './binxml/locator.ts'
import type { Plan } from './binxml/plan.ts'
import { frontOf, isHalfSpent, noteFound } from './binxml/plan-cache.ts'
import { systemShapeOf } from './binxml/record-shape.ts'
import { writeHeader, writePlan, writeSkeleton } from './write-plan.ts'

export interface KernelPlans {
  /** There was no room for a plan. */
  readonly isFull: boolean
  /** What stands at an address. */
  at(address: number): KnownPlan
  /** Address of a plan for the definition; 0: none. */
  planAt(definition: number, template: number): number
  /** Address of a System part that is of a record's own elements; 0 without room. */
  addHeader(system: Shape): number
  /** To be called before records are screened. */
  follow(): void
  /** Forgets all; the memory is given back. */
  restart(): void
}

/** What a plan in the kernel's memory stands for: the System part, and the plan unless it is of a record's own elements. */
interface KnownPlan {
  readonly system: Shape | undefined
  readonly plan: Plan | undefined
}

export function createKernelPlans(kernel: Kernel, locator: Locator): KernelPlans {
  const { words } = kernel
  const { plans } = locator
  const known: KnownPlan[] = []
  const addresses = new Map<Plan, number>()
  let fronts = plans.fronts
  let isFull = false
  const at = (address: number): KnownPlan => known[words[(address + PLAN_INDEX) >> 2]!]!
  const allocate = (): number => {
    const address = kernel.plans.allocate(PLAN_BYTES)
    if (address === 0) isFull = true
    return address
  }
  const add = (plan: Plan): number => {
    const address = allocate()
    if (address === 0) return 0
    writePlan(words, address, plan, known.push({ plan, system: systemShapeOf(plan) }) - 1)
    if (plan.skeleton !== undefined) writeSkeleton(kernel, address, plan.skeleton)
    addresses.set(plan, address)
    return address
  }
  const forgetFronts = (): void => {
    words.fill(0, TEMPLATE_MEMO >> 2, (TEMPLATE_MEMO >> 2) + 2 * (TEMPLATE_MEMO_MASK + 1))
    fronts = plans.fronts
  }
  const tell = (): void => {
    const count = takeWord(words, HEAD_DEFINITIONS)
    for (let i = 0, word = FOUND_DEFINITIONS >> 2; i < count; i++, word += 2)
      noteFound(plans, words[word]!, at(words[word + 1]!).plan!)
  }
  plans.others = {
    tell,
    forget() {
      words[HEAD_DEFINITIONS >> 2] = 0
      words[HEAD_TRIED >> 2] = 0
      words[HEAD_TRIED_BYTES >> 2] = 0
    },
  }
  return {
    get isFull() {
      return isFull
    },
    at,
    planAt(definition, template) {
      const isCurrent = fronts === plans.fronts
      const plan = planAt(locator, definition, template)
      if (isHalfSpent(plans)) words[HEAD_TRIED >> 2] = MAX_TRIED
      const address = plan === undefined ? 0 : (addresses.get(plan) ?? add(plan))
      // Of this template another plan may have come to the front, of no other one.
      const isFront = plan !== undefined && frontOf(plans, template) === plan
      if (isCurrent && (isFront || fronts !== plans.fronts)) {
        const place = (TEMPLATE_MEMO >> 2) + 2 * (template & TEMPLATE_MEMO_MASK)
        words[place] = template
        words[place + 1] = isFront ? address : 0
        fronts = plans.fronts
      }
      return address
    },
    addHeader(system) {
      const address = allocate()
      if (address !== 0) writeHeader(words, address, system, known.push({ system, plan: undefined }) - 1)
      return address
    },
    follow() {
      // Records that were read in full may have brought other plans to the front.
      if (fronts !== plans.fronts) forgetFronts()
    },
    restart() {
      tell()
      forgetFronts()
      isFull = false
      known.length = 0
      addresses.clear()
      kernel.plans.clear()
    },
  }
}
