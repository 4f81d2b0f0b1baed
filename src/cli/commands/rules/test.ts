/**
 * `goshawk rules test`: rules and the tests beside them in, what failed and an exit code out.
 * Invariant: a test file that cannot be used fails, as a test does that cannot be run; no test at all is wrong use.
 */
import type { Diagnostic } from '../../../base/diagnostic.ts'
import { escapeTerminal } from '../../../base/escape-terminal.ts'
import { type RuleTestRun, runRuleTests } from '../../../engine/rule-test/run-rule-tests.ts'
import { readRuleFiles } from '../../../scan/rule-files.ts'
import { readRuleTests } from '../../../sigma/rule-test/read-rule-tests.ts'
import { EXIT } from '../../exit.ts'
import type { GivenFlags } from '../../main.ts'
import { createPaint, formatDiagnostic, say } from '../../messages.ts'
import { listFlag, switchFlag, textFlag } from '../../options.ts'
import { loadRules } from './load-rules.ts'
import { resultLines, summariseTests, testsToJson } from './test-lines.ts'

/** Runs the command; returns the exit code. */
export async function runRulesTest(paths: readonly string[], flags: GivenFlags): Promise<number> {
  if (paths.length === 0) return refuse('no path given: name rules with their tests, or folders')
  const hasColor = flags.color !== false
  const given = readRuleFiles(paths)
  const tests = given.tests.map(({ text, file }) => readRuleTests(text, file))
  const errorPaint = createPaint(process.stderr, hasColor)
  if (tests.length === 0) {
    const errors = given.diagnostics.filter(({ severity }) => severity === 'error')
    for (const diagnostic of errors) say(formatDiagnostic(diagnostic, errorPaint))
    return refuse('no tests: they stand beside a rule, in a file of its name that ends in .test.yml')
  }
  const loaded = loadRules([...paths, ...listFlag(flags, 'rules')], flags)
  if (typeof loaded === 'string') return refuse(loaded)
  const { set, mapping } = loaded
  const invalid = tests.flatMap(({ diagnostics }) => diagnostics)
  const refused = set.rejected.flatMap(({ diagnostics }) => diagnostics)
  const unread = loaded.diagnostics.filter((diagnostic) => !isOnlyTests(diagnostic))
  for (const diagnostic of [...unread, ...refused, ...invalid]) say(formatDiagnostic(diagnostic, errorPaint))
  const run = await runRuleTests(
    { documents: set.documents, mapping, placeholders: set.placeholders ?? new Map() },
    tests.flatMap((one) => one.tests),
  )
  const paint = createPaint(process.stdout, hasColor)
  const isVerbose = switchFlag(flags, 'verbose')
  process.stdout.write(
    textFlag(flags, 'format') === 'json'
      ? testsToJson(run, invalid)
      : resultLines(run, isVerbose, paint)
          .map((line) => `${line}\n`)
          .join(''),
  )
  const isStrict = switchFlag(flags, 'strict')
  for (const line of summariseTests(run, invalid.length, isStrict)) say(line)
  const isBroken = [...unread, ...invalid].some(({ severity }) => severity === 'error')
  return isBroken || refused.length > 0 || hasFailed(run, isStrict) ? EXIT.incomplete : EXIT.ok
}

/** A folder, or a file named by itself, that holds tests and no rule; the rules come from elsewhere. */
function isOnlyTests({ code, severity }: Diagnostic): boolean {
  return code === 'rule-unreadable' && severity === 'warning'
}

function refuse(message: string): number {
  say(`goshawk: ${escapeTerminal(message)} (goshawk rules test --help lists the flags)`)
  return EXIT.usage
}

function hasFailed({ tested, untested }: RuleTestRun, isStrict: boolean): boolean {
  const results = tested.flatMap((one) => one.results)
  if (
    tested.some(({ problem }) => problem !== undefined) ||
    results.some(({ failure }) => failure !== undefined)
  )
    return true
  return isStrict && (untested.length > 0 || results.some(({ doubt }) => doubt !== undefined))
}
