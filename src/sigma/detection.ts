/**
 * The detection of a rule, or the same shape inside of a filter (sigma-semantics §2 and §4).
 * In: the map's pairs. Out: identifiers in file order and resolved conditions; undefined when something was refused.
 */
import type { Detection, Identifier } from './ast.ts'
import { readConditions } from './conditions.ts'
import { doubt, type Findings, refuse } from './findings.ts'
import { MAX_IDENTIFIERS } from './limits.ts'
import { positionAt } from './place.ts'
import { describeNode, scalarValue } from './scalar.ts'
import { readSearch } from './search.ts'
import { parseTimespan } from './timespan.ts'
import { fieldsOf, type YamlMap, type YamlNode, type YamlPair } from './yaml-node.ts'

const RESERVED: ReadonlySet<string> = new Set(['condition', 'timeframe'])

/** `reserved`: further keys that are no identifiers. */
export function readDetection(
  node: YamlNode,
  reserved: readonly string[],
  findings: Findings,
): Detection | undefined {
  if (node.kind !== 'map') {
    refuse(findings, 'rule-detection', node.offset, `a detection must be a map, not ${describeNode(node)}`)
    return undefined
  }
  const { errors } = findings
  const fields = fieldsOf(node)
  const named = node.pairs.filter(({ key }) => !RESERVED.has(key.text) && !reserved.includes(key.text))
  const identifiers = readIdentifiers(node, named, findings)
  const timeframe = readTimeframe(fields.get('timeframe'), findings)
  const condition = fields.get('condition')
  if (condition === undefined) {
    refuse(findings, 'rule-condition', node.offset, "a detection needs a 'condition'")
    return undefined
  }
  const names = named.map(({ key }) => key.text)
  const { conditions, aggregation } = readConditions(condition, names, findings)
  if (findings.errors > errors) return undefined
  if (timeframe !== undefined && aggregation === undefined)
    doubt(findings, fields.get('timeframe')!.offset, "'timeframe' has no effect without an aggregation")
  return { identifiers, conditions, timeframe, aggregation }
}

function readIdentifiers(node: YamlMap, named: readonly YamlPair[], findings: Findings): Identifier[] {
  if (named.length === 0)
    refuse(findings, 'rule-detection', node.offset, 'a detection needs a search identifier')
  if (named.length > MAX_IDENTIFIERS) {
    refuse(
      findings,
      'rule-detection',
      node.offset,
      `a detection has more than ${MAX_IDENTIFIERS} identifiers`,
    )
    return []
  }
  const identifiers: Identifier[] = []
  for (const { key, value } of named) {
    const search = readSearch(key.text, value, findings)
    if (search === undefined) continue
    identifiers.push({ name: key.text, search, position: positionAt(findings.places, key.offset) })
  }
  return identifiers
}

/** Legacy; only an aggregation uses it. */
function readTimeframe(node: YamlNode | undefined, findings: Findings): string | undefined {
  if (node === undefined) return undefined
  const value = node.kind === 'scalar' ? scalarValue(node) : undefined
  if (value?.type === 'null') return undefined
  if (value?.type === 'string' && parseTimespan(value.text) !== undefined) return value.text
  const message = "'timeframe' must be a whole number and one of s, m, h, d, w, M, y, such as 5m"
  refuse(findings, 'rule-detection', node.offset, message)
  return undefined
}
