/**
 * The `correlation` map of a rule (sigma-semantics §5). In: the document's fields. Out: the correlation; undefined
 * when something was refused. References are ids (canonical UUIDs) or names, not looked up here.
 */
import type { Correlation } from './ast.ts'
import { readBoolean, readComparison } from './correlation-condition.ts'
import { excerpt } from './excerpt.ts'
import { doubt, type Findings, refuse } from './findings.ts'
import { suggestName } from './names.ts'
import { booleanOf, type Fields, presentNode, readText, readTexts, readWord } from './read-fields.ts'
import { describeNode, scalarValue } from './scalar.ts'
import { parseTimespan } from './timespan.ts'
import { parseUuid } from './uuid.ts'
import { CORRELATION_TYPES } from './words.ts'
import { fieldsOf, type YamlMap } from './yaml-node.ts'

const TEMPORAL: ReadonlySet<string> = new Set(['temporal', 'temporal_ordered'])
const KEYS = ['type', 'rules', 'group-by', 'timespan', 'condition', 'aliases', 'generate']

export function readCorrelation(document: Fields, findings: Findings): Correlation | undefined {
  const node = document.get('correlation')!
  if (node.kind !== 'map') {
    refuse(findings, 'rule-schema', node.offset, `'correlation' must be a map, not ${describeNode(node)}`)
    return undefined
  }
  const { errors } = findings
  const fields = fieldsOf(node)
  doubtUnknownKeys(node, findings)
  const type = readWord(fields, 'type', CORRELATION_TYPES, findings)
  if (presentNode(fields, 'type') === undefined)
    refuse(
      findings,
      'rule-schema',
      node.offset,
      `a correlation needs a 'type', one of ${CORRELATION_TYPES.join(', ')}`,
    )
  const written = readTexts(fields, 'rules', findings, true).map((rule) => parseUuid(rule) ?? rule)
  const groupBy = readTexts(fields, 'group-by', findings, true)
  const timespanMs = readTimespan(node, fields, findings)
  const aliases = readAliases(fields, findings)
  const generate = readGenerate(fields, document, findings)
  if (type === undefined) return undefined
  const { condition, rules } = readCondition(node, type, written, findings)
  if (rules.length === 0 && findings.errors === errors)
    refuse(findings, 'rule-schema', node.offset, "a correlation needs 'rules', the ids or names of rules")
  return findings.errors > errors
    ? undefined
    : { type, rules, groupBy, timespanMs, condition, aliases, generate }
}

function doubtUnknownKeys(node: YamlMap, findings: Findings): void {
  for (const { key } of node.pairs) {
    if (KEYS.includes(key.text)) continue
    const advice = suggestName(key.text, KEYS)
    doubt(findings, key.offset, `'${excerpt(key.text)}' is unknown in a correlation${advice}`)
  }
}

function readTimespan(node: YamlMap, fields: Fields, findings: Findings): number | undefined {
  const span = presentNode(fields, 'timespan')
  if (span === undefined) {
    refuse(findings, 'rule-schema', node.offset, "a correlation needs a 'timespan' such as 5m")
    return undefined
  }
  const milliseconds = span.kind === 'scalar' ? parseTimespan(span.text) : undefined
  if (milliseconds !== undefined) return milliseconds
  const message = "'timespan' must be a whole number above 0 and one of s, m, h, d, w, M, y, such as 5m"
  refuse(findings, 'rule-schema', span.offset, message)
  return undefined
}

function readGenerate(fields: Fields, document: Fields, findings: Findings): boolean {
  const node = presentNode(fields, 'generate') ?? presentNode(document, 'generate')
  if (node === undefined) return false
  const value = booleanOf(node)
  if (value === undefined)
    refuse(
      findings,
      'rule-schema',
      node.offset,
      `'generate' must be true or false, not ${describeNode(node)}`,
    )
  return value ?? false
}

function readAliases(fields: Fields, findings: Findings): Correlation['aliases'] {
  const node = presentNode(fields, 'aliases')
  if (node === undefined) return []
  if (node.kind !== 'map') {
    refuse(findings, 'rule-schema', node.offset, `'aliases' must be a map, not ${describeNode(node)}`)
    return []
  }
  return node.pairs.map(({ key, value }) => {
    if (value.kind === 'map') return { name: key.text, fields: readAliasFields(value, findings) }
    const message = `the alias '${excerpt(key.text)}' must be a map of rules and fields, not ${describeNode(value)}`
    refuse(findings, 'rule-schema', value.offset, message)
    return { name: key.text, fields: [] }
  })
}

function readAliasFields(node: YamlMap, findings: Findings): { rule: string; field: string }[] {
  const fields = fieldsOf(node)
  return node.pairs.map(({ key }) => ({
    rule: parseUuid(key.text) ?? key.text,
    field: readText(fields, key.text, findings) ?? '',
  }))
}

interface ReadCondition {
  readonly condition: Correlation['condition']
  readonly rules: readonly string[]
}

function readCondition(
  node: YamlMap,
  type: string,
  rules: readonly string[],
  findings: Findings,
): ReadCondition {
  const condition = presentNode(fieldsOf(node), 'condition')
  if (condition === undefined) return { condition: defaultCondition(node, type, rules, findings), rules }
  if (condition.kind === 'map') return { condition: readComparison(condition, type, findings), rules }
  if (condition.kind === 'seq' || scalarValue(condition).type !== 'string') {
    const message = `a correlation's condition must be a map or text, not ${describeNode(condition)}`
    refuse(findings, 'rule-schema', condition.offset, message)
    return { condition: undefined, rules }
  }
  if (!TEMPORAL.has(type)) {
    const message = `'${type}' needs a map with a number as its condition; text is for temporal correlations`
    refuse(findings, 'rule-condition', condition.offset, message)
    return { condition: undefined, rules }
  }
  const found = readBoolean(condition, findings)
  if (found === undefined) return { condition: undefined, rules }
  checkSameNames(rules, found.names, condition.offset, findings)
  return { condition: found.condition, rules: rules.length > 0 ? rules : found.names }
}

/** Without a condition all rules of a temporal correlation must have matched. */
function defaultCondition(
  node: YamlMap,
  type: string,
  rules: readonly string[],
  findings: Findings,
): Correlation['condition'] {
  if (!TEMPORAL.has(type)) {
    refuse(findings, 'rule-schema', node.offset, `'${type}' needs a 'condition' such as gte: 5`)
    return undefined
  }
  const value = new Set(rules).size
  return { type: 'compare', tests: [{ operator: 'gte', value }], field: [], percentile: undefined }
}

function checkSameNames(
  rules: readonly string[],
  names: readonly string[],
  offset: number,
  findings: Findings,
): void {
  if (rules.length === 0) return
  const unnamed = rules.find((rule) => !names.includes(rule))
  const unlisted = names.find((name) => !rules.includes(name))
  if (unnamed !== undefined)
    refuse(findings, 'rule-condition', offset, `the condition does not name '${excerpt(unnamed)}' of 'rules'`)
  if (unlisted !== undefined)
    refuse(
      findings,
      'rule-condition',
      offset,
      `the condition names '${excerpt(unlisted)}', which 'rules' lacks`,
    )
}
