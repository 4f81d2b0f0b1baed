/**
 * The outer template of an event: `<Event>` with System, the place of the body, RenderingInfo (evtx-format §6.2).
 * In: event, its record id. Out: markup whose substitution indexes are the ones that Windows uses.
 * Invariant: events that differ in nothing but values give the very same tree object.
 */
import { ValueType } from '../../event/value-type.ts'
import type { Body } from './body-element.ts'
import { bodyElement } from './body-element.ts'
import type { LogEvent } from './log-event.ts'
import type { Markup, MarkupAttribute, MarkupElement, StoredValue } from './markup.ts'
import { markupElement, NULL_VALUE, textPiece } from './markup.ts'
import { renderingElement } from './rendering-markup.ts'
import type { SystemLayout } from './system-markup.ts'
import { LITERAL_LAYOUT, optionalHole, SHARED_LAYOUT, systemElement } from './system-markup.ts'
import { systemValues } from './system-values.ts'

export type MakeOuterMarkup = (event: LogEvent, recordId: bigint) => Markup

/** Namespace of every event. */
const EVENT_NAMESPACE = 'http://schemas.microsoft.com/win/2004/08/events/event'

/** Most trees remembered; a log has a few hundred at most. */
const MAX_TREES = 4096

/** A maker with its own memory of trees. */
export function createOuterMarkup(): MakeOuterMarkup {
  const trees = new Map<string, MarkupElement>()
  return (event, recordId) => {
    const body = bodyElement(event)
    const layout = event.form === 'shared' ? SHARED_LAYOUT : LITERAL_LAYOUT
    const values = systemValues(event, recordId, layout)
    if (body !== undefined) values[layout.body] = bodyValue(event, body)
    if (event.rendering !== undefined) {
      const rendering = renderingElement(event.rendering, values)
      return { root: eventElement(event, layout, body, rendering), values }
    }
    const { provider, channel, computer } = event.system
    const place = body === undefined ? 'none' : body.inUserData
    const key = JSON.stringify([
      event.form,
      place,
      channel,
      computer,
      provider.name,
      provider.guid,
      provider.eventSourceName,
    ])
    let root = trees.get(key)
    if (root === undefined) {
      if (trees.size >= MAX_TREES) trees.clear()
      root = eventElement(event, layout, body, undefined)
      trees.set(key, root)
    }
    return { root, values }
  }
}

function bodyValue(event: LogEvent, body: Body): StoredValue {
  const form = event.bodyForm ?? 'fragment'
  return { ...NULL_VALUE, type: ValueType.BinXml, embedded: { form, element: body.element } }
}

/** The root depends on the body's value where that is its own child. */
function eventElement(
  event: LogEvent,
  layout: SystemLayout,
  body: Body | undefined,
  rendering: MarkupElement | undefined,
): MarkupElement {
  const namespace: MarkupAttribute = { name: 'xmlns', pieces: [textPiece(EVENT_NAMESPACE)] }
  const hole = optionalHole(layout.body, ValueType.BinXml)
  const place = body?.inUserData ? { ...markupElement('UserData', [], [hole]), dependsOn: layout.body } : hole
  const children = [systemElement(event, layout), place, ...(rendering === undefined ? [] : [rendering])]
  const dependsOn = body !== undefined && !body.inUserData ? layout.body : -1
  return { ...markupElement('Event', [namespace], children), dependsOn }
}
