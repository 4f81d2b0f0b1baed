/**
 * Fields that rules are expected to have, so that others can refer to them, sort them and ask their author.
 */
import type { LintedRule } from './linted-rule.ts'

const WANTED: readonly { readonly name: keyof LintedRule['document']; readonly advice: string }[] = [
  { name: 'id', advice: 'add a random UUID, by which reports and other rules refer to it' },
  { name: 'status', advice: 'add one of stable, test, experimental' },
  {
    name: 'level',
    advice:
      'add one of informational, low, medium, high, critical; without it the rule counts as informational',
  },
  { name: 'description', advice: 'say in a sentence what the rule finds and why that matters' },
  { name: 'author', advice: 'add the names of its authors, separated by commas' },
  { name: 'date', advice: 'add the day when it was written, as YYYY-MM-DD' },
]

/** A filter changes other rules and has no level of its own. */
export function lintMissing({ document, root, report }: LintedRule): void {
  for (const { name, advice } of WANTED) {
    if (document[name] !== undefined || (document.kind === 'filter' && name === 'level')) continue
    report('lint-missing', 'warning', root.offset, `the rule has no '${name}': ${advice}`)
  }
}
