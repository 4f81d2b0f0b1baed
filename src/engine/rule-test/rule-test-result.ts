/**
 * What tests of rules showed, as plain data.
 */
import type { SigmaDocument } from '../../sigma/ast.ts'
import type { RuleTests, TestCase } from '../../sigma/rule-test/rule-tests.ts'
import type { EventSnapshot } from '../hit.ts'
import type { RuleVerdict } from '../rule-verdict.ts'

export interface TestedRule {
  readonly tests: RuleTests
  /** Undefined: there is no such rule. */
  readonly rule: SigmaDocument | undefined
  /** Why none of the tests could be run; they all count as failed. */
  readonly problem: string | undefined
  readonly results: readonly CaseResult[]
}

export interface CaseResult {
  readonly test: TestCase
  /** Why it failed; undefined when it passed. */
  readonly failure: string | undefined
  /** Why it proves nothing although it passed. */
  readonly doubt: string | undefined
  /** Of a detection rule: the event that decided, judged part by part. */
  readonly judged: JudgedEvent | undefined
}

export interface JudgedEvent {
  /** Place among the events of the test, 0-based. */
  readonly index: number
  readonly snapshot: EventSnapshot
  readonly verdict: RuleVerdict
}

export function passed(test: TestCase, doubt?: string): CaseResult {
  return { test, failure: undefined, doubt, judged: undefined }
}

export function failed(test: TestCase, failure: string, judged?: JudgedEvent): CaseResult {
  return { test, failure, doubt: undefined, judged }
}
