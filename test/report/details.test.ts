import { describe, expect, it } from 'vitest'
import { splitDetails } from '../../src/report/details.ts'
import { sampleRow } from '../support/sample-rows.ts'

const fields: [string, string][] = [
  ['RuleName', '-'],
  ['UtcTime', '2026-01-01'],
  ['Image', 'C:\\a.exe'],
  ['CommandLine', 'a.exe -x'],
  ['ParentImage', ''],
  ['Threat Name', 'Evil'],
]

const sysmon = { channel: 'Microsoft-Windows-Sysmon/Operational', eventId: '1', fields }

describe('splitDetails', () => {
  it('puts matched fields first, then the main fields of the event, the rest apart', () => {
    const { hit } = sampleRow({
      snapshot: sysmon,
      hit: { matched: [{ identifier: 's', field: 'ThreatName', value: 'Evil', pattern: 'Ev*' }] },
    })
    const { details, extra } = splitDetails(hit)
    expect(details).toEqual([
      ['Threat Name', 'Evil'],
      ['CommandLine', 'a.exe -x'],
      ['Image', 'C:\\a.exe'],
    ])
    expect(extra).toEqual([
      ['RuleName', '-'],
      ['UtcTime', '2026-01-01'],
      ['ParentImage', ''],
    ])
  })

  it('shows what a view computed, but no field that has a column', () => {
    const { hit } = sampleRow({
      snapshot: { channel: 'Security', eventId: '4688', fields: [['NewProcessName', 'C:\\a.exe']] },
      hit: {
        matched: [
          { identifier: 's', field: 'Image', value: 'C:\\a.exe', pattern: '*\\a.exe' },
          { identifier: 's', field: 'EventID', value: '4688', pattern: '4688' },
          { identifier: 's', field: 'ParentImage', value: undefined, pattern: 'null' },
        ],
      },
    })
    expect(splitDetails(hit).details).toEqual([
      ['Image', 'C:\\a.exe'],
      ['NewProcessName', 'C:\\a.exe'],
    ])
  })

  it('shows the first non-empty fields of events it does not know', () => {
    const many = Array.from({ length: 9 }, (_, i): [string, string] => [`F${i}`, i === 0 ? '' : String(i)])
    const { details, extra } = splitDetails(
      sampleRow({ snapshot: { channel: '__proto__', eventId: 'constructor', fields: many } }).hit,
    )
    expect(details.map(([name]) => name)).toEqual(['F1', 'F2', 'F3', 'F4', 'F5', 'F6'])
    expect(extra.map(([name]) => name)).toEqual(['F0', 'F7', 'F8'])
  })
})
