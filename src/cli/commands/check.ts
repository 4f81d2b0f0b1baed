/**
 * `goshawk check`: stands in for the checker that SigmaHQ's test scripts call. Rules and logs in, a line of JSON a match
 * out. Invariant: standard output has nothing but these lines; 0 means that every log was searched with every rule that
 * can run, whatever was found, however damaged a log and whatever rule was rejected.
 */
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import type { Diagnostic } from '../../base/diagnostic.ts'
import type { CorrelationHit } from '../../engine/correlate/correlation-hit.ts'
import { findSources } from '../../input/walk.ts'
import { stringifyCheckCorrelation } from '../../report/check-correlation.ts'
import { stringifyCheckRow } from '../../report/check-row.ts'
import { type FoundHit, type ScanResult, scan } from '../../scan/scan.ts'
import type { Level } from '../../sigma/ast.ts'
import { EXIT } from '../exit.ts'
import type { GivenFlags } from '../main.ts'
import { say } from '../messages.ts'
import { listFlag, numberFlag, textFlag } from '../options.ts'
import { printFindings } from '../print-findings.ts'
import { MAX_THREADS } from '../scan-options.ts'
import { loadScanRules } from '../scan-rules.ts'

type Write = (text: string) => Promise<void>

/** Runs the command; returns the exit code. */
export async function runCheck(
  _paths: readonly string[],
  given: GivenFlags,
  write: Write = writeOut,
): Promise<number> {
  const evtxPaths = listFlag(given, 'evtxPath')
  const rulePaths = listFlag(given, 'rulePath')
  const threads = numberFlag(given, 'threads', 1, MAX_THREADS)
  if (evtxPaths.length === 0) return refuse('no event log given: name files or folders with --evtx-path')
  if (rulePaths.length === 0) return refuse('no rule given: name files or folders with --rule-path')
  if (typeof threads === 'string') return refuse(threads)
  const rules = await loadScanRules({
    paths: rulePaths,
    mappingFile: textFlag(given, 'logSource'),
    minLevel: textFlag(given, 'ruleLevel') as Level | undefined,
    // Who checks rules wants to see what each of them does.
    keepBaseHits: true,
  })
  if (typeof rules === 'string') return refuse(rules.replace(/^--mapping/, '--log-source'))
  const { sources, diagnostics } = findSources(evtxPaths)
  printFindings([...diagnostics, ...rules.diagnostics.filter(isWorthSaying)])
  if ([...diagnostics, ...rules.diagnostics].some(({ code }) => code === 'path-missing')) return EXIT.usage
  if (sources.length === 0) return refuse('no event log to read')
  if (rules.account.files === 0) return refuse('no rule file to read')
  const { runnable, correlations, mapping, packed } = rules
  if (runnable.length === 0) {
    say('goshawk: none of the rules runs, so nothing was searched')
    return EXIT.ok
  }
  const toLine = ({ source, hit }: FoundHit): string =>
    `${stringifyCheckRow({ hit, rule: runnable[hit.rule]!.rule, evtxFile: sources[source]!.name })}\n`
  const toCorrelationLine = (hit: CorrelationHit): string => {
    const plan = correlations.plans[hit.plan]!
    const nameOf = (source: number): string => sources[source]!.name
    return `${stringifyCheckCorrelation({ correlation: hit, plan, rule: plan.rule, nameOf })}\n`
  }
  const result = await scan(
    {
      sources,
      rules: runnable,
      correlations,
      mapping,
      threads: threads ?? availableParallelism(),
      ...(packed && { packed }),
    },
    {
      onHits: (hits) => write(hits.map(toLine).join('')),
      onCorrelationHits: (hits) => write(hits.map(toCorrelationLine).join('')),
    },
  )
  printFindings(result.diagnostics.listed)
  return isUnread(diagnostics, result) ? EXIT.incomplete : EXIT.ok
}

function refuse(message: string): number {
  say(`goshawk: ${message} (goshawk check --help lists the options)`)
  return EXIT.usage
}

/** What keeps a rule from running; what is doubtful in one that runs is for `rules check`. */
function isWorthSaying({ severity, code }: Diagnostic): boolean {
  return (
    severity === 'error' ||
    !code.startsWith('rule-') ||
    code === 'rule-duplicate' ||
    code === 'rule-unreadable'
  )
}

/** Something was not searched that is there: a file or folder refused to be read, or a part of a log was given up. */
function isUnread(inputs: readonly Diagnostic[], { diagnostics, complete }: ScanResult): boolean {
  const isRefused = ({ code, severity }: Diagnostic): boolean =>
    code === 'path-unreadable' && severity === 'error'
  return !complete || inputs.some(isRefused) || diagnostics.listed.some(isRefused)
}

async function writeOut(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}
