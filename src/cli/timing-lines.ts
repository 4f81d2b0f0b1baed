/** What a scan took, as lines for a person. In: timings. Out: a table of phases and one of what threads did. */
import type { ManifestTimings } from '../report/manifest.ts'

const NAME_COLUMNS = 32
const TIME_COLUMNS = 10

export function timingLines({ phases, threads, rowsMs }: ManifestTimings): string[] {
  const total = (key: 'wallMs' | 'cpuMs'): number => phases.reduce((sum, phase) => sum + phase[key], 0)
  const { split, count } = threads
  const share = Math.round(100 * split.sampledShare)
  const parts: readonly (readonly [string, number])[] = [
    ['loading decoder, engine, rules', split.loadMs],
    ['reading', split.readMs],
    ['decoding', split.decodeMs],
    ['matching', split.matchMs],
    ['hits', split.hitMs],
    ['other', split.otherMs],
  ]
  return [
    row('phase', ['wall', 'CPU']),
    ...phases.map(({ phase, wallMs, cpuMs }) => row(`  ${phase}`, [seconds(wallMs), seconds(cpuMs)])),
    row('  together', [seconds(total('wallMs')), seconds(total('cpuMs'))]),
    row(count === 1 ? 'in the thread that reads' : `in ${count} threads, summed`, ['time']),
    ...parts.map(([name, ms]) => row(`  ${name}`, [seconds(ms)])),
    row('in the first thread meanwhile', ['time']),
    row('  making and writing rows', [seconds(rowsMs)]),
    ...(share < 100 ? [`decoding, matching and hits are estimated from ${share} % of the logs`] : []),
  ]
}

function row(name: string, cells: readonly string[]): string {
  return name.padEnd(NAME_COLUMNS) + cells.map((cell) => cell.padStart(TIME_COLUMNS)).join('')
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(3)} s`
}
