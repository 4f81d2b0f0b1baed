/** Statistics of logs: counted right on a log that is known, and two logs compared. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fieldsOf, growth, novelty, overview } from '../../bench/realism/compare-stats.mjs'
import { formatFields, formatRealism } from '../../bench/realism/format-realism.mjs'
import { createGrowth } from '../../bench/realism/measure-growth.mjs'
import { measureLogs, quantile } from '../../bench/realism/measure-logs.mjs'
import type { LogEvent } from '../../src/evtx/encode.ts'
import { encodeLog } from '../../src/evtx/encode.ts'
import { simpleEvent } from '../support/log-events.ts'
import { reading } from './encoder.ts'
import { withFolder } from './temp-folder.ts'

const WINDOWS = { kindWindows: [10], logWindow: 20 }

/** So many records; `Name` has that many values in turn, `Number` never repeats. */
function measure(records: number, names: number, form: LogEvent['form'] = 'literal') {
  return withFolder((folder) => {
    const path = join(folder, 'log.evtx')
    const events = Array.from({ length: records }, (_, i): LogEvent => {
      const event = simpleEvent([
        ['Name', `name ${i % names}`],
        ['Number', { UInt32: i }],
      ])
      return { ...event, form }
    })
    writeFileSync(path, encodeLog(events))
    return measureLogs([path], reading, WINDOWS)
  })
}

describe('statistics', () => {
  it('count distinct values in windows of a kind', () => {
    const stats = measure(45, 4)
    const kind = stats.kinds.get('Security 4624')!
    expect(kind.records).toBe(45)
    // Four whole windows of ten.
    expect(kind.windows[0]).toMatchObject({ size: 10, count: 4 })
    expect(kind.windows[0]!.distinct.get('Name')! / 4).toBe(4)
    expect(kind.windows[0]!.distinct.get('Number')! / 4).toBe(10)
  })

  it('count what is new within a window of the log', () => {
    const channel = measure(45, 4).channels.get('Security')!
    // Two whole windows of twenty: all numbers and four names are new.
    expect(channel).toMatchObject({ records: 45, windows: 2, kinds: 2, values: 80, distinct: 48 })
  })

  it('count a log that is there twice once', () => {
    withFolder((folder) => {
      const paths = ['a.evtx', 'b.evtx'].map((name) => join(folder, name))
      const events = (name: string): LogEvent[] => [simpleEvent([['Name', name]])]
      for (const path of paths) writeFileSync(path, encodeLog(events('a')))
      expect(measureLogs(paths, reading, WINDOWS).records).toBe(1)
      writeFileSync(paths[1]!, encodeLog([...events('a'), ...events('b')]))
      expect(measureLogs(paths, reading, WINDOWS).records).toBe(3)
    })
  })

  it('leave out windows without the field', () => {
    withFolder((folder) => {
      const path = join(folder, 'log.evtx')
      const events = Array.from({ length: 20 }, (_, i) =>
        simpleEvent(i < 10 ? [['Old', 'x']] : [['Name', `name ${i % 5}`]]),
      )
      writeFileSync(path, encodeLog(events))
      const stats = measureLogs([path], reading, WINDOWS)
      expect(fieldsOf(stats, stats, 0)).toContainEqual(
        expect.objectContaining({ field: 'Name', windows: 1, real: 5, made: 5 }),
      )
    })
  })

  it('count what a long log never had before, by chunk', () => {
    const growths = new Map<string, { logs: number; values: number; fresh: number; freshUnits: number }[]>()
    const log = createGrowth(growths)
    for (let chunk = 0; chunk < 12; chunk++)
      for (const name of ['aa', `b${chunk}`]) log.note('Security', chunk, [['Name', name]])
    log.note('System', 8, [['Name', 'x']])
    log.close()
    // Nine chunks are too few.
    expect([...growths.keys()]).toEqual(['Security'])
    expect(growths.get('Security')).toMatchObject([
      { logs: 1, values: 2, fresh: 2, freshUnits: 4 },
      { logs: 1, values: 18, fresh: 9, freshUnits: 18 },
      { logs: 1, values: 4, fresh: 2, freshUnits: 6 },
      { logs: 0, values: 0, fresh: 0, freshUnits: 0 },
    ])
  })

  it('tell records without templates from the others', () => {
    expect(overview(measure(10, 2))['records without template, %']).toBe(0)
    expect(overview(measure(10, 2, 'direct'))['records without template, %']).toBe(100)
  })

  it.each([
    [[], 0.5, 0],
    [[5, 1, 3], 0.5, 3],
    [[1, 2, 3, 4], 0.99, 4],
  ])('quantile of %j at %d', (values, share, expected) => expect(quantile(values, share)).toBe(expected))
})

describe('a comparison', () => {
  const [real, made] = [measure(45, 8), measure(45, 4)]
  const figures = {
    logWindow: 20,
    general: { real: overview(real), made: overview(made) },
    novelty: novelty(real, made),
    growth: growth(real, made),
    fields: [{ size: 10, rows: fieldsOf(real, made, 0) }],
  }

  it('marks the field with fewer values', () => {
    const lines = formatFields(figures)
    expect(
      lines.filter((line: string) => line.endsWith('fewer')).map((line: string) => line.trim().split(' ')[0]),
    ).toEqual(['Name'])
  })

  it('counts such fields in the summary', () => {
    const summary = formatRealism(figures).find((line: string) => line.startsWith('Distinct values'))
    expect(summary).toContain('2 fields of kinds that both have, 1 at least as varied')
    expect(summary).toContain('1 less')
    // 4 of 8 names and 10 of 10 numbers.
    expect(summary).toContain('the middle one has 1.00 times')
  })
})
