/**
 * Correlations by themselves: groups, enough rules, aliases that mean something. What they name is looked up in
 * `lint-set`, which knows the other rules.
 */
import { excerpt } from '../excerpt.ts'
import { presentNode } from '../read-fields.ts'
import { fieldsOf } from '../yaml-node.ts'
import type { LintedRule } from './linted-rule.ts'

const TEMPORAL = ['temporal', 'temporal_ordered']

export function lintCorrelation({ document, root, fields, report }: LintedRule): void {
  if (document.kind !== 'correlation') return
  const { type, rules, groupBy, aliases } = document.correlation
  const node = presentNode(fields, 'correlation')
  const parts = node?.kind === 'map' ? fieldsOf(node) : new Map()
  const offsetOf = (name: string): number => parts.get(name)?.offset ?? node?.offset ?? root.offset
  if (groupBy.length === 0) {
    const message =
      "there is no 'group-by', so events of all hosts and users count together: name the fields that must be equal"
    report('lint-correlation', 'warning', node?.offset ?? root.offset, message)
  }
  if (TEMPORAL.includes(type) && new Set(rules).size < 2) {
    const message = `'${type}' joins events of several rules, and 'rules' names fewer than two: add one, or count with event_count`
    report('lint-correlation', 'warning', offsetOf('rules'), message)
  }
  const repeated = rules.find((rule, i) => rules.indexOf(rule) !== i)
  if (repeated !== undefined && type !== 'temporal_ordered')
    report('lint-correlation', 'warning', offsetOf('rules'), `'${excerpt(repeated)}' stands twice in 'rules'`)
  for (const { name, fields: aliased } of aliases) {
    const stranger = aliased.find(({ rule }) => !rules.includes(rule))
    if (stranger !== undefined) {
      const message = `the alias '${excerpt(name)}' names '${excerpt(stranger.rule)}', which 'rules' lacks`
      report('lint-correlation', 'warning', offsetOf('aliases'), message)
    }
    const missing = rules.find((rule) => !aliased.some((one) => one.rule === rule))
    if (groupBy.includes(name) && missing !== undefined && stranger === undefined) {
      const message = `the alias '${excerpt(name)}' has no field for '${excerpt(missing)}', so its events are left out: add one`
      report('lint-correlation', 'warning', offsetOf('aliases'), message)
    }
  }
}
