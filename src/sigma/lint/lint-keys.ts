/**
 * Keys of a rule and its log source that no tool reads: most are typing errors of keys that matter.
 */
import { excerpt } from '../excerpt.ts'
import { suggestName } from '../names.ts'
import { presentNode } from '../read-fields.ts'
import type { YamlMap } from '../yaml-node.ts'
import type { LintedRule } from './linted-rule.ts'

const RULE_KEYS = [
  'title',
  'id',
  'name',
  'related',
  'taxonomy',
  'status',
  'description',
  'license',
  'author',
].concat(
  [
    'references',
    'date',
    'modified',
    'logsource',
    'detection',
    'fields',
    'falsepositives',
    'level',
    'tags',
    'scope',
  ],
  ['correlation', 'filter', 'generate', 'action'],
)

/** Of others' own that are no mistakes: SigmaHQ's tests and simulations. */
const CUSTOM_KEYS: readonly string[] = ['regression_tests_path', 'simulation']

const LOGSOURCE_KEYS = ['category', 'product', 'service', 'definition']

export function lintKeys({ root, fields, report }: LintedRule): void {
  const check = (map: YamlMap, known: readonly string[], where: string) => {
    for (const { key } of map.pairs) {
      if (known.includes(key.text) || CUSTOM_KEYS.includes(key.text)) continue
      const advice = suggestName(key.text, known)
      const severity = advice === '' ? 'info' : 'warning'
      report('lint-key', severity, key.offset, `'${excerpt(key.text)}' means nothing in ${where}${advice}`)
    }
  }
  check(root, RULE_KEYS, 'a Sigma rule')
  const logsource = presentNode(fields, 'logsource')
  if (logsource?.kind === 'map') check(logsource, LOGSOURCE_KEYS, 'a log source')
  const listed = presentNode(fields, 'fields')
  if (listed !== undefined)
    report('lint-key', 'info', listed.offset, "'fields' is out of use: tools show all fields of an event")
}
