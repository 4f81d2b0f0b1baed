/**
 * The body of an event as one element, as it stands in the inner template. In: event. Out: element and where it
 * goes: below `<Event>` itself or inside `<UserData>`; undefined for an event without body.
 */
import type { DataItem, EventDataPart, LogEvent, PlainElement } from './log-event.ts'
import type { PlainValue } from './plain-value.ts'
import { hexBytes } from './structured-bytes.ts'

export interface Body {
  readonly inUserData: boolean
  readonly element: PlainElement
}

export function bodyElement(event: LogEvent): Body | undefined {
  const given = [event.eventData, event.userData, event.other].filter((part) => part !== undefined)
  if (given.length > 1) throw new TypeError('an event has one of eventData, userData and other')
  if (event.userData !== undefined) return { inUserData: true, element: event.userData }
  if (event.other !== undefined) return { inUserData: false, element: event.other }
  if (event.eventData === undefined) return undefined
  return { inUserData: false, element: eventDataElement(event.eventData) }
}

function eventDataElement(part: EventDataPart): PlainElement {
  const { name, data, strings, binary } = part
  for (const key of Object.keys(part))
    if (!['name', 'data', 'strings', 'binary'].includes(key))
      throw new TypeError(`eventData has no ${JSON.stringify(key)}`)
  const attributes = name === undefined ? [] : ([['Name', { Literal: name }]] as const)
  if (strings === undefined) {
    const content = (data ?? []).map(dataElement)
    if (binary !== undefined) content.push({ name: 'Binary', content: [{ Binary: binary }] })
    return { name: 'EventData', attributes, content }
  }
  if (data !== undefined) throw new TypeError('eventData has either data or strings')
  return { name: 'EventData', attributes, content: classicContent(strings, binary) }
}

/** Substitution 0 the strings, 1 the size of the binary without a place, 2 the binary: the layout of ReportEvent. */
function classicContent(
  strings: readonly string[],
  binary: string | Uint8Array | undefined,
): NonNullable<PlainElement['content']> {
  const texts: PlainValue = strings.length === 0 ? { Null: {} } : { 'String[]': strings }
  const size = binary === undefined ? 0 : hexBytes(binary).length
  const bytes: PlainValue = binary === undefined ? { Null: { as: 'Binary' } } : { Binary: binary }
  return [
    { name: 'Data', content: [texts], omitIfNull: true },
    { Unused: { UInt32: size } },
    { name: 'Binary', content: [bytes], omitIfNull: true },
  ]
}

function dataElement(item: DataItem): PlainElement {
  if (!Array.isArray(item) || item.length < 2 || item.length > 3)
    throw new TypeError(`a Data needs [name, value, options], found ${JSON.stringify(item)}`)
  const [name, value, options = {}] = item as DataItem
  if (name !== null && typeof name !== 'string')
    throw new TypeError(`the name of a Data is text or null, found ${JSON.stringify(name)}`)
  return {
    name: options.element ?? 'Data',
    attributes: name === null ? [] : [['Name', { Literal: name }]],
    content: [value],
    omitIfNull: options.omitIfNull ?? false,
  }
}
