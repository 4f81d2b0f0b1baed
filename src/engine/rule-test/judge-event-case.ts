/**
 * A test of a detection rule. In: the rule as it runs, a test. Out: passed or failed, with the event that decided judged
 * part by part. Both engines are asked; that they differ is a fault of ours and fails the test.
 */
import type { EventView } from '../../event/event.ts'
import { createPlainEventBuilder } from '../../event/plain-event.ts'
import type { TestCase } from '../../sigma/rule-test/rule-tests.ts'
import { createMatcher } from '../create-matcher.ts'
import { judgeRule } from '../judge-rule.ts'
import type { Matcher, RunnableRule } from '../match.ts'
import type { RuleVerdict } from '../rule-verdict.ts'
import { takeSnapshot } from '../take-snapshot.ts'
import { type CaseResult, failed, passed } from './rule-test-result.ts'

export interface EventJudge {
  readonly rule: RunnableRule
  readonly program: Matcher
  readonly reference: Matcher
  /** For tests of a filter: the rule without filters, which must match what the filter holds back. */
  readonly unfiltered: Matcher | undefined
}

export function createEventJudge(rule: RunnableRule, unfiltered: RunnableRule | undefined): EventJudge {
  return {
    rule,
    unfiltered: unfiltered && createMatcher([unfiltered], 'program'),
    program: createMatcher([rule], 'program'),
    reference: createMatcher([rule], 'reference'),
  }
}

export function judgeEventCase(judge: EventJudge, test: TestCase): CaseResult {
  const build = createPlainEventBuilder()
  let doubt: string | undefined
  for (const [index, { fields }] of test.events.entries()) {
    const event = build(fields)
    const matches = judge.program.wants(event) && judge.program.matchEvent(event).length > 0
    if (matches !== judge.reference.matchEvent(event).length > 0)
      return failed(test, 'the two engines disagree on this event: please report it with the rule')
    const verdict = (): RuleVerdict => judgeRule(judge.rule, event)
    if (matches !== test.mustMatch) {
      const which = test.events.length > 1 ? `event ${index + 1}` : 'the event'
      const failure = matches
        ? `the rule matches ${which}, and must not`
        : `the rule does not match ${which}${whyNot(verdict())}`
      return failed(test, failure, { index, snapshot: takeSnapshot(event), verdict: verdict() })
    }
    if (test.mustMatch) continue
    doubt ??= doubtEvent(verdict()) ?? doubtFilter(judge, event)
  }
  return passed(test, doubt)
}

/** The event of a test that must not match should come close, or it would pass with any rule. */
function doubtEvent({ targets }: RuleVerdict): string | undefined {
  if (targets.some(({ fits }) => fits)) return undefined
  return `the event is none of ${targets.map(({ id }) => id).join(', ')}, so it proves nothing about the rule`
}

function doubtFilter({ unfiltered }: EventJudge, event: EventView): string | undefined {
  if (unfiltered === undefined || unfiltered.matchEvent(event).length > 0) return undefined
  return 'the rule does not match the event without the filter either, so it proves nothing about the filter'
}

function whyNot({ targets }: RuleVerdict): string {
  if (targets.some(({ fits }) => fits)) return ''
  const needed = targets.map(({ tests }) =>
    tests
      .filter(({ holds }) => !holds)
      .map(({ field, wanted }) => `${field} ${wanted.join(' or ')}`)
      .join(' and '),
  )
  return `: it is none that the rule looks at, which needs ${needed.join(', or ')}`
}
