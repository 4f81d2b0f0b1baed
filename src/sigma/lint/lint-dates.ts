/**
 * `date` and `modified`: written with hyphens, in order, and `modified` only when something was.
 */
import { type LintedRule, scalarOf } from './linted-rule.ts'

export function lintDates({ fields, document: { date, modified }, report }: LintedRule): void {
  for (const [name, value] of [
    ['date', date],
    ['modified', modified],
  ] as const) {
    const node = scalarOf(fields, name)
    if (node !== undefined && value !== undefined && node.text !== value)
      report('lint-date', 'warning', node.offset, `write '${name}' as ${value}: Sigma's dates have hyphens`)
  }
  const node = scalarOf(fields, 'modified')
  if (node === undefined || modified === undefined) return
  const say = (message: string) => report('lint-date', 'warning', node.offset, message)
  if (date === undefined) say("the rule has 'modified' and no 'date': add the day when it was written")
  else if (modified < date) say(`'modified' is before 'date' (${date}): one of the two is wrong`)
  else if (modified === date) say("'modified' equals 'date': leave it out until the rule is changed")
}
