/**
 * The `filter` map of a filter document (sigma-semantics §6): a detection, and the rules that it changes.
 * Undefined when something was refused.
 */
import type { Condition, Detection, FilterRule } from './ast.ts'
import { readDetection } from './detection.ts'
import { doubt, type Findings, refuse } from './findings.ts'
import { presentNode, readTexts } from './read-fields.ts'
import { describeNode } from './scalar.ts'
import { parseUuid } from './uuid.ts'
import { fieldsOf, type YamlNode } from './yaml-node.ts'

export interface FilterBody {
  readonly rules: FilterRule['rules']
  readonly detection: Detection
}

export function readFilter(node: YamlNode, findings: Findings): FilterBody | undefined {
  if (node.kind !== 'map') {
    refuse(findings, 'rule-schema', node.offset, `'filter' must be a map, not ${describeNode(node)}`)
    return undefined
  }
  const { errors } = findings
  const fields = fieldsOf(node)
  const condition = presentNode(fields, 'condition')
  if (condition?.kind === 'seq')
    refuse(findings, 'rule-condition', condition.offset, 'a filter has one condition, not a list')
  const rulesNode = presentNode(fields, 'rules')
  if (rulesNode === undefined)
    refuse(findings, 'rule-schema', node.offset, "a filter needs 'rules': ids or names of rules, or any")
  const texts = readTexts(fields, 'rules', findings, true)
  const detection = readDetection(node, ['rules'], findings)
  if (detection?.aggregation !== undefined)
    refuse(findings, 'rule-condition', node.offset, 'a filter cannot aggregate')
  if (detection === undefined || findings.errors > errors) return undefined
  // As written the filter's condition is ANDed to the rule's, so that without `not` it keeps what it describes.
  if (condition !== undefined && !detection.conditions.some(hasNot)) {
    const message =
      "the filter keeps only events that its condition matches; to suppress them, write 'not' before it"
    doubt(findings, condition.offset, message, 'filter-without-not')
  }
  const isAny = texts.length === 0 || (rulesNode?.kind === 'scalar' && texts[0]!.toLowerCase() === 'any')
  return { rules: isAny ? 'any' : texts.map((rule) => parseUuid(rule) ?? rule), detection }
}

function hasNot(condition: Condition): boolean {
  if (condition.type === 'not') return true
  return 'children' in condition && condition.children.some(hasNot)
}
