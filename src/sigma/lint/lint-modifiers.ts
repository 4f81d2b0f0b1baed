/**
 * Chains of modifiers that parse and that no author can have meant, or that other Sigma tools read differently.
 */
import { excerpt } from '../excerpt.ts'
import { tokenisePattern } from '../pattern.ts'
import type { LintedRule } from './linted-rule.ts'
import { type LintedItem, visitItems } from './visit-items.ts'

export function lintModifiers(rule: LintedRule): void {
  visitItems(rule, (item) => {
    for (const { severity, problem } of problemsOf(item)) {
      const key = [item.field ?? '', ...item.modifiers].join('|')
      rule.report('lint-modifier', severity, item.offset, `'${excerpt(key)}': ${problem}`)
    }
  })
}

interface Problem {
  readonly severity: 'warning' | 'info'
  readonly problem: string
}

/** Parts of the same value that `all` may look for. */
const PARTIAL = ['contains', 'startswith', 'endswith', 're']

function* problemsOf({ field, modifiers, nodes }: LintedItem): Generator<Problem> {
  const has = (name: string) => modifiers.includes(name)
  if (has('base64offset') && !has('contains'))
    yield {
      severity: 'warning',
      problem: "base64offset finds a piece inside of other text: add '|contains' behind it",
    }
  if (field !== undefined && has('all') && nodes.length > 1 && !modifiers.some((m) => PARTIAL.includes(m))) {
    if (!nodes.some(({ text }) => tokenisePattern(text).some((token) => typeof token !== 'string')))
      yield {
        severity: 'warning',
        problem:
          "a field with one value cannot equal several texts: write '|contains|all', or leave 'all' out",
      }
  }
  if (has('windash') && has('all'))
    yield {
      severity: 'info',
      problem: 'other Sigma tools want all forms of the dash at once: split the list into items of one value',
    }
  const repeated = modifiers.find((name, i) => name !== 'base64' && modifiers.indexOf(name) !== i)
  if (repeated !== undefined)
    yield { severity: 'warning', problem: `'${repeated}' stands twice and does nothing the second time` }
}
