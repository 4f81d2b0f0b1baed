/**
 * The door of tests for rules. In: all rules, their tests, the mapping, values of placeholders. Out: a result for each
 * test in the order given, and the rules that have none. Whatever is wrong with one test costs no other.
 */
import type { SigmaDocument } from '../../sigma/ast.ts'
import { findBases } from '../../sigma/correlation-bases.ts'
import { ruleStem, testedStem } from '../../sigma/rule-test/is-test-file.ts'
import type { RuleTests } from '../../sigma/rule-test/rule-tests.ts'
import type { RunnableRule } from '../match.ts'
import { findTestedRule } from './find-tested-rule.ts'
import { judgeCorrelationCase } from './judge-correlation-case.ts'
import { createEventJudge, judgeEventCase } from './judge-event-case.ts'
import { type PreparedTest, prepareTestedRule, type TestedSet } from './prepare-tested-rule.ts'
import { type CaseResult, failed, type TestedRule } from './rule-test-result.ts'

export type { CaseResult, TestedRule } from './rule-test-result.ts'

export interface RuleTestRun {
  readonly tested: readonly TestedRule[]
  /** Rules without a test of their own; those that only correlations look at are tested with them. */
  readonly untested: readonly SigmaDocument[]
}

export async function runRuleTests(set: TestedSet, tests: readonly RuleTests[]): Promise<RuleTestRun> {
  const tested: TestedRule[] = []
  for (const one of tests) tested.push(await testRule(set, one))
  const rules = new Set(tested.map(({ rule }) => rule))
  const correlations = tested.flatMap(({ rule }) => (rule?.kind === 'correlation' ? [rule] : []))
  const bases = findBases(set.documents, correlations)
  const stems = new Set(tests.map(({ file }) => ruleStem(file)))
  return {
    tested,
    // A filter is tested with a rule that it changes, in a file beside it.
    untested: set.documents.filter(
      (rule) =>
        !rules.has(rule) &&
        !bases.has(rule) &&
        !(rule.kind === 'filter' && stems.has(`${ruleStem(rule.file)}.test`)),
    ),
  }
}

async function testRule(set: TestedSet, tests: RuleTests): Promise<TestedRule> {
  const rule = findTestedRule(tests, set.documents)
  if (typeof rule === 'string') return unrunnable(tests, undefined, rule)
  const prepared = prepareTestedRule(rule, set)
  if (typeof prepared === 'string') return unrunnable(tests, rule, prepared)
  const unfiltered = isBesideFilter(set, tests) ? prepareTestedRule(rule, set, false) : undefined
  const alone = typeof unfiltered === 'object' ? unfiltered.prepared.runnable[0] : undefined
  return { tests, rule, problem: undefined, results: await judgeCases(prepared, tests, alone) }
}

/** The tests stand beside a filter, so they are about what it holds back. */
function isBesideFilter({ documents }: TestedSet, { file }: RuleTests): boolean {
  const stem = testedStem(file)
  return documents.some((document) => document.kind === 'filter' && ruleStem(document.file) === stem)
}

function unrunnable(tests: RuleTests, rule: SigmaDocument | undefined, problem: string): TestedRule {
  return { tests, rule, problem, results: tests.cases.map((test) => failed(test, problem)) }
}

async function judgeCases(
  { prepared, plan }: PreparedTest,
  { cases }: RuleTests,
  unfiltered: RunnableRule | undefined,
): Promise<CaseResult[]> {
  if (plan === undefined) {
    const judge = createEventJudge(prepared.runnable[0]!, unfiltered)
    return cases.map((test) =>
      test.hits === undefined
        ? judgeEventCase(judge, test)
        : failed(test, "'hits' is for correlations: this rule matches single events"),
    )
  }
  const results: CaseResult[] = []
  for (const test of cases) results.push(await judgeCorrelationCase(prepared, plan, test))
  return results
}
