/**
 * From the chunk offset of a definition to its plan. Within a chunk by a table of offsets, across chunks by template
 * id and a full comparison of tokens and resolved names, so that equal bytes with other names get another plan
 * (evtx-pitfalls §1.1). In: chunk, offset, template id. Out: plan or fault.
 * Invariant: entries of the table belong to the current chunk; work and memory are bounded by `limits.ts`.
 */
import { CHUNK_BYTES } from '../format.ts'
import {
  MAX_CHUNK_DEFINITION_BYTES,
  MAX_CHUNK_DEFINITIONS,
  MAX_PLAN_BYTES,
  MAX_PLANS,
  MAX_PLANS_PER_ID,
} from '../limits.ts'
import { parseDefinition } from './definition.ts'
import type { Plan } from './plan.ts'
import { createOddPlan, createPlan } from './plan.ts'
import { matchesSkeleton } from './skeleton.ts'
import { DEFINITION_HEADER_BYTES } from './tokens.ts'

export interface PlanCache {
  readonly bytes: Buffer
  readonly view: DataView
  chunkStart: number
  /** Index + 1 into `chunkPlans` by definition offset; 0 unknown or unusable. */
  readonly byOffset: Int32Array
  readonly chunkPlans: (Plan | undefined)[]
  /** Offsets with an entry in `byOffset`. */
  readonly touched: number[]
  readonly byTemplateId: Map<number, Plan[]>
  nextPlanId: number
  /** Grows when all plans are forgotten. */
  generation: number
  planCount: number
  planBytes: number
  chunkDefinitionBytes: number
  /** The chunk asked for more definitions than the limits allow. */
  isOverBudget: boolean
  /** Why the last look-up failed. */
  fault: string
  /** Grows when another plan is tried first under some id. */
  fronts: number
  /** Somebody else finds plans in the chunk, too, and tells of them when they count. */
  others: PlanFinder | undefined
  /** Why definitions are unusable, by offset: asked for again, they give the same reason. */
  readonly faults: Map<number, string>
}

/** Who finds plans as `findPlan` does, but only the first under an id, and within the limits. */
export interface PlanFinder {
  /** Calls `noteFound` for all since the last call. */
  tell(): void
  forget(): void
}

export function createPlanCache(bytes: Buffer, view: DataView): PlanCache {
  return {
    bytes,
    view,
    chunkStart: 0,
    byOffset: new Int32Array(CHUNK_BYTES),
    chunkPlans: [],
    touched: [],
    byTemplateId: new Map(),
    nextPlanId: 1,
    generation: 0,
    planCount: 0,
    planBytes: 0,
    chunkDefinitionBytes: 0,
    isOverBudget: false,
    fault: '',
    fronts: 0,
    others: undefined,
    faults: new Map(),
  }
}

/** Forgets the offsets of the chunk before. */
export function enterChunk(cache: PlanCache, chunkStart: number): void {
  for (const offset of cache.touched) cache.byOffset[offset] = 0
  cache.touched.length = 0
  cache.chunkPlans.length = 0
  if (cache.faults.size > 0) cache.faults.clear()
  cache.others?.forget()
  cache.chunkStart = chunkStart
  cache.chunkDefinitionBytes = 0
  cache.isOverBudget = false
}

export function isFull(cache: PlanCache): boolean {
  return cache.planCount > MAX_PLANS || cache.planBytes > MAX_PLAN_BYTES
}

/** Forgets all plans; only between chunks. */
export function clearPlans(cache: PlanCache): void {
  cache.byTemplateId.clear()
  cache.nextPlanId = 1
  cache.generation++
  cache.planCount = 0
  cache.planBytes = 0
}

/** The plan of the definition at `offset`, on a miss of the offset table; undefined with `cache.fault` set. */
export function findPlan(cache: PlanCache, offset: number, templateId: number): Plan | undefined {
  const { view, chunkStart } = cache
  if (offset + DEFINITION_HEADER_BYTES > CHUNK_BYTES)
    return fail(cache, `template definition at ${offset}, beyond the chunk`)
  cache.others?.tell()
  const found = cache.chunkPlans[cache.byOffset[offset]! - 1]
  if (found?.templateId === templateId) return found
  if (view.getInt32(chunkStart + offset + 4, true) !== templateId)
    return fail(cache, `template definition at ${offset} is not the one the record names`)
  const fault = cache.faults.get(offset)
  if (fault !== undefined) return fail(cache, fault)
  const size = view.getUint32(chunkStart + offset + 20, true)
  if (offset + DEFINITION_HEADER_BYTES + size > CHUNK_BYTES)
    return fail(cache, `template definition at ${offset} runs beyond the chunk`)
  if (
    cache.touched.length >= MAX_CHUNK_DEFINITIONS ||
    cache.chunkDefinitionBytes > MAX_CHUNK_DEFINITION_BYTES
  ) {
    cache.isOverBudget = true
    return fail(cache, 'the chunk defines too many templates')
  }
  cache.touched.push(offset)
  const start = chunkStart + offset + DEFINITION_HEADER_BYTES
  const plan =
    findKnown(cache, templateId, start, start + size) ?? compile(cache, templateId, start, start + size)
  if (plan === undefined) {
    cache.faults.set(offset, cache.fault)
    return undefined
  }
  cache.byOffset[offset] = cache.chunkPlans.push(plan)
  return plan
}

/** Somebody else has found the plan of the definition at `offset`: it counts as if it had been found here. */
export function noteFound(cache: PlanCache, offset: number, plan: Plan): void {
  if (cache.byOffset[offset] !== 0) return
  cache.touched.push(offset)
  cache.chunkDefinitionBytes += plan.skeleton!.content.byteLength
  cache.byOffset[offset] = cache.chunkPlans.push(plan)
}

/** The plan that is tried first under this id. */
export function frontOf({ byTemplateId }: PlanCache, templateId: number): Plan | undefined {
  return byTemplateId.get(templateId)?.[0]
}

/** True when the chunk has used up half of what it may: others do not find plans in it any more. */
export function isHalfSpent({ chunkDefinitionBytes, touched }: PlanCache): boolean {
  return 2 * touched.length > MAX_CHUNK_DEFINITIONS || 2 * chunkDefinitionBytes > MAX_CHUNK_DEFINITION_BYTES
}

function findKnown(cache: PlanCache, templateId: number, start: number, end: number): Plan | undefined {
  const plans = cache.byTemplateId.get(templateId)
  if (plans === undefined) return undefined
  for (let i = 0; i < plans.length; i++) {
    const plan = plans[i]!
    cache.chunkDefinitionBytes += plan.skeleton!.content.byteLength
    if (!matchesSkeleton(plan.skeleton!, cache.view, cache.chunkStart, start, end)) continue
    if (i > 0) {
      cache.fronts++
      plans.splice(i, 1)
      plans.unshift(plan)
    }
    return plan
  }
  return undefined
}

function compile(cache: PlanCache, templateId: number, start: number, end: number): Plan | undefined {
  const { bytes, view, chunkStart } = cache
  const parsed = parseDefinition(bytes, view, chunkStart, start, end, true)
  if (!('fault' in parsed)) {
    const plan = createPlan(cache.nextPlanId++, templateId, parsed)
    cache.chunkDefinitionBytes += parsed.length
    keep(cache, plan, parsed.length)
    return plan
  }
  cache.chunkDefinitionBytes += 2 * (parsed.chunkOffset + chunkStart - start)
  // Whether it can be read with dependency ids may hang on bytes that the skeleton skips: known in this chunk only.
  const other = parsed.embedsInstance ? parsed : parseDefinition(bytes, view, chunkStart, start, end, false)
  if (!('fault' in other)) return createPlan(cache.nextPlanId++, templateId, other)
  if (other.embedsInstance) return createOddPlan(cache.nextPlanId++, templateId)
  return fail(cache, `template definition: ${parsed.fault} (chunk offset ${parsed.chunkOffset})`)
}

/** Most recently used first; the last of too many under one id is forgotten. */
function keep(cache: PlanCache, plan: Plan, bytes: number): void {
  const plans = cache.byTemplateId.get(plan.templateId)
  cache.fronts++
  if (plans === undefined) cache.byTemplateId.set(plan.templateId, [plan])
  else {
    plans.unshift(plan)
    if (plans.length > MAX_PLANS_PER_ID) plans.pop()
  }
  cache.planCount++
  cache.planBytes += bytes
}

function fail(cache: PlanCache, fault: string): undefined {
  cache.fault = fault
  return undefined
}
