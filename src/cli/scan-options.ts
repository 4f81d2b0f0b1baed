/** The flags of `scan` and what they mean; a text says what is wrong. */
import { availableParallelism } from 'node:os'
import type { EngineKind } from '../engine/match.ts'
import type { ReportFormat } from '../report/report.ts'
import type { DecoderKind } from '../scan/scan.ts'
import { parseTimeRange, type TimeRange } from '../scan/time-range.ts'
import type { Level } from '../sigma/ast.ts'
import { FLAGS } from './flags.ts'
import type { GivenFlags } from './main.ts'
import { listFlag, numberFlag, switchFlag, textFlag } from './options.ts'
import { readSelectionFlags, type SelectionFlags } from './selection-flags.ts'

/** Flags that take all words up to the next flag. */
const LIST_FLAGS = FLAGS.filter(({ isList }) => isList).map(({ name }) => name)

/** More threads than this only cost memory. */
export const MAX_THREADS = 256

export interface ScanFlags {
  readonly paths: readonly string[]
  readonly rulePaths: readonly string[]
  readonly outputs: readonly string[]
  readonly format: ReportFormat | undefined
  readonly mayOverwrite: boolean
  readonly manifestFile: string | undefined
  readonly mappingFile: string | undefined
  /** Which rules to run, filters, values of placeholders. */
  readonly chosen: SelectionFlags
  /** Rules that correlations refer to report hits of their own, too. */
  readonly keepBaseHits: boolean
  readonly failOn: Level | undefined
  readonly timeRange: TimeRange
  readonly threads: number
  readonly engine: EngineKind
  readonly decoder: DecoderKind
  /** Packs of rules are kept between runs. */
  readonly hasCache: boolean
  /** Where what rules and fields cost is written. */
  readonly profileFile: string | undefined
  /** What phases and stages take is measured and printed. */
  readonly isTimed: boolean
  readonly isStrict: boolean
  readonly isQuiet: boolean
  readonly hasColor: boolean
}

/** What was asked for. Choices are checked by the parser of the command line. */
export function readScanFlags(paths: readonly string[], flags: GivenFlags): ScanFlags | string {
  if (paths.length === 0) {
    const greedy = LIST_FLAGS.find((name) => listFlag(flags, camelCase(name)).length > 1)
    const hint =
      greedy === undefined ? '' : `; all that follows --${greedy} is taken for its values, so name logs first`
    return `no path given: name event logs or folders${hint}`
  }
  const chosen = readSelectionFlags(flags)
  if (typeof chosen === 'string') return chosen
  const threads = numberFlag(flags, 'threads', 1, MAX_THREADS)
  if (typeof threads === 'string') return threads
  const time = parseTimeRange(textFlag(flags, 'from'), textFlag(flags, 'to'))
  if ('error' in time) return time.error
  const profileFile = textFlag(flags, 'profileRules')
  const engine = (textFlag(flags, 'engine') as EngineKind | undefined) ?? 'program'
  if (profileFile !== undefined && engine !== 'program')
    return '--profile-rules measures the compiled program; leave out --engine'
  return {
    paths,
    rulePaths: listFlag(flags, 'rules'),
    outputs: listFlag(flags, 'output'),
    format: textFlag(flags, 'format') as ReportFormat | undefined,
    mayOverwrite: switchFlag(flags, 'overwrite'),
    manifestFile: textFlag(flags, 'manifest'),
    mappingFile: textFlag(flags, 'mapping'),
    chosen,
    keepBaseHits: switchFlag(flags, 'keepBaseHits'),
    failOn: textFlag(flags, 'failOn') as Level | undefined,
    timeRange: time.range,
    threads: threads ?? availableParallelism(),
    engine,
    decoder: (textFlag(flags, 'decoder') as DecoderKind | undefined) ?? 'own',
    hasCache: flags.cache !== false,
    profileFile,
    isTimed: switchFlag(flags, 'timings'),
    isStrict: switchFlag(flags, 'strict'),
    isQuiet: switchFlag(flags, 'quiet'),
    hasColor: flags.color !== false,
  }
}

/** A flag's name as commander gives it. */
function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
