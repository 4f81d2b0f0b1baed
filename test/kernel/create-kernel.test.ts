/** The kernel's memory is given out in areas; where WebAssembly or its memory cannot be had, there is no kernel. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { MAX_SLOTS } from '../../src/event/event.ts'
import { createKernel } from '../../src/kernel/create-kernel.ts'
import * as layout from '../../src/kernel/layout.ts'

afterEach(() => void vi.unstubAllGlobals())

/** Units of the longest value, which may fill a chunk, and how many are read at a time. */
const MOST_UNITS = 32_768
const LANES = 16

describe('the kernel', () => {
  it('does not exist without WebAssembly', () => {
    vi.stubGlobal('WebAssembly', undefined)
    expect(createKernel()).toBeUndefined()
  })

  it('does not exist where it cannot be compiled', async () => {
    vi.resetModules()
    const fresh = await import('../../src/kernel/create-kernel.ts')
    class CompileError extends Error {}
    class Module {
      constructor() {
        throw new CompileError('Wasm SIMD unsupported')
      }
    }
    vi.stubGlobal('WebAssembly', { CompileError, Module })
    expect(fresh.createKernel()).toBeUndefined()
  })

  it('does not exist where its memory is refused', () => {
    const { Instance, Module } = WebAssembly
    let asked = 0
    class Memory {
      constructor() {
        asked++
        throw new RangeError('WebAssembly.Memory(): could not allocate memory')
      }
    }
    vi.stubGlobal('WebAssembly', { Instance, Memory, Module })
    expect(createKernel()).toBeUndefined()
    expect(asked).toBe(1)
  })

  it('gives out an area from front to back, aligned, and empties it as a whole', () => {
    const { bytes, plans } = createKernel()!
    const first = plans.allocate(20)
    const second = plans.allocate(1)
    expect([first, second]).toEqual([layout.PLANS, layout.PLANS + 32])
    bytes.fill(7, first, second + 1)
    expect(plans.allocate(layout.PLANS_BYTES - 48)).toBe(layout.PLANS + 48)
    expect(plans.allocate(1)).toBe(0)
    plans.clear()
    expect(plans.allocate(20)).toBe(first)
    expect(bytes.subarray(first, second + 1).every((byte) => byte === 0)).toBe(true)
  })

  it('has room for the values that an event may have', () => {
    expect(layout.MAX_SLOTS).toBe(MAX_SLOTS)
  })

  it('has areas and tables that do not overlap', () => {
    const { DEFINITIONS, FOUND, FREE, HOSTS, JOINED, LENGTHS, NAMES, NODE_MEMO, NOMINATED, OFFSETS } = layout
    const { PLANS, PROGRAM_MEMO, PROGRAMS, ROUTE_MEMO, ROUTES, SLAB, STATE_MEMO, TABLES, TYPES, UNION_MEMO } =
      layout
    const memo = (mask: number): number => layout.MEMO_BYTES * (mask + 1)
    const regions: [start: number, lengthBytes: number][] = [
      [0, 128],
      [TYPES, 4 * layout.MAX_SLOTS],
      [OFFSETS, 4 * layout.MAX_SLOTS],
      [LENGTHS, 4 * layout.MAX_SLOTS],
      [JOINED, layout.JOINED_BYTES],
      [FOUND, 4 * layout.MAX_LISTED],
      [NOMINATED, 4 * layout.MAX_LISTED],
      [SLAB, layout.SLAB_BYTES],
      [DEFINITIONS, 8 * 65_536],
      [ROUTE_MEMO, memo(layout.ROUTE_MEMO_MASK)],
      [PROGRAM_MEMO, memo(layout.PROGRAM_MEMO_MASK)],
      [UNION_MEMO, memo(layout.UNION_MEMO_MASK)],
      [STATE_MEMO, memo(layout.STATE_MEMO_MASK)],
      [ROUTES, layout.ROUTE_BYTES * layout.MAX_ROUTES],
      [HOSTS, layout.HOST_BYTES * layout.MAX_HEAD_NAMES],
      [NAMES, 8 * 65_536],
      [NODE_MEMO, memo(layout.NODE_MEMO_MASK)],
      [PLANS, layout.PLANS_BYTES],
      [PROGRAMS, layout.PROGRAMS_BYTES],
      [TABLES, layout.TABLES_BYTES],
      [layout.TEXT, MOST_UNITS + LANES],
      // The byte before the folded text is read.
      [layout.FOLDED_TEXT - 1, MOST_UNITS + LANES],
      [FREE, 1],
    ]
    for (const [i, [start, lengthBytes]] of regions.entries())
      expect(regions[i + 1]?.[0] ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(start + lengthBytes)
  })
})
