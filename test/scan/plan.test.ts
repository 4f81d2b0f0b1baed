import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Source } from '../../src/input/walk.ts'
import { MAX_BATCH_FILES, MAX_RANGE_CHUNKS, planTasks } from '../../src/scan/plan.ts'
import { halveTask, type ScanTask, taskBytes, type Unit } from '../../src/scan/task.ts'

const CHUNK = 65_536
const sized = (sizeBytes: number, index: number): Source => ({
  name: `s${index}`,
  path: `s${index}`,
  sizeBytes,
  isNamed: false,
  stamp: { modifiedMs: 0, changedMs: 0, inode: 0 },
})
const chunksOf = (sizeBytes: number): number => Math.max(1, Math.ceil((sizeBytes - 4096) / CHUNK))
/** Every (source, chunk) of some units, in order. */
const chunksIn = (units: readonly Unit[]): string[] =>
  units.flatMap((u) => Array.from({ length: u.chunkCount }, (_, i) => `${u.source}:${u.firstChunk + i}`))

const sizes = fc.array(
  fc.oneof(
    fc.nat(4200),
    fc.nat(5 * CHUNK),
    fc.integer({ min: CHUNK, max: 400 * CHUNK }),
    fc.constant(69_632),
  ),
  { maxLength: 40 },
)

describe('planTasks', () => {
  it('has every chunk of every source once, in order, and the bytes add up', () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 64 }), (list, threads) => {
        const tasks = planTasks(list.map(sized), { threads, hash: 'none' })
        const units = tasks.flat()
        const wanted = list.flatMap((size, s) =>
          Array.from({ length: chunksOf(size) }, (_, i) => `${s}:${i}`),
        )
        expect(chunksIn(units)).toEqual(wanted)
        expect(taskBytes(units)).toBe(list.reduce((sum, size) => sum + size, 0))
        for (const source of list.keys()) {
          const own = units.filter((u) => u.source === source)
          expect(own.map((u) => u.isLast)).toEqual(own.map((_, i) => i === own.length - 1))
        }
        for (const task of tasks) {
          expect(task.length).toBeGreaterThan(0)
          expect(task.length).toBeLessThanOrEqual(MAX_BATCH_FILES)
          expect(task.reduce((sum, u) => sum + u.chunkCount, 0)).toBeLessThanOrEqual(2 * MAX_RANGE_CHUNKS)
        }
      }),
    )
  })

  it('cuts big logs evenly and batches small ones', () => {
    const list = [69_632, 69_632, 4096 + 130 * CHUNK, 0]
    const tasks = planTasks(list.map(sized), { threads: 1, hash: 'none' })
    // 133 chunks for one thread: ranges of 17 at most, so 130 are cut in eight.
    expect(tasks.map((task) => task.map((u) => u.chunkCount))).toEqual([
      [1, 1],
      ...[16, 16, 16, 17, 16, 16, 16, 17].map((n) => [n]),
      [1],
    ])
    const huge = planTasks([sized(4096 + 6400 * CHUNK, 0)], { threads: 2, hash: 'none' })
    expect(huge.map((task) => task[0]!.chunkCount)).toEqual(Array.from({ length: 100 }, () => 64))
  })

  it('does not open anything: ten thousand logs are planned by their sizes', () => {
    const list = Array.from({ length: 10_000 }, (_, i) => sized(69_632, i))
    const tasks = planTasks(list, { threads: 4, hash: 'none' })
    expect(tasks.every((task) => task.length <= MAX_RANGE_CHUNKS)).toBe(true)
    expect(tasks.flat()).toHaveLength(10_000)
  })

  it.each([
    ['none', [false, false, false]],
    ['whole-files', [true, false, false]],
    ['all', [true, true, true]],
  ] as const)('has digests taken on the way: %s', (hash, expected) => {
    const list = [69_632, 4096 + 20 * CHUNK]
    const tasks = planTasks(list.map(sized), { threads: 1, hash })
    expect(tasks.flat().map((u) => u.isHashed)).toEqual(expected)
  })
})

describe('halveTask', () => {
  it('splits until one chunk is left, losing nothing', () => {
    fc.assert(
      fc.property(
        sizes.filter((list) => list.length > 0),
        fc.nat(),
        (list, pick) => {
          const tasks = planTasks(list.map(sized), { threads: 3, hash: 'none' })
          const task: ScanTask = { kind: 'scan', range: {}, units: tasks[pick % tasks.length]! }
          const atoms = (t: ScanTask): readonly Unit[] => {
            const halves = halveTask(t)
            return halves === undefined ? t.units : [...atoms(halves[0]), ...atoms(halves[1])]
          }
          const parts = atoms(task)
          expect(chunksIn(parts)).toEqual(chunksIn(task.units))
          expect(parts.every((u) => u.chunkCount === 1)).toBe(true)
          expect(taskBytes(parts)).toBe(taskBytes(task.units))
          const last = task.units.filter((u) => u.isLast).map((u) => u.source)
          expect(parts.filter((u) => u.isLast).map((u) => u.source)).toEqual(last)
        },
      ),
    )
  })

  it('never cuts what must be read from start to end', () => {
    const unit = planTasks([sized(4096 + 50 * CHUNK, 0)], { threads: 1, hash: 'none' })[0]![0]!
    expect(halveTask({ kind: 'hash', units: [unit] })).toBeUndefined()
  })
})
