/**
 * Rules and records for scans with a kernel: few that match among many that do not, of every form that the encoder knows,
 * and templates written by hand whose computer and channel are values.
 */

import type { RunnableRule } from '../../src/engine/match.ts'
import { prepareRules } from '../../src/engine/prepare-rules.ts'
import type { LogEvent, SystemPart } from '../../src/evtx/encode.ts'
import { createBuiltinMapping } from '../../src/mapping/resolve.ts'
import { parseSigma } from '../../src/sigma/parse.ts'
import type { StreamWriter, WrittenValue } from '../support/binxml-bytes.ts'
import { NONE } from '../support/binxml-bytes.ts'
import { dataInDefinition, embedded, eventId, inDefinition, string } from '../support/decode-streams.ts'
import { systemPart } from '../support/log-events.ts'

export const SYSMON = 'Microsoft-Windows-Sysmon/Operational'

const rule = (number: number, logsource: string, detection: string): string => `title: Rule ${number}
id: 0000000${number}-0000-4000-8000-000000000000
logsource:
  product: windows
  ${logsource}
detection:
  ${detection}
`

export const RULES: readonly RunnableRule[] = prepareRules(
  [
    rule(
      1,
      'category: process_creation',
      's:\n    CommandLine|contains: [mimikatz, " -enc "]\n  condition: s',
    ),
    rule(2, 'category: process_creation', "s:\n    Image|endswith: '\\evil.exe'\n  condition: s"),
    rule(
      3,
      'category: process_creation',
      's:\n    User: ""\n    CommandLine|re: "[0-9]{5}z"\n  condition: s',
    ),
    rule(4, 'service: security', 's:\n    EventID: 4624\n    LogonType: 10\n  condition: s'),
    rule(
      5,
      'service: security',
      's:\n    EventID: 4624\n  f:\n    IpAddress|exists: true\n  condition: s and f',
    ),
    rule(
      6,
      'service: system',
      's:\n    EventID: 7045\n    ServiceName|fieldref: ImagePath\n    ImagePath|startswith: s\n  condition: s',
    ),
    rule(7, 'service: system', 'k:\n    - caf\u00e9\n    - tiny needle\n  condition: k'),
  ].flatMap((text, n) => parseSigma(text, `rule${n}.yml`).documents),
  createBuiltinMapping(),
).runnable

type System = Partial<SystemPart>

/** A process that Sysmon saw. */
export function processEvent(commandLine: LogDataValue, system: System = {}, more: LogData = []): LogEvent {
  const data: LogData = [
    ['Image', 'C:\\Windows\\System32\\svchost.exe'],
    ['CommandLine', commandLine],
    ['User', 'CORP\\alice'],
    ['ProcessId', { UInt32: 4711 }],
    ...more,
  ]
  return { system: systemPart({ eventId: 1, channel: SYSMON, ...system }), eventData: { data } }
}

export function logonEvent(logonType: number, system: System = {}, more: LogData = []): LogEvent {
  const data: LogData = [['TargetUserName', 'alice'], ['LogonType', { UInt32: logonType }], ...more]
  return { system: systemPart({ eventId: 4624, channel: 'Security', ...system }), eventData: { data } }
}

export function serviceEvent(name: string, path: string, system: System = {}): LogEvent {
  const data: LogData = [
    ['ServiceName', name],
    ['ImagePath', path],
  ]
  return { system: systemPart({ eventId: 7045, channel: 'System', ...system }), eventData: { data } }
}

type LogData = NonNullable<NonNullable<LogEvent['eventData']>['data']>
type LogDataValue = LogData[number][1]

const TICKS = 133_000_000_000_000_000n

/** Values of `systemBody`: event id, time, channel, computer, and what is embedded. */
export interface ValuesOfSystem {
  readonly id?: number
  readonly ticks?: bigint
  readonly channel?: WrittenValue
  readonly computer?: WrittenValue
}

export function systemValues({ id = 1, ticks = TICKS, channel, computer }: ValuesOfSystem): WrittenValue[] {
  const time = Buffer.alloc(8)
  time.writeBigUInt64LE(ticks)
  return [eventId(id), { type: 0x11, bytes: time }, channel ?? string(SYSMON), computer ?? string('host1')]
}

/** An outer definition whose whole System part is values: 0 to 3; value 4 is embedded. */
export function systemBody(w: StreamWriter): void {
  w.u8(0x0f, 1, 1, 0)
  inDefinition(w, 'Event', () => {
    inDefinition(w, 'System', () => {
      inDefinition(w, 'EventID', () => w.substitution(0, false, 6))
      w.open('TimeCreated', { dependency: NONE, attributes: true })
      w.attribute('SystemTime')
      w.substitution(1, false, 0x11)
      w.closeEmpty()
      inDefinition(w, 'Channel', () => w.substitution(2))
      inDefinition(w, 'Computer', () => w.substitution(3))
    })
    w.substitution(4, false, 0x21)
  })
  w.eof()
}

/** `<EventData>` with these fields, one value each. */
export function dataBody(names: readonly string[]): (w: StreamWriter) => void {
  return (w) => {
    w.u8(0x0f, 1, 1, 0)
    inDefinition(w, 'EventData', () => {
      for (const [i, name] of names.entries()) dataInDefinition(w, name, i)
    })
    w.eof()
  }
}

/** Writes records that share one definition each, in place in the first. */
export interface TemplateWriter {
  record(system: ValuesOfSystem, values: readonly WrittenValue[]): (w: StreamWriter) => void
}

/** `body` writes the embedded definition: by default one field for each name. */
export function createTemplate(
  names: readonly string[],
  ids = { outer: 101, inner: 202 },
  body = dataBody(names),
): TemplateWriter {
  let outer = -1
  let inner = -1
  return {
    record: (system, values) => (w) => {
      const inside = embedded((v) => {
        v.u8(0x0f, 1, 1, 0)
        if (inner < 0) inner = v.instance(ids.inner, body, values)
        else v.instanceOf(inner, ids.inner, values)
        v.eof()
      })
      w.u8(0x0f, 1, 1, 0)
      const all = [...systemValues(system), inside]
      if (outer < 0) outer = w.instance(ids.outer, systemBody, all)
      else w.instanceOf(outer, ids.outer, all)
      w.eof()
    },
  }
}
