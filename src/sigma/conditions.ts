/**
 * The conditions of a detection: one text or a list of them (OR-linked), and a legacy aggregation.
 * In: YAML and the names of the identifiers. Out: trees with resolved names.
 */
import { parseAggregation } from './aggregation.ts'
import type { Aggregation, Condition } from './ast.ts'
import { type ConditionProblem, lexCondition } from './condition-lexer.ts'
import { parseCondition } from './condition-parser.ts'
import { type Findings, refuse } from './findings.ts'
import { MAX_CONDITION_TOKENS, MAX_CONDITIONS } from './limits.ts'
import { type Resolution, resolveCondition, startResolution } from './resolve-condition.ts'
import { describeNode, scalarValue } from './scalar.ts'
import { offsetInScalar } from './scalar-place.ts'
import type { YamlNode, YamlScalar } from './yaml-node.ts'

export interface Conditions {
  readonly conditions: readonly Condition[]
  readonly aggregation: Aggregation | undefined
}

export function readConditions(
  node: YamlNode,
  identifiers: readonly string[],
  findings: Findings,
): Conditions {
  const nodes = node.kind === 'seq' ? node.items : [node]
  if (nodes.length === 0) refuse(findings, 'rule-condition', node.offset, 'the list of conditions is empty')
  if (nodes.length > MAX_CONDITIONS) {
    refuse(findings, 'rule-condition', node.offset, `a rule has more than ${MAX_CONDITIONS} conditions`)
    return { conditions: [], aggregation: undefined }
  }
  const resolution = startResolution(identifiers)
  const conditions: Condition[] = []
  let aggregation: Aggregation | undefined
  for (const one of nodes) {
    const text = one.kind === 'scalar' ? scalarValue(one) : undefined
    if (one.kind !== 'scalar' || text?.type !== 'string') {
      refuse(findings, 'rule-condition', one.offset, `a condition must be text, not ${describeNode(one)}`)
      continue
    }
    const pipe = one.text.indexOf('|')
    const condition = readCondition(
      one,
      pipe === -1 ? one.text : one.text.slice(0, pipe),
      resolution,
      findings,
    )
    if (condition !== undefined) conditions.push(condition)
    if (pipe !== -1) aggregation = readAggregation(one, pipe + 1, nodes.length, findings)
  }
  return { conditions, aggregation }
}

function readCondition(
  node: YamlScalar,
  text: string,
  resolution: Resolution,
  findings: Findings,
): Condition | undefined {
  const report = (problem: ConditionProblem) => {
    const offset = offsetInScalar(findings.text, node, problem.index)
    refuse(findings, 'rule-condition', offset, problem.message)
  }
  if (text.trim() === '') {
    refuse(findings, 'rule-condition', node.offset, 'the condition is empty')
    return undefined
  }
  const tokens = lexCondition(text, MAX_CONDITION_TOKENS)
  const parsed = Array.isArray(tokens) ? parseCondition(tokens) : tokens
  if (!('type' in parsed)) {
    report(parsed)
    return undefined
  }
  const found = resolution.problems.length
  const condition = resolveCondition(parsed, resolution)
  resolution.problems.slice(found).forEach(report)
  return condition
}

function readAggregation(
  node: YamlScalar,
  start: number,
  conditionCount: number,
  findings: Findings,
): Aggregation | undefined {
  const offset = offsetInScalar(findings.text, node, start)
  const aggregation = parseAggregation(node.text.slice(start))
  if (typeof aggregation === 'string')
    refuse(findings, 'rule-condition', offset, `the aggregation behind '|' cannot be read: ${aggregation}`)
  else if (conditionCount > 1)
    refuse(findings, 'rule-condition', offset, 'an aggregation cannot stand in a list of conditions')
  else return aggregation
  return undefined
}
