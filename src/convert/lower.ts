/**
 * A detection rule to the query it means on the events' own fields: its log source first, then its detection, read
 * through the view of each kind of events (mapping). In: rule and mapping. Out: one query a condition.
 * Invariant: kinds of events with the same view share one copy of the detection; what is left out is named.
 */
import type { FieldView, Mapping, Target } from '../mapping/mapping.ts'
import { channelName } from '../mapping/windows-names.ts'
import type { Condition, DetectionRule, Position } from '../sigma/ast.ts'
import type { Refused, Remark } from './conversion.ts'
import { type DetectionReader, lowerCondition } from './lower-detection.ts'
import { ALWAYS, type Asked, allOf, anyOf, type Query } from './query.ts'

export interface Lowered {
  readonly type: 'lowered'
  /** One a condition. */
  readonly queries: readonly Query[]
  /** Channels of all events that can match, `*` for any rest; undefined: every channel. */
  readonly channels: readonly string[] | undefined
  readonly warnings: readonly Remark[]
}

/** Events that are read in the same way. */
interface Group {
  readonly view: FieldView
  readonly where: Query
}

export function lowerRule(rule: DetectionRule, mapping: Mapping): Lowered | Refused {
  const { logsource, position, detection } = rule
  const { aggregation } = detection
  if (aggregation !== undefined)
    return refuse(
      'convert-unsupported',
      `the aggregation '${aggregation.text.trim()}' counts, a query finds`,
      rule,
    )
  const resolution = mapping.resolve(logsource)
  if (resolution.type === 'unsupported') return refuse('convert-logsource', resolution.reason, rule)
  const warnings: Remark[] = []
  if (resolution.type === 'not-applicable')
    warnings.push({ message: `the log source is not narrowed: ${resolution.reason}`, position })
  const targets = resolution.type === 'targets' ? resolution.targets : []
  const groups =
    resolution.type === 'targets' ? groupTargets(targets, position) : [{ view: RAW, where: ALWAYS }]
  const queries: Query[] = []
  for (const condition of detection.conditions) {
    const query = lowerGroups(condition, groups, rule, warnings)
    if (query.type === 'refused') return query
    queries.push(query)
  }
  return { type: 'lowered', queries, channels: channelsOf(targets), warnings: unique(warnings) }
}

const RAW: FieldView = { id: 'raw', sourcesOf: () => undefined }

/** The condition in each group of events where a query can say it; there must be one. */
function lowerGroups(
  condition: Condition,
  groups: readonly Group[],
  rule: DetectionRule,
  warnings: Remark[],
): Query | Refused {
  const parts: Query[] = []
  const left: Remark[] = []
  for (const { view, where } of groups) {
    const reader: DetectionReader = { identifiers: byName(rule), view, problem: undefined }
    const query = lowerCondition(condition, reader)
    if (reader.problem?.type === 'value')
      return { type: 'refused', code: 'convert-unsupported', ...reader.problem.remark }
    if (reader.problem === undefined) parts.push(allOf([where, query]))
    else left.push(reader.problem.remark)
  }
  if (parts.length === 0 && left[0] !== undefined)
    return { type: 'refused', code: 'convert-unsupported', ...left[0] }
  warnings.push(...left)
  return anyOf(parts)
}

const identifiersOf = new WeakMap<DetectionRule, DetectionReader['identifiers']>()

function byName(rule: DetectionRule): DetectionReader['identifiers'] {
  const known = identifiersOf.get(rule)
  if (known !== undefined) return known
  const made = new Map(rule.detection.identifiers.map(({ name, search }) => [name, search]))
  identifiersOf.set(rule, made)
  return made
}

function groupTargets(targets: readonly Target[], position: Position): readonly Group[] {
  const byView = new Map<FieldView, Query[]>()
  for (const target of targets) {
    const where = whereOf(target, position)
    const same = byView.get(target.view)
    if (same === undefined) byView.set(target.view, [where])
    else same.push(where)
  }
  return [...byView].map(([view, wheres]) => ({ view, where: anyOf(wheres) }))
}

/** The events of a target, as tests. */
function whereOf({ channels, eventIds, conditions }: Target, position: Position): Query {
  const oneOf = (field: string, values: readonly Asked[]): Query =>
    anyOf(values.map((value) => ({ type: 'test', field, value, position })))
  return allOf([
    channels === undefined
      ? ALWAYS
      : oneOf(
          'Channel',
          channels.map((channel) => channelValue(channelName(channel))),
        ),
    eventIds === undefined
      ? ALWAYS
      : oneOf(
          'EventID',
          eventIds.map((id) => ({ op: 'number', value: id, text: String(id) })),
        ),
    ...conditions.map(({ field, values }) => oneOf(field, values.map(textValue))),
  ])
}

function textValue(text: string): Asked {
  return { op: 'pattern', tokens: text === '' ? [] : [text], cased: false, text }
}

function channelValue(name: string): Asked {
  if (!name.endsWith('*')) return textValue(name)
  return { op: 'pattern', tokens: [name.slice(0, -1), { wild: 'any' }], cased: false, text: name }
}

function channelsOf(targets: readonly Target[]): readonly string[] | undefined {
  const names = new Set<string>()
  for (const { channels } of targets) {
    if (channels === undefined) return undefined
    for (const channel of channels) names.add(channelName(channel))
  }
  return names.size === 0 ? undefined : [...names]
}

function refuse(code: Refused['code'], message: string, { position }: DetectionRule): Refused {
  return { type: 'refused', code, message, position }
}

function unique(remarks: readonly Remark[]): readonly Remark[] {
  return [...new Map(remarks.map((remark) => [remark.message, remark])).values()]
}
