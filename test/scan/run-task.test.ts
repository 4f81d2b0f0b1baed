import { createHash } from 'node:crypto'
import { chmodSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { takeSnapshot } from '../../src/engine/take-snapshot.ts'
import { parseTicks } from '../../src/event/filetime.ts'
import { readKept } from '../../src/event/kept-events.ts'
import type { Source } from '../../src/input/walk.ts'
import { createAccount } from '../../src/scan/account.ts'
import { type HitGroup, packGroups, unpackGroups } from '../../src/scan/hit-group.ts'
import { planTasks } from '../../src/scan/plan.ts'
import { createTaskRunner } from '../../src/scan/run-task.ts'
import type { ScanTotals } from '../../src/scan/scan-result.ts'
import type { StageLoader } from '../../src/scan/stages.ts'
import type { TaskResult } from '../../src/scan/stats.ts'
import { halveTask, type Task, type Unit } from '../../src/scan/task.ts'
import type { TickRange } from '../../src/scan/time-range.ts'
import {
  createKnownLoader,
  type MadeRecord,
  makeLog,
  makeSources,
  manyRecords,
  RULE_COUNT,
} from './made-logs.ts'

interface Outcome {
  readonly totals: ScanTotals
  /** Rule, source and record id of each hit. */
  readonly hits: readonly string[]
  readonly results: readonly TaskResult[]
}

/** Runs tasks over the units one after another, rests included. */
async function runUnits(
  sources: readonly Source[],
  tasks: readonly (readonly Unit[])[],
  {
    range = {},
    maxHeldChars,
    details = true,
  }: { range?: TickRange; maxHeldChars?: number; details?: boolean } = {},
): Promise<Outcome> {
  const runner = createTaskRunner(createKnownLoader(details), maxHeldChars)
  const account = createAccount(sources, RULE_COUNT)
  const hits: string[] = []
  const results: TaskResult[] = []
  for (const units of tasks) {
    let task: Task | undefined = { kind: 'scan', units, range }
    while (task !== undefined) {
      const result: TaskResult = await runner.run(task)
      account.add(result)
      results.push(result)
      for (const group of groupsOf(result)) {
        const { recordId } = takeSnapshot(readKept(group.record))
        for (const [rule] of group.rules) hits.push(`${rule} ${group.source} ${recordId}`)
      }
      task = result.rest
    }
  }
  runner.close()
  return { totals: account.totals(), hits, results }
}

/** Of a task that ran in this thread. */
function groupsOf({ groups }: Pick<TaskResult, 'groups'>): readonly HitGroup[] {
  return Array.isArray(groups) ? groups : []
}

const planOf = (sources: readonly Source[], hash: 'none' | 'all' = 'none'): readonly (readonly Unit[])[] =>
  planTasks(sources, { threads: 1, hash })

const known: readonly MadeRecord[] = [
  { eventId: 1, computer: 'host1', time: '2026-01-01T00:00:00Z' },
  { eventId: 2, computer: 'host2', time: '2026-01-02T00:00:00Z' },
  { eventId: 3, computer: 'host2', time: '2026-01-03T00:00:00Z' },
  { eventId: 7, computer: 'host2', time: '2026-01-04T00:00:00Z' },
  { eventId: 6, computer: 'host1', time: '2026-01-05T00:00:00Z', channel: 'System' },
  { eventId: 7, computer: 'host1', time: '2026-01-06T00:00:00Z' },
]

describe('a scan task', () => {
  it('counts what it read, skipped and found', async () => {
    const sources = makeSources({ 'a.evtx': makeLog(known) })
    const { totals, hits } = await runUnits(sources, planOf(sources))
    expect(hits).toEqual(['0 0 1', '1 0 1', '0 0 2', '2 0 2'])
    expect(totals.files).toEqual([
      {
        path: sources[0]!.name,
        sizeBytes: sources[0]!.sizeBytes,
        sha256: '',
        chunks: 1,
        recordsRead: 3,
        recordsFailed: 0,
        recordsPartial: 0,
        recordsHidden: 0,
        recordsInSlack: 0,
        recordsSkipped: 3,
        hits: 4,
      },
    ])
    expect(totals.hitsByRule).toEqual([2, 1, 1])
    expect(totals.hosts).toEqual([
      { computer: 'host1', records: 3, hits: 2 },
      { computer: 'host2', records: 3, hits: 2 },
    ])
    expect(totals.unwatched).toEqual([
      { channel: 'Security', eventId: '7', records: 2 },
      { channel: 'System', eventId: '6', records: 1 },
    ])
    expect([totals.oldest, totals.newest]).toEqual([
      '2026-01-01T00:00:00.0000000Z',
      '2026-01-06T00:00:00.0000000Z',
    ])
    expect(totals.diagnostics.listed).toEqual([])
  })

  it('keeps to the time range, both ends included', async () => {
    const sources = makeSources({ 'a.evtx': makeLog(known) })
    const range = { from: parseTicks('2026-01-02')!, to: parseTicks('2026-01-05')! }
    const { totals, hits } = await runUnits(sources, planOf(sources), { range })
    expect(hits).toEqual(['0 0 2', '2 0 2'])
    expect(totals.recordsOutOfRange).toBe(2)
    expect(totals.files[0]).toMatchObject({ recordsRead: 2, recordsSkipped: 4 })
    expect([totals.oldest, totals.newest]).toEqual([
      '2026-01-02T00:00:00.0000000Z',
      '2026-01-05T00:00:00.0000000Z',
    ])
    expect(totals.hosts.map((h) => h.records)).toEqual([1, 3])
  })

  it('shares the snapshot of a record between its hits, and takes none when only counting', async () => {
    const sources = makeSources({ 'a.evtx': makeLog(known) })
    const { results } = await runUnits(sources, planOf(sources))
    const groups = groupsOf(results[0]!)
    expect(groups.map((g) => g.rules.map(([rule]) => rule))).toEqual([
      [0, 1],
      [0, 2],
    ])
    expect(groups[0]!.rules[1]![1]).toEqual([
      { identifier: 'rule1', field: 'EventID', value: '1', pattern: '*' },
    ])
    const counted = await runUnits(sources, planOf(sources), { details: false })
    expect(counted.hits).toEqual([])
    expect(counted.totals).toEqual((await runUnits(sources, planOf(sources))).totals)
  })

  it('survives the way to another thread', async () => {
    const sources = makeSources({ 'a.evtx': makeLog(manyRecords(2)), 'bad.evtx': 'no log' })
    const { results } = await runUnits(sources, planOf(sources))
    for (const { groups, ...result } of results) {
      expect(structuredClone(result)).toEqual(result)
      const plain = ({ record, ...group }: HitGroup): unknown => ({
        ...group,
        snapshot: takeSnapshot(readKept(record)),
      })
      const sent = groupsOf({ groups })
      const received = unpackGroups(structuredClone(packGroups(sent)))
      expect(received.map(plain)).toEqual(sent.map(plain))
    }
    expect(unpackGroups(packGroups([]))).toEqual([])
  })

  it('gives the rest back when it holds enough, and nothing is lost or twice', async () => {
    const sources = makeSources({
      'a.evtx': makeLog(manyRecords(40)),
      'b.evtx': makeLog(known),
      'c.evtx': makeLog(known),
    })
    const tasks = [planOf(sources).flat()]
    const whole = await runUnits(sources, tasks)
    const parts = await runUnits(sources, tasks, { maxHeldChars: 1000 })
    expect(whole.results).toHaveLength(1)
    expect(parts.results.length).toBeGreaterThan(3)
    expect(parts.hits).toEqual(whole.hits)
    expect(parts.totals).toEqual(whole.totals)
  })

  it('is the same however it is cut', async () => {
    const damaged = Buffer.from(makeLog(manyRecords(20, 5)))
    damaged.fill(0xff, 4096 + 7 * 65_536 + 700, 4096 + 7 * 65_536 + 720)
    damaged.fill(0, 4096 + 9 * 65_536, 4096 + 10 * 65_536)
    const sources = makeSources({
      'a.evtx': makeLog(manyRecords(33)),
      'b-damaged.evtx': damaged,
      'c-cut.evtx': makeLog(manyRecords(18, 2)).slice(0, 4096 + 17 * 65_536 + 30_000),
      'd-no-header.evtx': makeLog(manyRecords(17, 3)).slice(4096),
      'e-empty.evtx': '',
      'f-text.evtx': 'this is no log',
      'g.evtx': makeLog(known),
    })
    const tasks = planOf(sources)
    const whole = await runUnits(sources, [tasks.flat()])
    expect(whole.hits.length).toBeGreaterThan(500)
    expect(whole.totals.diagnostics.listed.length).toBeGreaterThan(5)
    const cut = (units: readonly Unit[], choices: readonly number[]): (readonly Unit[])[] => {
      let next = 0
      const split = (task: Task): Task[] => {
        const halves = choices[next++ % choices.length]! > 2 ? halveTask(task) : undefined
        return halves === undefined ? [task] : [...split(halves[0]), ...split(halves[1])]
      }
      return split({ kind: 'scan', units, range: {} }).map((task) => task.units)
    }
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(9), { minLength: 3, maxLength: 20 }), async (choices) => {
        const other = await runUnits(sources, cut(tasks.flat(), choices))
        expect(other.hits).toEqual(whole.hits)
        expect(other.totals).toEqual(whole.totals)
      }),
      { numRuns: 12 },
    )
  })

  it('reports what cannot be opened once, and goes on', async () => {
    const sources = makeSources({ 'a.evtx': makeLog(manyRecords(20)), 'b.evtx': makeLog(known) })
    const gone = sources.map((s, i) => (i === 0 ? { ...s, path: `${String(s.path)}.gone` } : s))
    const { totals, hits } = await runUnits(gone, planOf(gone))
    expect(totals.diagnostics.listed.map((d) => `${d.code} ${d.source}`)).toEqual([
      `path-unreadable ${gone[0]!.name}`,
    ])
    expect(hits).toHaveLength(4)
  })

  // Windows has no such permissions, and nothing is forbidden to root.
  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'reports a file that may not be read',
    async () => {
      const sources = makeSources({ 'a.evtx': makeLog(known) })
      chmodSync(String(sources[0]!.path), 0)
      const { totals } = await runUnits(sources, planOf(sources))
      expect(totals.diagnostics.listed[0]!.message).toBe('permission denied (EACCES)')
    },
  )
})

describe('digests', () => {
  const digestsOf = (sources: readonly Source[]): string[] =>
    sources.map(({ path }) =>
      createHash('sha256')
        .update(readFileSync(String(path)))
        .digest('hex'),
    )

  it('are taken while reading, of whatever file', async () => {
    const logs = {
      'a.evtx': makeLog(manyRecords(40)),
      'b.evtx': makeLog(known),
      'c.evtx': '',
      'd.evtx': 'no log',
    }
    const sources = makeSources({ ...logs, 'e.evtx': makeLog(manyRecords(17)).slice(4096) })
    const { totals } = await runUnits(sources, planOf(sources, 'all'))
    expect(totals.files.map((f) => f.sha256)).toEqual(digestsOf(sources))
  })

  it('are right when a log is left and taken up again', async () => {
    const sources = makeSources({ 'a.evtx': makeLog(manyRecords(40)), 'b.evtx': makeLog(known) })
    const [first, second, third, fourth] = planOf(sources, 'all')
    const { totals } = await runUnits(sources, [first!, fourth!, second!, third!])
    expect(totals.files.map((f) => f.sha256)).toEqual(digestsOf(sources))
  })

  it('have a task of their own', async () => {
    const sources = makeSources({ 'a.evtx': makeLog(manyRecords(3)) })
    const runner = createTaskRunner(createKnownLoader())
    const units = planOf(sources)[0]!
    const result = await runner.run({ kind: 'hash', units })
    expect(result.files.map((f) => f.sha256)).toEqual(digestsOf(sources))
    const gone = await runner.run({
      kind: 'hash',
      units: units.map((u) => ({ ...u, path: `${String(u.path)}.gone` })),
    })
    expect(gone.files[0]!.openError).toContain('ENOENT')
  })
})

describe('the task for the newest time', () => {
  it('reads it without an engine', async () => {
    const sources = makeSources({ 'a.evtx': makeLog(manyRecords(20)), 'b.evtx': makeLog(known) })
    const loadEngine = async (): Promise<never> => {
      throw new Error('not needed')
    }
    const runner = createTaskRunner({ ...createKnownLoader(), loadEngine })
    const { tally, files } = await runner.run({ kind: 'newest', units: planOf(sources).flat() })
    expect(tally.newest).toBe(parseTicks('2026-01-06'))
    expect(files).toEqual([])
  })
})

describe('a fault of the kernel', () => {
  /** A decoder that fails while the kernel is there. */
  const createFaultyLoader = (): StageLoader & { readonly decoders: number } => {
    const known = createKnownLoader()
    let hasKernel = true
    let decoders = 0
    return {
      ...known,
      get decoders() {
        return decoders
      },
      async loadDecoder() {
        decoders++
        const decoder = await known.loadDecoder()
        const trap = (): never => {
          throw new Error('unreachable')
        }
        return hasKernel ? { ...decoder, decodeRange: trap } : decoder
      },
      leaveKernel() {
        const hadKernel = hasKernel
        hasKernel = false
        return hadKernel
      },
    }
  }

  it('costs no record', async () => {
    const sources = makeSources({ 'a.evtx': makeLog(known), 'b.evtx': makeLog(known) })
    const [units, others] = planOf(sources)
    const loader = createFaultyLoader()
    const runner = createTaskRunner(loader)
    const result = await runner.run({ kind: 'scan', units: [...units!, ...(others ?? [])], range: {} })
    const { hits } = await runUnits(sources, [[...units!, ...(others ?? [])]])
    expect(groupsOf(result).flatMap((group) => group.rules)).toHaveLength(hits.length)
    await runner.run({ kind: 'scan', units: units!, range: {} })
    expect(loader.decoders).toBe(2)
  })

  it('that is none is reported as what it is', async () => {
    const sources = makeSources({ 'a.evtx': makeLog(known) })
    const loader = { ...createFaultyLoader(), leaveKernel: () => false }
    const run = createTaskRunner(loader).run({ kind: 'scan', units: planOf(sources).flat(), range: {} })
    await expect(run).rejects.toThrow('unreachable')
  })
})
