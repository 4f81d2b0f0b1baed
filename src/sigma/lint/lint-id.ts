/**
 * Ids in the form that others search for: lower case, hyphens, nothing around them.
 */
import { type LintedRule, scalarOf } from './linted-rule.ts'

export function lintId({ fields, document: { id }, report }: LintedRule): void {
  const node = scalarOf(fields, 'id')
  if (node === undefined || id === undefined || node.text === id) return
  report('lint-id', 'warning', node.offset, `write the id as ${id}, the form that others search for`)
}
