/**
 * Results of tests for a person and as JSON. In: a run. Out: lines; a test that failed is followed by the rule judged on
 * its event, part by part.
 */
import type { Diagnostic } from '../../../base/diagnostic.ts'
import { escapeTerminal } from '../../../base/escape-terminal.ts'
import type { CaseResult, RuleTestRun, TestedRule } from '../../../engine/rule-test/run-rule-tests.ts'
import { explainText } from '../../explain-text.ts'
import { formatCount, type Paint, plural } from '../../messages.ts'

/** Rules without tests that are named. */
const LISTED_UNTESTED = 10

export function resultLines({ tested }: RuleTestRun, isVerbose: boolean, paint: Paint): readonly string[] {
  return tested.flatMap((one) => {
    const shown = one.results.filter(
      ({ failure, doubt }) => isVerbose || failure !== undefined || doubt !== undefined,
    )
    const problem =
      one.problem === undefined || one.results.length > 0 ? [] : [mark(false, one.problem, paint)]
    if (shown.length === 0 && problem.length === 0) return []
    const heading = paint('bold', escapeTerminal(one.tests.file))
    return [heading, ...problem, ...shown.flatMap((result) => caseLines(one, result, paint))]
  })
}

function mark(isPassed: boolean, text: string, paint: Paint): string {
  return `  ${isPassed ? paint('green', '✓') : paint('red', '✗')} ${escapeTerminal(text)}`
}

function caseLines({ rule }: TestedRule, result: CaseResult, paint: Paint): readonly string[] {
  const { test, failure, doubt, judged } = result
  const wanted = test.mustMatch ? 'must match' : 'must not match'
  const lines = [mark(failure === undefined, `${test.position.line}: ${wanted}: ${test.name}`, paint)]
  if (doubt !== undefined) lines.push(`    ${paint('yellow', escapeTerminal(doubt))}`)
  if (failure === undefined) return lines
  lines.push(`    ${escapeTerminal(failure)}`)
  if (judged === undefined || rule?.kind !== 'detection') return lines
  const { snapshot, verdict } = judged
  const explained = explainText(rule, { evtxFile: `test ${test.name}`, snapshot, verdict }, paint)
  return [...lines, ...explained.map((line) => (line === '' ? '' : `      ${line}`))]
}

export function summariseTests(
  { tested, untested }: RuleTestRun,
  invalid: number,
  isStrict: boolean,
): readonly string[] {
  const results = tested.flatMap((one) => one.results)
  const failed = results.filter(({ failure }) => failure !== undefined).length
  const doubtful = results.filter(({ doubt }) => doubt !== undefined).length
  const rules = new Set(tested.map(({ rule }) => rule).filter((rule) => rule !== undefined)).size
  const lines = [
    `${plural(rules, 'rule')}, ${plural(results.length, 'test')}: ${formatCount(results.length - failed)} passed, ${formatCount(failed)} failed${invalid === 0 ? '' : `; ${plural(invalid, 'mistake')} in test files`}`,
  ]
  if (doubtful > 0) lines.push(`${plural(doubtful, 'test')} proved nothing (named above)`)
  if (untested.length > 0) {
    lines.push(`${plural(untested.length, 'rule')} without tests`)
    const named = isStrict ? untested : []
    for (const { title, file } of named.slice(0, LISTED_UNTESTED))
      lines.push(`  ${escapeTerminal(`${file}: ${title}`, 200)}`)
    if (named.length > LISTED_UNTESTED)
      lines.push(`  and ${formatCount(named.length - LISTED_UNTESTED)} more`)
  }
  return lines
}

export function testsToJson({ tested, untested }: RuleTestRun, invalid: readonly Diagnostic[]): string {
  const results = tested.flatMap((one) => one.results)
  const failed = results.filter(({ failure }) => failure !== undefined).length
  return `${JSON.stringify(
    {
      tests: results.length,
      passed: results.length - failed,
      failed,
      files: tested.map(({ tests, rule, problem, results: own }) => ({
        file: tests.file,
        rule: rule === undefined ? null : { title: rule.title, id: rule.id ?? null, file: rule.file },
        problem: problem ?? null,
        results: own.map(({ test, failure, doubt, judged }) => ({
          name: test.name,
          ...test.position,
          mustMatch: test.mustMatch,
          passed: failure === undefined,
          failure: failure ?? null,
          doubt: doubt ?? null,
          event: judged === undefined ? null : judged.index,
          verdict: judged?.verdict ?? null,
        })),
      })),
      untested: untested.map(({ title, id, file }) => ({ title, id: id ?? null, file })),
      mistakes: invalid,
    },
    null,
    1,
  )}\n`
}
