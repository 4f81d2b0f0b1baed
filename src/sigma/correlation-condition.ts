/**
 * The condition of a correlation (sigma-semantics §5): comparisons in a map, or boolean text over rule names.
 * Undefined when something was refused.
 */
import type { Condition, Correlation } from './ast.ts'
import { lexCondition } from './condition-lexer.ts'
import { type ParsedCondition, parseCondition } from './condition-parser.ts'
import { excerpt } from './excerpt.ts'
import { doubt, type Findings, refuse } from './findings.ts'
import { MAX_CONDITION_TOKENS } from './limits.ts'
import { readTexts } from './read-fields.ts'
import { describeNode, scalarValue } from './scalar.ts'
import { offsetInScalar } from './scalar-place.ts'
import { OPERATORS } from './words.ts'
import { fieldsOf, type YamlMap, type YamlNode, type YamlScalar } from './yaml-node.ts'

type CompareCondition = Extract<Correlation['condition'], { type: 'compare' }>
type BooleanCondition = Extract<Correlation['condition'], { type: 'boolean' }>

/** A range has two. */
const MAX_TESTS = 2

export function readComparison(
  node: YamlMap,
  type: string,
  findings: Findings,
): CompareCondition | undefined {
  const { errors } = findings
  const tests: { operator: string; value: number }[] = []
  for (const { key, value } of node.pairs) {
    if (OPERATORS.includes(key.text))
      tests.push({ operator: key.text, value: readNumber(key.text, value, findings) })
    else if (key.text !== 'field' && key.text !== 'percentile')
      refuse(
        findings,
        'rule-schema',
        key.offset,
        `'${excerpt(key.text)}' is unknown in a correlation's condition`,
      )
  }
  if (tests.length === 0 || tests.length > MAX_TESTS) {
    const message = `a correlation's condition needs one of ${OPERATORS.join(', ')}, or two for a range`
    refuse(findings, 'rule-schema', node.offset, message)
  }
  const fields = fieldsOf(node)
  const field = readTexts(fields, 'field', findings, true)
  const percentile = readPercentile(fields.get('percentile'), findings)
  checkValueField(node, type, field, findings)
  if (type === 'value_percentile' && !fields.has('percentile'))
    refuse(findings, 'rule-schema', node.offset, "'value_percentile' needs a 'percentile' from 0 to 100")
  return findings.errors > errors ? undefined : { type: 'compare', tests, field, percentile }
}

/** Numbers in quotes count too (pySigma). */
function readNumber(name: string, node: YamlNode, findings: Findings): number {
  const value = node.kind === 'scalar' ? scalarValue({ ...node, plain: true }) : undefined
  if (value?.type === 'number' && Number.isFinite(value.value)) return value.value
  refuse(findings, 'rule-schema', node.offset, `'${name}' needs a number, not ${describeNode(node)}`)
  return Number.NaN
}

function readPercentile(node: YamlNode | undefined, findings: Findings): number | undefined {
  if (node === undefined) return undefined
  const value = readNumber('percentile', node, findings)
  if (value < 0 || value > 100)
    refuse(findings, 'rule-schema', node.offset, "'percentile' must be from 0 to 100")
  return value
}

function checkValueField(node: YamlMap, type: string, field: readonly string[], findings: Findings): void {
  const isOfValues = type.startsWith('value_')
  if (isOfValues && field.length === 0)
    refuse(findings, 'rule-schema', node.offset, `'${type}' needs a 'field' in its condition`)
  else if (isOfValues && field.length > 1 && type !== 'value_count')
    refuse(
      findings,
      'rule-schema',
      node.offset,
      `'${type}' takes one field, only 'value_count' takes several`,
    )
  else if (!isOfValues && field.length > 0)
    doubt(findings, node.offset, `'field' has no effect for '${type}'`)
}

/** Names of rules, `and`, `or`, `not` and parentheses; names as pySigma takes them. */
const RULE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

export function readBoolean(
  node: YamlScalar,
  findings: Findings,
): { readonly condition: BooleanCondition; readonly names: readonly string[] } | undefined {
  const names = new Set<string>()
  const { errors } = findings
  const report = (message: string, index: number) =>
    refuse(findings, 'rule-condition', offsetInScalar(findings.text, node, index), message)
  const tokens = lexCondition(node.text, MAX_CONDITION_TOKENS)
  const parsed = Array.isArray(tokens) ? parseCondition(tokens) : tokens
  if (!('type' in parsed)) {
    report(parsed.message, parsed.index)
    return undefined
  }
  const condition = toCondition(parsed, names, report)
  if (findings.errors > errors) return undefined
  return { condition: { type: 'boolean', condition, text: node.text }, names: [...names] }
}

function toCondition(
  parsed: ParsedCondition,
  names: Set<string>,
  report: (message: string, index: number) => void,
): Condition {
  switch (parsed.type) {
    case 'and':
    case 'or':
      return {
        type: parsed.type,
        children: parsed.children.map((child) => toCondition(child, names, report)),
      }
    case 'not':
      return { type: 'not', child: toCondition(parsed.child, names, report) }
    case 'of':
      report("'x of' is not known in a correlation's condition, name the rules", parsed.index)
      return { type: 'identifier', name: '' }
    case 'identifier':
      if (!RULE_NAME.test(parsed.name))
        report(`'${excerpt(parsed.name)}' is no rule name; ids cannot stand in a condition`, parsed.index)
      names.add(parsed.name)
      return { type: 'identifier', name: parsed.name }
  }
}
