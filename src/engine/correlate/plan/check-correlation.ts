/**
 * What in a correlation cannot work, or not as its author may think, once its rules are known. In: a correlation and
 * its slots. Out: why it cannot run, and doubts.
 */
import { createCountTest, type Test } from '../values/tests.ts'
import { aliasedField, namesRead, slotOfAlias } from './alias-fields.ts'
import { findTerms } from './boolean-terms.ts'
import type { RunningCorrelation } from './judge-correlations.ts'
import { shorten } from './resolve-references.ts'

export interface CorrelationProblems {
  readonly error: string | undefined
  readonly warnings: readonly string[]
}

export function checkCorrelation(running: RunningCorrelation): CorrelationProblems {
  const { correlation, slotOf, slots } = running
  const fail = (error: string): CorrelationProblems => ({ error, warnings: [] })
  for (const { name, fields } of correlation.aliases) {
    const stranger = fields.find(({ rule }) => slotOfAlias(running, rule) === undefined)
    if (stranger !== undefined)
      return fail(
        `the alias '${shorten(name)}' names '${shorten(stranger.rule)}' as a rule, which 'rules' lacks; write it as there`,
      )
  }
  const { condition } = correlation
  if (condition?.type === 'boolean') {
    const terms = findTerms(condition.condition, slotOf)
    if (typeof terms === 'string') return fail(terms)
  }
  const warnings = doubtAliases(running)
  if (condition?.type === 'compare' && condition.field.length === 0) {
    const most = correlation.type === 'event_count' ? Number.POSITIVE_INFINITY : slots.length
    if (!canHold(condition.tests as readonly Test[], most)) {
      const range = most === Number.POSITIVE_INFINITY ? 'from 1' : `from 1 to ${most}`
      warnings.push(`its condition never holds: what is counted goes ${range}, since windows end at an event`)
    }
  }
  return { error: undefined, warnings }
}

/** An alias that is used and says nothing for one of the rules. */
function doubtAliases(running: RunningCorrelation): string[] {
  const { correlation, slots } = running
  const used = namesRead(correlation)
  return correlation.aliases
    .filter(({ name }) => used.includes(name))
    .flatMap(({ name }) =>
      slots
        .filter((_, slot) => aliasedField(running, name, slot) === undefined)
        .map(
          ([document]) =>
            `the alias '${shorten(name)}' says nothing for '${shorten(document!.title)}', where the field of that name is read`,
        ),
    )
}

/** Whether a whole number from 1 to `most` fulfils the tests; between the thresholds nothing changes. */
function canHold(tests: readonly Test[], most: number): boolean {
  const test = createCountTest(tests)
  const candidates = tests.flatMap(({ value }) => [Math.floor(value), Math.ceil(value)])
  return [1, most === Number.POSITIVE_INFINITY ? 1 : most, ...candidates.flatMap((n) => [n - 1, n, n + 1])]
    .filter((count) => count >= 1 && count <= most)
    .some(test)
}
