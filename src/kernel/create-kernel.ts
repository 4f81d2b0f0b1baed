/**
 * The kernel: WebAssembly that goes through the records of a chunk and turns away those that no rule can match. In: its
 * compiled module. Out: its memory and what it has to be told. Invariant: without it everything works, only slower; what
 * it is not told of, it leaves to TypeScript.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { FREE, PLANS, PLANS_BYTES, PROGRAMS, PROGRAMS_BYTES, TABLES, TABLES_BYTES } from './layout.ts'

/** What the kernel asks (assembly/upcalls.ts); whoever knows the answer sets the function. */
export interface Upcalls {
  planAt(definition: number, template: number): number
  nameOf(plan: number, slot: number, key: number): number
  routeOf(plan: number): number
  programOf(outer: number, inner: number): number
  setOf(program: number, step: number): number
  setOfAtom(atom: number): number
  unionOf(a: number, b: number): number
  /** `isComplete`: 0 or 1. */
  judge(program: number, state: number, isComplete: number): number
  sampled(program: number, state: number, newValues: number): void
  nameAt(offset: number): number
  childOf(node: number, step: number): number
  fieldOf(node: number, offset: number, length: number): number
  headerOf(node: number): number
  programOfNode(node: number): number
}

export interface Kernel {
  /** All of the memory. Addresses are offsets in it. */
  readonly bytes: Buffer
  /** The same as words: address / 4. */
  readonly words: Int32Array
  readonly upcalls: Upcalls
  readonly plans: Area
  readonly programs: Area
  /** For quick looks at texts. */
  readonly tables: Area
  /** What is never given back. */
  readonly rest: Area
  /** Deals with records, as the header says. */
  run(): void
}

/** A part of the memory that is given out from front to back, and given back as a whole. */
export interface Area {
  /** Address of so many bytes, zeros, aligned to 16; 0 when the area is full. */
  allocate(lengthBytes: number): number
  clear(): void
}

const PAGE_BYTES = 65536
/** Room for caches of values: 32 MiB of bytes, their tables, and names. Pages that are never written take no memory. */
const REST_BYTES = 40 * 1024 * 1024
const ALIGNMENT = 16

/** Undefined where WebAssembly (with instructions for sixteen bytes at a time) or the memory cannot be had. */
export function createKernel(): Kernel | undefined {
  if (typeof WebAssembly === 'undefined') return undefined
  try {
    return connect(loadModule())
  } catch (error) {
    if (error instanceof RangeError || error instanceof WebAssembly.CompileError) return undefined
    throw error
  }
}

let loaded: WebAssembly.Module | undefined

/** The module of this thread. */
function loadModule(): WebAssembly.Module {
  loaded ??= new WebAssembly.Module(readFileSync(createRequire(import.meta.url).resolve('#kernel.wasm')))
  return loaded
}

function connect(module: WebAssembly.Module): Kernel {
  const pages = Math.ceil((FREE + REST_BYTES) / PAGE_BYTES)
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages })
  const nothing = (): number => 0
  const upcalls: Upcalls = {
    planAt: nothing,
    nameOf: nothing,
    routeOf: nothing,
    programOf: nothing,
    setOf: nothing,
    setOfAtom: nothing,
    unionOf: nothing,
    judge: nothing,
    sampled: nothing,
    nameAt: nothing,
    childOf: nothing,
    fieldOf: nothing,
    headerOf: nothing,
    programOfNode: nothing,
  }
  const imports = {
    planAt: (definition: number, template: number) => upcalls.planAt(definition, template),
    nameOf: (plan: number, slot: number, key: number) => upcalls.nameOf(plan, slot, key),
    routeOf: (plan: number) => upcalls.routeOf(plan),
    programOf: (outer: number, inner: number) => upcalls.programOf(outer, inner),
    setOf: (program: number, step: number) => upcalls.setOf(program, step),
    setOfAtom: (atom: number) => upcalls.setOfAtom(atom),
    unionOf: (a: number, b: number) => upcalls.unionOf(a, b),
    judge: (program: number, state: number, isComplete: number) => upcalls.judge(program, state, isComplete),
    sampled: (program: number, state: number, newValues: number) =>
      upcalls.sampled(program, state, newValues),
    nameAt: (offset: number) => upcalls.nameAt(offset),
    childOf: (node: number, step: number) => upcalls.childOf(node, step),
    fieldOf: (node: number, offset: number, length: number) => upcalls.fieldOf(node, offset, length),
    headerOf: (node: number) => upcalls.headerOf(node),
    programOfNode: (node: number) => upcalls.programOfNode(node),
  }
  const { exports } = new WebAssembly.Instance(module, { env: { memory }, upcalls: imports })
  const bytes = Buffer.from(memory.buffer)
  return {
    bytes,
    words: new Int32Array(memory.buffer),
    upcalls,
    plans: createArea(bytes, PLANS, PLANS_BYTES),
    programs: createArea(bytes, PROGRAMS, PROGRAMS_BYTES),
    tables: createArea(bytes, TABLES, TABLES_BYTES),
    rest: createArea(bytes, FREE, REST_BYTES),
    run: exports.run as () => void,
  }
}

function createArea(bytes: Buffer, start: number, lengthBytes: number): Area {
  let next = start
  return {
    allocate(wantedBytes) {
      const address = next
      const end = next + Math.ceil(wantedBytes / ALIGNMENT) * ALIGNMENT
      if (end > start + lengthBytes) return 0
      next = end
      return address
    },
    clear() {
      bytes.fill(0, start, next)
      next = start
    },
  }
}
