/**
 * The values of `<System>` in the order of the outer template's substitutions. In: event, record id, layout. Out: one
 * value a substitution, Null where the event says nothing. Invariant: a part that the form has no place for throws.
 */
import type { LogEvent, SystemPart } from './log-event.ts'
import type { StoredValue } from './markup.ts'
import { NULL_VALUE } from './markup.ts'
import type { PlainValue, ScalarInputs, ScalarName } from './plain-value.ts'
import { typedValue } from './stored-value.ts'
import type { SystemLayout } from './system-markup.ts'
import { SystemSlot } from './system-markup.ts'

const KEYS: ReadonlySet<string> = new Set<keyof SystemPart>([
  'provider',
  'eventId',
  'qualifiers',
  'version',
  'level',
  'task',
  'opcode',
  'keywords',
  'time',
  'recordId',
  'activityId',
  'relatedActivityId',
  'processId',
  'threadId',
  'channel',
  'computer',
  'userId',
])

/** What a classic template has no element for. */
const NOT_CLASSIC: readonly (keyof SystemPart)[] = [
  'version',
  'opcode',
  'activityId',
  'relatedActivityId',
  'processId',
  'threadId',
]

export function systemValues(event: LogEvent, recordId: bigint, layout: SystemLayout): StoredValue[] {
  const { system } = event
  checkSystem(event)
  const values: StoredValue[] = new Array(layout.valueCount).fill(NULL_VALUE)
  const put = <K extends ScalarName>(slot: number, type: K, input: ScalarInputs[K] | undefined): void => {
    if (input !== undefined) values[slot] = systemValue(type, input)
  }
  put(SystemSlot.Level, 'UInt8', system.level)
  put(SystemSlot.Opcode, 'UInt8', system.opcode)
  put(SystemSlot.Task, 'UInt16', system.task)
  put(SystemSlot.EventId, 'UInt16', system.eventId)
  put(SystemSlot.Qualifiers, 'UInt16', system.qualifiers)
  put(SystemSlot.Keywords, 'HexInt64', system.keywords)
  put(SystemSlot.TimeCreated, 'FileTime', system.time)
  put(SystemSlot.ActivityId, 'Guid', system.activityId)
  put(layout.relatedActivityId, 'Guid', system.relatedActivityId)
  put(SystemSlot.ProcessId, 'UInt32', system.processId)
  put(SystemSlot.ThreadId, 'UInt32', system.threadId)
  put(SystemSlot.RecordId, 'UInt64', system.recordId ?? recordId)
  put(SystemSlot.Version, 'UInt8', system.version)
  put(SystemSlot.UserId, 'Sid', system.userId)
  if (event.form === 'shared') {
    put(SystemSlot.ProviderName, 'String', system.provider.name)
    put(SystemSlot.ProviderGuid, 'Guid', system.provider.guid)
    put(SystemSlot.Channel, 'String', system.channel)
  }
  return values
}

function systemValue<K extends ScalarName>(type: K, input: ScalarInputs[K]): StoredValue {
  return typedValue({ [type]: input } as unknown as PlainValue).value
}

function checkSystem(event: LogEvent): void {
  const { system, form } = event
  if (typeof system?.provider !== 'object') throw new TypeError('system needs a provider')
  if (typeof system.computer !== 'string') throw new TypeError('system needs a computer')
  if (typeof system.eventId !== 'number') throw new TypeError('system needs an eventId')
  for (const key of Object.keys(system))
    if (!KEYS.has(key)) throw new TypeError(`system has no ${JSON.stringify(key)}`)
  if (form !== 'classic') return
  for (const key of NOT_CLASSIC)
    if (system[key] !== undefined) throw new TypeError(`a classic event has no ${key}`)
}
