/**
 * One event of a test file: YAML to the fields of an event. In: a map and one that it starts from. Out: fields, System
 * first, then the body in the order of the file; what is no event is in the findings. Values are text as it is written.
 * A line of `goshawk dump` is such a map, too.
 */
import type { Section } from '../../event/event.ts'
import type { PlainField } from '../../event/plain-event.ts'
import { SYSTEM_FIELDS } from '../../event/system-fields.ts'
import { excerpt } from '../excerpt.ts'
import { type Findings, refuse } from '../findings.ts'
import { suggestName } from '../names.ts'
import { describeNode, scalarValue } from '../scalar.ts'
import type { YamlMap, YamlNode, YamlPair } from '../yaml-node.ts'
import { readEventTime } from './event-time.ts'

/** Values of one event (`MAX_SLOTS` of event/event is 4,096; real: 57). */
const MAX_VALUES = 2_000

/** Sections by the name of their element. */
const SECTIONS: Readonly<Record<string, Section>> = {
  System: 'system',
  EventData: 'eventData',
  UserData: 'userData',
  RenderingInfo: 'rendering',
  ProcessingErrorData: 'other',
}

/** What a line of `goshawk dump` says of the record around the event. */
const DUMP_KEYS: readonly string[] = [
  'EvtxFile',
  'Chunk',
  'Record',
  'OffsetBytes',
  'RecordID',
  'Time',
  'Partial',
]

interface Draft {
  /** By section and path, so that an event replaces what it starts from. */
  readonly fields: Map<string, PlainField>
  readonly findings: Findings
  values: number
}

/** `index`: place among the events of a test, which gives the time when none is written. */
export function readEvent(
  node: YamlNode,
  base: YamlMap | undefined,
  index: number,
  findings: Findings,
): readonly PlainField[] {
  const draft: Draft = { fields: new Map(), findings, values: 0 }
  if (base !== undefined) for (const pair of base.pairs) readPart(pair, index, draft)
  if (node.kind === 'map') for (const pair of node.pairs) readPart(pair, index, draft)
  else refuse(findings, 'test-invalid', node.offset, `an event must be a map, not ${describeNode(node)}`)
  if (draft.values > MAX_VALUES)
    refuse(findings, 'test-invalid', node.offset, `an event has more than ${MAX_VALUES} values`)
  const time = systemKey('TimeCreated_SystemTime')
  if (!draft.fields.has(time)) addSystem('TimeCreated_SystemTime', readEventTime(`${index}s`)!, draft)
  const fields = [...draft.fields.values()]
  return withElements([
    ...fields.filter(({ section }) => section === 'system'),
    ...fields.filter(({ section }) => section !== 'system'),
  ])
}

/** Says which fields stand in the same element: those whose paths begin alike. A Data of EventData is its own. */
function withElements(fields: readonly PlainField[]): readonly PlainField[] {
  const numbers = new Map<string, number>()
  return fields.map((field, index) => {
    const path = field.path ?? ['EventData', 'Data']
    const ordinals = path.map((_, depth) => {
      const isOwn = field.path === undefined && depth === path.length - 1
      const key = JSON.stringify(isOwn ? index : path.slice(0, depth + 1))
      const number = numbers.get(key) ?? numbers.size
      numbers.set(key, number)
      return number
    })
    return { ...field, path, ordinals }
  })
}

function readPart(pair: YamlPair, index: number, draft: Draft): void {
  const { key, value } = pair
  const name = key.text
  if (name === 'Event' && value.kind === 'map') {
    for (const inner of value.pairs) readPart(inner, index, draft)
  } else if (Object.hasOwn(SECTIONS, name)) readSection(name, value, draft)
  else if (name === 'at') readAt(value, draft)
  else if (SYSTEM_FIELDS.includes(name)) addField('system', ['System', name], value, draft)
  else if (!DUMP_KEYS.includes(name)) {
    const advice =
      suggestName(name, SYSTEM_FIELDS) || '; fields of the body stand under EventData or UserData'
    refuse(draft.findings, 'test-invalid', key.offset, `'${excerpt(name)}' is no field of System${advice}`)
  }
}

function readSection(name: string, node: YamlNode, draft: Draft): void {
  if (node.kind === 'scalar' && scalarValue(node).type === 'null') return
  if (node.kind !== 'map') {
    refuse(
      draft.findings,
      'test-invalid',
      node.offset,
      `'${name}' must be a map of fields, not ${describeNode(node)}`,
    )
    return
  }
  for (const { key, value } of node.pairs) addField(SECTIONS[name]!, [name, key.text], value, draft)
}

/** A map below a name is an element with child elements. */
function addField(section: Section, path: readonly string[], node: YamlNode, draft: Draft): void {
  if (node.kind === 'map') {
    for (const { key, value } of node.pairs) addField(section, [...path, key.text], value, draft)
    return
  }
  const nodes = node.kind === 'seq' ? node.items : [node]
  const values: (string | null)[] = []
  for (const one of nodes) {
    if (one.kind === 'scalar') values.push(scalarValue(one).type === 'null' ? null : one.text)
    else if (one.kind === 'map') addField(section, path, one, draft)
    else refuse(draft.findings, 'test-invalid', one.offset, `a value must be text, not ${describeNode(one)}`)
  }
  if (values.length === 0) return
  draft.values += values.length
  const name = path.at(-1)!
  const isNamedData = section === 'eventData'
  draft.fields.set(JSON.stringify([section, ...path]), {
    section,
    name,
    values,
    ...(isNamedData ? {} : { path }),
  })
}

function readAt(node: YamlNode, draft: Draft): void {
  const time = node.kind === 'scalar' ? readEventTime(node.text) : undefined
  if (time !== undefined) {
    addSystem('TimeCreated_SystemTime', time, draft)
    return
  }
  const message =
    "'at' is a time since the start of the test, such as 0s, 90s, 5m, 2h or 1d, or an ISO 8601 time"
  refuse(draft.findings, 'test-invalid', node.offset, message)
}

function addSystem(name: string, text: string, draft: Draft): void {
  draft.fields.set(systemKey(name), { section: 'system', name, values: [text], path: ['System', name] })
}

function systemKey(name: string): string {
  return JSON.stringify(['system', 'System', name])
}
