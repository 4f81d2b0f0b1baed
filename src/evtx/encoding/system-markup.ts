/**
 * `<System>` of the outer template, with the substitution indexes that all of Windows' templates share
 * (evtx-format §6.2). In: event and layout. Out: the element.
 */
import { ValueType } from '../../event/value-type.ts'
import type { LogEvent } from './log-event.ts'
import type { Hole, MarkupAttribute, MarkupElement } from './markup.ts'
import { markupElement, textPiece } from './markup.ts'

/** Substitution indexes that differ between the two kinds of templates, and how many values there are. */
export interface SystemLayout {
  readonly body: number
  readonly relatedActivityId: number
  readonly valueCount: number
}

/** Provider and channel are literals. */
export const LITERAL_LAYOUT: SystemLayout = { body: 19, relatedActivityId: 18, valueCount: 20 }
/** Provider and channel are values. */
export const SHARED_LAYOUT: SystemLayout = { body: 17, relatedActivityId: 13, valueCount: 18 }

/** Substitution indexes of System that both layouts have in common. */
export const SystemSlot = {
  Level: 0,
  Opcode: 1,
  Task: 2,
  EventId: 3,
  Qualifiers: 4,
  Keywords: 5,
  TimeCreated: 6,
  ActivityId: 7,
  ProcessId: 8,
  ThreadId: 9,
  RecordId: 10,
  Version: 11,
  UserId: 12,
  ProviderName: 14,
  ProviderGuid: 15,
  Channel: 16,
} as const

export function optionalHole(index: number, declaredType: number): Hole {
  return { kind: 'hole', index, optional: true, declaredType }
}

export function systemElement(event: LogEvent, layout: SystemLayout): MarkupElement {
  const { computer } = event.system
  const isClassic = event.form === 'classic'
  const eventId = {
    ...guarded('EventID', SystemSlot.EventId, ValueType.UInt16),
    attributes: [attribute('Qualifiers', SystemSlot.Qualifiers, ValueType.UInt16)],
  }
  const correlation = [
    attribute('ActivityID', SystemSlot.ActivityId, ValueType.Guid),
    attribute('RelatedActivityID', layout.relatedActivityId, ValueType.Guid),
  ]
  const execution = [
    attribute('ProcessID', SystemSlot.ProcessId, ValueType.UInt32),
    attribute('ThreadID', SystemSlot.ThreadId, ValueType.UInt32),
  ]
  const unlessClassic = (element: MarkupElement): MarkupElement[] => (isClassic ? [] : [element])
  return markupElement(
    'System',
    [],
    [
      markupElement('Provider', providerAttributes(event), []),
      eventId,
      ...unlessClassic(guarded('Version', SystemSlot.Version, ValueType.UInt8)),
      guarded('Level', SystemSlot.Level, ValueType.UInt8),
      guarded('Task', SystemSlot.Task, ValueType.UInt16),
      ...unlessClassic(guarded('Opcode', SystemSlot.Opcode, ValueType.UInt8)),
      guarded('Keywords', SystemSlot.Keywords, ValueType.HexInt64),
      markupElement('TimeCreated', [attribute('SystemTime', SystemSlot.TimeCreated, ValueType.FileTime)], []),
      guarded('EventRecordID', SystemSlot.RecordId, ValueType.UInt64),
      ...unlessClassic(markupElement('Correlation', correlation, [])),
      ...unlessClassic(markupElement('Execution', execution, [])),
      ...channelElement(event),
      markupElement('Computer', [], [textPiece(computer)]),
      markupElement('Security', [attribute('UserID', SystemSlot.UserId, ValueType.Sid)], []),
    ],
  )
}

function attribute(name: string, slot: number, type: number): MarkupAttribute {
  return { name, pieces: [optionalHole(slot, type)] }
}

/** An element that goes when its value is Null. */
function guarded(name: string, slot: number, type: number): MarkupElement {
  return { ...markupElement(name, [], [optionalHole(slot, type)]), dependsOn: slot }
}

function providerAttributes(event: LogEvent): MarkupAttribute[] {
  const { name, guid, eventSourceName } = event.system.provider
  const literals = [['EventSourceName', eventSourceName]]
  const attributes: MarkupAttribute[] = []
  if (event.form === 'shared') {
    attributes.push(attribute('Name', SystemSlot.ProviderName, ValueType.String))
    attributes.push(attribute('Guid', SystemSlot.ProviderGuid, ValueType.Guid))
  } else {
    literals.unshift(['Name', name], ['Guid', guid])
  }
  for (const [key, text] of literals)
    if (text !== undefined) attributes.push({ name: key!, pieces: [textPiece(text)] })
  return attributes
}

function channelElement(event: LogEvent): MarkupElement[] {
  const { channel } = event.system
  if (event.form === 'shared') return [guarded('Channel', SystemSlot.Channel, ValueType.String)]
  return channel === undefined ? [] : [markupElement('Channel', [], [textPiece(channel)])]
}
