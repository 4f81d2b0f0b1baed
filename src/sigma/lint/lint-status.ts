/**
 * Rules out of use belong into a folder that says so, or whoever loads the others runs them too.
 */
import { type LintedRule, scalarOf } from './linted-rule.ts'

const OUT_OF_USE = ['deprecated', 'unsupported']

export function lintStatus({ fields, document: { status, file }, report }: LintedRule): void {
  const node = scalarOf(fields, 'status')
  if (node === undefined || status === undefined || !OUT_OF_USE.includes(status)) return
  const folders = file.toLowerCase().split(/[\\/]/).slice(0, -1)
  if (folders.some((folder) => OUT_OF_USE.some((word) => folder.includes(word)))) return
  const message = `the rule is ${status} and its folder does not say so: move it to a folder '${status}'`
  report('lint-status', 'warning', node.offset, message)
}
