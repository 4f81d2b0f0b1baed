/** Prints the summary of a scan: on standard output, unless that is taken by a report. */
import type { Manifest } from '../report/manifest.ts'
import type { Timeline } from '../report/timeline.ts'
import type { ScanResult } from '../scan/scan.ts'
import type { RuleMeta } from '../sigma/ast.ts'
import { createPaint } from './messages.ts'
import type { Outputs } from './outputs.ts'
import type { ScanFlags } from './scan-options.ts'
import type { ScanRules } from './scan-rules.ts'
import { formatSummary, type RuleCount } from './summary.ts'

/** Where the width is not known: files and pipes. */
const DEFAULT_COLUMNS = 160

export interface FinishedScan {
  readonly flags: ScanFlags
  readonly rules: ScanRules
  readonly result: ScanResult
  readonly timeline: Timeline
  readonly manifest: Manifest
  /** Paths of the outputs that are complete. */
  readonly written: readonly string[]
  /** Read, in as many passes as there were. */
  readonly bytes: number
  readonly elapsedMs: number
}

export async function printSummary(outputs: Outputs, scan: FinishedScan): Promise<void> {
  const { flags, rules, result, timeline, manifest, written, bytes, elapsedMs } = scan
  const stream = outputs.usesStdout ? process.stderr : process.stdout
  const toCount = (hits: number, { title, level = 'informational' }: RuleMeta): RuleCount => ({
    hits,
    title,
    level,
  })
  const topRules = [
    // A rule without hits is not looked at: it may not be read yet.
    ...result.hitsByRule.flatMap((hits, index) =>
      hits > 0 ? [toCount(hits, rules.runnable[index]!.rule)] : [],
    ),
    ...result.correlations.map(({ hits }, index) => toCount(hits, rules.correlations.plans[index]!.rule)),
  ]
    .filter(({ hits }) => hits > 0)
    .sort((a, b) => b.hits - a.hits || (a.title < b.title ? -1 : 1))
  const lines = formatSummary({
    manifest,
    topRules,
    timeline: timeline.finish(),
    written,
    isBundled: flags.rulePaths.length === 0,
    elapsedMs,
    bytes,
    columns: columnsOf(stream),
    paint: createPaint(stream, flags.hasColor),
  })
  const text = `${lines.join('\n')}\n`
  if (outputs.usesStdout) process.stderr.write(text)
  else await outputs.print(text)
}

/** Of a terminal; for files and pipes the variable COLUMNS, or room enough. */
function columnsOf(stream: NodeJS.WriteStream): number {
  const given = Number(process.env.COLUMNS)
  return stream.columns || (Number.isInteger(given) && given > 0 ? given : DEFAULT_COLUMNS)
}
