/**
 * Generated logs are as varied as real ones: never less as a whole, and not clearly more. What real logs have comes from
 * the raw figures of docs/benchmarks.md, so that the test runs without them.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { generateLogs } from '../../bench/generate/generate-logs.mjs'
import { fieldsOf, novelty, overview } from '../../bench/realism/compare-stats.mjs'
import { measureLogs } from '../../bench/realism/measure-logs.mjs'
import { hasShared, sharedPath } from '../support/shared.ts'
import { encoder, reading } from './encoder.ts'
import { withFolder } from './temp-folder.ts'

interface Row {
  readonly kind: string
  readonly field: string
  readonly windows: number
  readonly real: number
  readonly made: number
  readonly realUnits: number
  readonly madeUnits: number
}
interface Shares {
  readonly windows: number
  readonly values: number
  readonly units: number
}
interface Figures {
  readonly logWindow: number
  readonly general: { readonly real: Record<string, number> }
  readonly novelty: readonly { channel: string; real?: Shares | undefined; made?: Shares | undefined }[]
  readonly fields: readonly { size: number; rows: readonly Row[] }[]
}

const file = fileURLToPath(new URL('../../bench/runs/2026-11-24-realism.json', import.meta.url))
const known = JSON.parse(readFileSync(file, 'utf8')) as Figures

const made = withFolder((folder) => {
  const { logs } = generateLogs(folder, { bytes: 40_000_000, seed: 11, hosts: 2 }, encoder)
  const windows = { kindWindows: known.fields.map(({ size }) => size), logWindow: known.logWindow }
  const paths = logs.map(({ name }: { name: string }) => join(folder, name))
  return measureLogs(paths, reading, windows)
})

/** Real windows that say enough. */
const ENOUGH_WINDOWS = 5

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!
}

describe.skipIf(!hasShared)('the raw figures (real logs of ../shared are needed)', () => {
  it('say what the public logs say', () => {
    const folder = sharedPath('data/evtx')
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.evtx$/i.test(name),
    )
    const paths = names.sort().map((name) => join(folder, name))
    const windows = { kindWindows: known.fields.map(({ size }) => size), logWindow: known.logWindow }
    const real = measureLogs(paths, reading, windows)
    expect(overview(real)).toEqual(known.general.real)
    const rows: Figures['novelty'] = novelty(real, made)
    for (const { channel, real: expected } of known.novelty)
      expect(rows.find((row) => row.channel === channel)?.real, channel).toEqual(expected)
  })
})

describe('logs of cardinality 1', () => {
  describe.each(known.fields.map(({ size }, index) => [size, index] as const))(
    'in %d records of one kind',
    (_, index) => {
      const found: readonly Row[] = fieldsOf(made, made, index)
      const pairs = known.fields[index]!.rows.flatMap((real) => {
        const row = found.find(({ kind, field }) => kind === real.kind && field === real.field)
        return row === undefined ? [] : [{ ...real, made: row.made, madeUnits: row.madeUnits }]
      })

      it('have as many distinct values', () => {
        expect(pairs.length).toBeGreaterThan(80)
        const ratios = pairs.map(({ real, made }) => made / real)
        expect(median(ratios)).toBeGreaterThanOrEqual(0.95)
        expect(median(ratios)).toBeLessThanOrEqual(1.15)
        // Constants are alike by themselves.
        const varied = pairs.filter(({ real, made }) => Math.max(real, made) > 1.5)
        const variedRatio = median(varied.map(({ real, made }) => made / real))
        expect(variedRatio).toBeGreaterThanOrEqual(0.95)
        expect(variedRatio).toBeLessThanOrEqual(1.15)
        const sum = (key: 'real' | 'made'): number => pairs.reduce((total, pair) => total + pair[key], 0)
        expect(sum('made') / sum('real')).toBeGreaterThanOrEqual(0.97)
      })

      it('have few fields that are far off, and hardly any with fewer values', () => {
        const far = pairs.filter(({ real, made }) => made > 2.2 * real || made < 0.45 * real)
        expect(far.length / pairs.length).toBeLessThan(0.12)
        expect(far.filter(({ real, made }) => made < real).length).toBeLessThanOrEqual(2)
      })

      it('have values as long', () => {
        const texts = pairs.filter(({ realUnits }) => realUnits > 0)
        const ratio = median(texts.map(({ realUnits, madeUnits }) => madeUnits / realUnits))
        expect(ratio).toBeGreaterThan(0.9)
        expect(ratio).toBeLessThan(1.15)
      })
    },
  )

  const channels = known.novelty.filter(({ real }) => (real?.windows ?? 0) >= ENOUGH_WINDOWS)

  it.each(channels.map(({ channel, real }) => [channel, real!] as const))(
    'have as many new values in a window of %s',
    (channel, real) => {
      const found = novelty(made, made).find((row: { channel: string }) => row.channel === channel)!.made!
      for (const key of ['values', 'units'] as const) {
        const ratio = found[key] / real[key]
        // The target is 1 to 1.15; a small log strays a little.
        expect(ratio, key).toBeGreaterThan(0.95)
        expect(ratio, key).toBeLessThan(1.2)
      }
    },
  )

  it('cover all logs with enough real windows', () => expect(channels.length).toBe(3))

  it('have records of the same size', () => {
    const found = overview(made) as Record<string, number>
    for (const [name, slack] of [
      ['bytes a record, mean', 0.1],
      ['records in a full chunk', 0.15],
      ['text among them, %', 0.1],
      ['characters of a text, mean', 0.25],
    ] as const)
      expect(Math.abs(found[name]! / known.general.real[name]! - 1), name).toBeLessThan(slack)
  })
})
