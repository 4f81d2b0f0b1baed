// The plan of a definition that reads as a known one (evtx/binxml/plan-cache.ts and skeleton.ts are the same in
// TypeScript, which is told what was found here before it looks itself). Invariant: only the plan that TypeScript would
// try first is tried; nothing outside the chunk is read; what a chunk may cost is bounded.
import {
  FOUND_DEFINITIONS,
  HEAD_CHUNK,
  HEAD_DEFINITIONS,
  HEAD_TRIED,
  HEAD_TRIED_BYTES,
  MAX_TRIED,
  MAX_TRIED_BYTES,
  PLAN_SKELETON,
  SKELETON_CONTENT,
  SKELETON_CONTENT_BYTES,
  SKELETON_COUNT,
  SKELETON_STEPS,
  TEMPLATE_MEMO,
  TEMPLATE_MEMO_MASK,
} from '../layout'
import { equalBytes } from './bytes'

const CHUNK_BYTES: usize = 65536
const DEFINITION_HEADER_BYTES: usize = 24
const NAME_HEADER_BYTES: usize = 8

/** `definition`: below `CHUNK_BYTES`. 0: TypeScript has to look. */
export function findPlan(definition: usize, template: i32): usize {
  const place = (TEMPLATE_MEMO as usize) + (((template & TEMPLATE_MEMO_MASK) as usize) << 3)
  const plan = load<usize>(place, 4)
  if (plan == 0 || load<i32>(place) != template) return 0
  const skeleton = load<usize>(plan, PLAN_SKELETON)
  if (skeleton == 0 || !mayTry(load<i32>(skeleton, SKELETON_CONTENT_BYTES))) return 0
  if (definition + DEFINITION_HEADER_BYTES > CHUNK_BYTES) return 0
  const chunk = load<usize>(HEAD_CHUNK)
  const at = chunk + definition
  const size = load<u32>(at, 20) as usize
  if (load<i32>(at, 4) != template || size > CHUNK_BYTES - definition - DEFINITION_HEADER_BYTES) return 0
  const start = at + DEFINITION_HEADER_BYTES
  if (!readsAs(skeleton, chunk, start, start + size)) return 0
  note(definition, plan)
  return plan
}

/** Counts what it costs to try. */
function mayTry(contentBytes: i32): bool {
  const tried = load<i32>(HEAD_TRIED)
  const bytes = load<i32>(HEAD_TRIED_BYTES) + contentBytes
  if (tried >= MAX_TRIED || bytes > MAX_TRIED_BYTES) return false
  store<i32>(HEAD_TRIED, tried + 1)
  store<i32>(HEAD_TRIED_BYTES, bytes)
  return true
}

function note(definition: usize, plan: usize): void {
  const count = load<usize>(HEAD_DEFINITIONS)
  const place = (FOUND_DEFINITIONS as usize) + (count << 3)
  store<usize>(place, definition)
  store<usize>(place, plan, 4)
  store<usize>(HEAD_DEFINITIONS, count + 1)
}

/** True when the body in `[from, end)` has the bytes and names of the skeleton. */
function readsAs(skeleton: usize, chunk: usize, from: usize, end: usize): bool {
  let content = load<usize>(skeleton, SKELETON_CONTENT)
  let step = skeleton + SKELETON_STEPS
  const stop = step + (load<usize>(skeleton, SKELETON_COUNT) << 2)
  let at = from
  for (; step < stop; step += 4) {
    const kind = load<i32>(step)
    if (kind > 0) {
      if (at + kind > end || !equalBytes(at, content, kind)) return false
      at += kind
      content += kind
      continue
    }
    if (at + 4 > end) return false
    if (kind < 0) {
      const length = -1 - kind
      const name = nameAt(chunk, load<u32>(at), content, length)
      if (name == 0) return false
      if (name == at + 4) at += NAME_HEADER_BYTES + length + 2
      content += length
    }
    at += 4
  }
  return at <= end
}

/** Address of the name at this offset of the chunk, when it is this text; else 0. */
function nameAt(chunk: usize, offset: u32, text: usize, length: i32): usize {
  if (offset > 65536 || (offset as usize) + NAME_HEADER_BYTES + (length as usize) > CHUNK_BYTES) return 0
  const name = chunk + offset
  if ((load<u16>(name, 6) as i32) << 1 != length) return 0
  return equalBytes(name + NAME_HEADER_BYTES, text, length) ? name : 0
}
