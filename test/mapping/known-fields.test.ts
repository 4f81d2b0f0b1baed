/** Which fields events have: said only where it is known. */
import { describe, expect, it } from 'vitest'
import { fieldSpelling, knownFields, mayHaveField } from '../../src/mapping/known-fields.ts'
import type { Target } from '../../src/mapping/mapping.ts'
import { createBuiltinMapping } from '../../src/mapping/resolve.ts'
import { categoryOfEvent, channelName, isEtwOnly } from '../../src/mapping/windows-names.ts'

function targetsOf(part: 'service' | 'category', name: string): readonly Target[] {
  const resolution = createBuiltinMapping().resolve({
    category: undefined,
    service: undefined,
    product: 'windows',
    definition: undefined,
    custom: {},
    [part]: name,
  })
  if (resolution.type !== 'targets') throw new Error(name)
  return resolution.targets
}

const [security] = targetsOf('service', 'security') as [Target]
const [sysmon, audit] = targetsOf('category', 'process_creation') as [Target, Target]
const [engine] = targetsOf('category', 'ps_classic_start') as [Target]
const [every] = [{ ...security, channels: undefined }]

describe('fields', () => {
  it.each([
    ['of the event', security, 4625, 'SubStatus', true],
    ['in another case', security, 4625, 'substatus', true],
    ['of System', security, 4625, 'Provider_Name', true],
    ['by an alias of System', security, 4625, 'ComputerName', true],
    ['of another event', security, 4625, 'TicketOptions', false],
    ['of an event nobody knows', security, 59_999, 'TicketOptions', undefined],
    ['of every channel', every!, 4625, 'TicketOptions', undefined],
    ['of Sysmon', sysmon, 1, 'ParentCommandLine', true],
    ['through the view', audit, 4688, 'Image', true],
    ['absent by the view', audit, 4688, 'ParentCommandLine', false],
    ['computed from what is there', sysmon, 1, 'md5', true],
    ['a GUID that is there', sysmon, 1, 'ProcessGuid', true],
    ['a GUID that is not', sysmon, 1, 'DeviceGuid', false],
    ['in the lines of a text', engine, 400, 'HostApplication', true],
    ['the whole body', sysmon, 1, 'Message', true],
  ] as const)('%s', (_, target, eventId, field, expected) => {
    expect(mayHaveField(target, eventId, field)).toBe(expected)
  })

  it('have one spelling', () => {
    expect(fieldSpelling(security, 4625, 'substatus')).toBe('SubStatus')
    expect(fieldSpelling(security, 4625, 'SubStatus')).toBeUndefined()
    expect(fieldSpelling(security, 4625, 'provider_name')).toBeUndefined()
    expect(fieldSpelling(security, 59_999, 'substatus')).toBeUndefined()
  })

  it('are listed once', () => {
    for (const eventId of [4624, 4625, 4688, 4768, 5145]) {
      const names = knownFields(security, eventId)!
      expect(new Set(names).size).toBe(names.length)
      expect(names).not.toContain('')
    }
  })
})

describe('names', () => {
  it('of channels', () => {
    expect(channelName(sysmon.channels![0]!)).toBe('Microsoft-Windows-Sysmon/Operational')
    expect(channelName({ key: 'unknown', isPrefix: true })).toBe('unknown*')
  })

  it.each([
    ['sysmon', 1, 'process_creation'],
    ['sysmon', 13, 'registry_set'],
    ['sysmon', 12, 'registry_event'],
    ['sysmon', 77, undefined],
    ['security', 4688, 'process_creation'],
    ['security', 5156, undefined],
    ['system', 1, undefined],
  ])('of categories: %s %d', (service, eventId, expected) => {
    expect(categoryOfEvent(service, eventId)).toBe(expected)
  })

  it('of categories without a log', () => {
    expect([isEtwOnly('file_access'), isEtwOnly('file_event'), isEtwOnly(undefined)]).toEqual([
      true,
      false,
      false,
    ])
  })
})
