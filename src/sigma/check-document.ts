/**
 * Whether data is a Sigma document as `parse` makes them, for documents that come from a pack of rules. In: JSON.
 * Out: yes or no. Invariant: what passes can be prepared, run, explained and reported like a document that was parsed:
 * names are known, numbers in range, nothing nests deeper than a rule file can.
 */
import {
  type Check,
  hasShape,
  isBoolean,
  isCount,
  isListOf,
  isNumber,
  isOneOf,
  isOptional,
  isPlain,
  isRecord,
  isText,
  isVariant,
} from '../base/shape.ts'
import type { Condition, Correlation, DetectionRule, SigmaDocument } from './ast.ts'
import { isValue } from './check-value.ts'
import { MAX_MODIFIERS } from './limits.ts'
import { CORRELATION_TYPES, LEVELS, OPERATORS, STATUSES } from './words.ts'

/** Levels of a condition or a search: rules nest 64 deep, and filters add a few. */
const MAX_TREE_DEPTH = 80

const isPosition = hasShape({ line: isCount, column: isCount })
const texts = isListOf(isText)

const META: Readonly<Record<string, Check>> = {
  title: isText,
  id: isOptional(isText),
  name: isOptional(isText),
  status: isOptional(isOneOf(STATUSES)),
  level: isOptional(isOneOf(LEVELS)),
  description: isOptional(isText),
  author: isOptional(isText),
  license: isOptional(isText),
  date: isOptional(isText),
  modified: isOptional(isText),
  references: texts,
  tags: texts,
  fields: texts,
  falsepositives: texts,
  related: isListOf(hasShape({ id: isText, type: isText })),
  taxonomy: isText,
  scope: texts,
  custom: (value) => isRecord(value) && isPlain(value),
  file: isText,
  document: isCount,
  position: isPosition,
}

export const isLogSource: Check = hasShape({
  category: isOptional(isText),
  product: isOptional(isText),
  service: isOptional(isText),
  definition: isOptional(isText),
  custom: (value) => isRecord(value) && isPlain(value),
})

const ITEM = hasShape({
  type: isText,
  field: isOptional(isText),
  modifiers: isListOf(isText, MAX_MODIFIERS),
  linking: isOneOf(['or', 'and']),
  negated: isBoolean,
  isListOfOne: isOptional(isOneOf([true])),
  isOnlyOfList: isOptional(isOneOf([true])),
  values: isListOf(isValue),
  position: isPosition,
})

function isSearch(value: unknown, depth: number = MAX_TREE_DEPTH): boolean {
  if (isRecord(value) && value.type === 'item') return ITEM(value)
  return depth > 0 && isSearchOf(depth)(value)
}

function isSearchOf(depth: number): Check {
  return hasShape({
    type: isOneOf(['and', 'or']),
    children: isListOf((child) => isSearch(child, depth - 1)),
    isOnlyOfList: isOptional(isOneOf([true])),
  })
}

/** A tree over these names. */
function isCondition(
  value: unknown,
  names: ReadonlySet<string>,
  hasOf: boolean,
  depth: number = MAX_TREE_DEPTH,
): boolean {
  if (depth === 0 || !isRecord(value)) return false
  const isName: Check = (name) => names.has(name as string)
  const isChild: Check = (child) => isCondition(child, names, hasOf, depth - 1)
  switch (value.type as Condition['type']) {
    case 'and':
    case 'or':
      return hasShape({ type: isText, children: isListOf(isChild) })(value)
    case 'not':
      return hasShape({ type: isText, child: isChild })(value)
    case 'identifier':
      return hasShape({ type: isText, name: isName })(value)
    case 'of':
      return (
        hasOf &&
        hasShape({
          type: isText,
          quantifier: isOneOf(['any', 'all']),
          names: isListOf(isName),
          pattern: isText,
        })(value)
      )
    default:
      return false
  }
}

const isAggregation = hasShape({
  function: isOneOf(['count', 'min', 'max', 'sum', 'avg', 'near']),
  field: isOptional(isText),
  groupBy: isOptional(isText),
  operator: isOptional(isOneOf(OPERATORS)),
  value: isOptional(isNumber),
  text: isText,
})

const isIdentifier = hasShape({ name: isText, search: (value) => isSearch(value), position: isPosition })
const hasDetectionShape = hasShape({
  identifiers: isListOf(isIdentifier),
  conditions: Array.isArray,
  timeframe: isOptional(isText),
  aggregation: isOptional(isAggregation),
})

function isDetection(value: unknown): boolean {
  if (!hasDetectionShape(value)) return false
  const { identifiers, conditions, aggregation } = value as DetectionRule['detection']
  const names = new Set(identifiers.map(({ name }) => name))
  const isComplete =
    aggregation === undefined ||
    aggregation.function === 'near' ||
    (aggregation.operator !== undefined && aggregation.value !== undefined)
  return isComplete && conditions.every((condition) => isCondition(condition, names, true))
}

const isCompare = hasShape({
  type: isText,
  tests: isListOf(hasShape({ operator: isOneOf(OPERATORS), value: isNumber }), 2),
  field: texts,
  percentile: isOptional((value) => isNumber(value) && (value as number) >= 0 && (value as number) <= 100),
})

const isAlias = hasShape({ name: isText, fields: isListOf(hasShape({ rule: isText, field: isText })) })

const hasCorrelationShape = hasShape({
  type: isOneOf(CORRELATION_TYPES),
  rules: (value) => texts(value) && (value as readonly string[]).length > 0,
  groupBy: texts,
  timespanMs: isOptional(isCount),
  condition: isRecord,
  aliases: isListOf(isAlias),
  generate: isBoolean,
})

/** Rules that happen together may be joined by text; all else is measured and compared. */
function isCorrelation(value: unknown): boolean {
  if (!hasCorrelationShape(value)) return false
  const { type, rules, condition } = value as Correlation
  if (condition?.type === 'boolean') {
    const isTree: Check = (tree) => isCondition(tree, new Set(rules), false)
    return (
      type.startsWith('temporal') && hasShape({ type: isText, condition: isTree, text: isText })(condition)
    )
  }
  if (condition?.type !== 'compare' || !isCompare(condition) || condition.tests.length === 0) return false
  if (type === 'value_percentile' && condition.percentile === undefined) return false
  return !type.startsWith('value_') || condition.field.length > 0
}

const isDocument = isVariant('kind', {
  detection: hasShape({ ...META, kind: isText, logsource: isLogSource, detection: isDetection }),
  correlation: hasShape({ ...META, kind: isText, correlation: isCorrelation }),
  filter: hasShape({
    ...META,
    kind: isText,
    logsource: isLogSource,
    rules: (value) => value === 'any' || texts(value),
    detection: isDetection,
  }),
})

export function isSigmaDocument(value: unknown): value is SigmaDocument {
  return isDocument(value)
}

export function isDetectionRule(value: unknown): value is DetectionRule {
  return isDocument(value) && (value as SigmaDocument).kind === 'detection'
}
