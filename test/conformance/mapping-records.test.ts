/**
 * The views against real records, decoded by another tool: each view's promise holds for all records of its event.
 */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { createBuiltinMapping } from '../../src/mapping/resolve.ts'
import type { Body } from '../mapping/support.ts'
import { logsource, readField, targetsOf } from '../mapping/support.ts'
import { hasShared, sharedPath } from '../support/shared.ts'

interface RealRecord {
  readonly data: Body
  readonly system: Body
}

type Json = { readonly [name: string]: Json } | readonly Json[] | string | number | boolean | null

const CORPORA = ['attack-samples', 'mitre-attack']
const records = new Map<string, RealRecord[]>()

/** Records by `channel:event id`. */
function readRecords(): void {
  for (const corpus of CORPORA) {
    const packed = readFileSync(sharedPath('truth', 'decoded', `${corpus}.jsonl.gz`))
    for (const line of gunzipSync(packed).toString('utf8').split('\n').filter(Boolean)) {
      const { record } = JSON.parse(line) as { record: { Event?: { System?: Json; EventData?: Json } } }
      const system = record.Event?.System
      if (!isObject(system)) continue
      const eventId = textOf(system.EventID)
      const key = `${textOf(system.Channel)}:${eventId}`
      const data = isObject(record.Event?.EventData) ? record.Event.EventData : {}
      const bodies = Object.entries(data).map(([name, value]): [string, string | string[]] => [
        name,
        textsOf(value),
      ])
      const entry = { data: Object.fromEntries(bodies), system: { EventID: eventId } }
      const known = records.get(key)
      if (known === undefined) records.set(key, [entry])
      else known.push(entry)
    }
  }
}

function isObject(json: Json | undefined): json is { readonly [name: string]: Json } {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}

function textOf(json: Json | undefined): string {
  const value = isObject(json) ? json['#text'] : json
  return value === null || value === undefined ? '' : String(value)
}

function textsOf(json: Json): string | string[] {
  const value = isObject(json) ? json['#text'] : json
  return Array.isArray(value) ? value.map(textOf) : textOf(json)
}

/** How often each value of a field occurs over all records of an event. */
function tally(category: string, id: string, key: string, field: string): Record<string, number> {
  const { view } = targetsOf(createBuiltinMapping(), logsource(category)).find((target) => target.id === id)!
  const counts: Record<string, number> = {}
  for (const { data, system } of records.get(key)!)
    for (const value of readField(view, field, data, system) ?? ['absent'])
      counts[value] = (counts[value] ?? 0) + 1
  return counts
}

describe.skipIf(!hasShared)('views of real records', () => {
  beforeAll(readRecords)

  it('4688: process ids are decimal, users and integrity levels as in Sysmon', () => {
    const of = (field: string): Record<string, number> =>
      tally('process_creation', 'security:4688', 'Security:4688', field)
    for (const field of ['ProcessId', 'ParentProcessId'])
      expect(Object.keys(of(field)).filter((id) => !/^\d+$/.test(id))).toEqual([])
    expect(of('IntegrityLevel')).toEqual({
      absent: 881,
      High: 209,
      'S-1-16-12288': 209,
      System: 182,
      'S-1-16-16384': 182,
      Medium: 26,
      'S-1-16-8192': 26,
      Low: 4,
      'S-1-16-4096': 4,
    })
    const users = of('User')
    expect(Object.keys(users).filter((user) => !user.includes('\\'))).toEqual([])
    const inSession0 = Object.entries(users).filter(([user]) => user.startsWith('NT AUTHORITY\\'))
    expect(Object.fromEntries(inSession0)).toEqual(expectedServiceAccounts())
    expect(Object.values(of('Image')).reduce((sum, count) => sum + count)).toBe(1302)
  })

  it('5156: programs below a drive, directions and protocols in words', () => {
    const of = (field: string): Record<string, number> =>
      tally('network_connection', 'security:5156', 'Security:5156', field)
    const images = Object.entries(of('Image'))
    const onDrive = images.filter(([image]) => image.startsWith('C:\\'))
    expect(onDrive.reduce((sum, [, count]) => sum + count, 0)).toBe(76)
    expect(images.find(([image]) => image === 'System')).toEqual(['System', 16])
    expect(of('Initiated')).toEqual({ true: 53, false: 39 })
    expect(of('Protocol')).toEqual({ 6: 40, tcp: 40, 17: 52, udp: 52 })
    expect(of('DestinationHostname')).toEqual({ absent: 92 })
  })

  it('Windows PowerShell: every context has a host and its application', () => {
    for (const [category, eventId] of [
      ['ps_classic_start', '400'],
      ['ps_classic_provider_start', '600'],
      ['ps_classic_script', '800'],
    ] as const) {
      const key = `Windows PowerShell:${eventId}`
      const hosts = tally(category, `powershell-classic:${eventId}`, key, 'HostApplication')
      expect(Object.keys(hosts)).not.toContain('absent')
      expect(Object.keys(hosts).filter((host) => host.includes('\n\tEngineVersion='))).toEqual([])
      const versions = Object.keys(tally(category, `powershell-classic:${eventId}`, key, 'HostVersion'))
      expect(versions.filter((version) => !/^\d+(\.\d+)+$/.test(version))).toEqual([])
    }
  })

  it('Defender: files without their kind', () => {
    const key = 'Microsoft-Windows-Windows Defender/Operational:1116'
    const id = 'windefend:1006-1012,1017-1019,1115,1116'
    const files = Object.keys(tally('antivirus', id, key, 'Filename'))
    expect(files).toContain('C:\\Users\\admmig\\Documents\\mimilib.dll')
    expect(files.filter((file) => !file.includes(':_') && !/^[A-Z]:\\/.test(file))).toEqual([])
    expect(Object.keys(tally('antivirus', id, key, 'SourceName')).toSorted()).toEqual([
      '%%818',
      'Real-Time Protection',
    ])
    expect(Object.keys(tally('antivirus', id, key, 'Signature'))).toContain('Trojan:PowerShell/Powersploit.M')
  })
})

/** Counted here by the plain rule: the account of the target if it is named, else of the subject, by SID or logon id. */
function expectedServiceAccounts(): Record<string, number> {
  const names: Record<string, string> = { 18: 'SYSTEM', 19: 'LOCAL SERVICE', 20: 'NETWORK SERVICE' }
  const byLogonId: Record<string, string> = { '0x3e7': '18', '0x3e5': '19', '0x3e4': '20' }
  const counts: Record<string, number> = {}
  for (const { data } of records.get('Security:4688')!) {
    const side = (data.TargetUserName ?? '-') === '-' ? 'Subject' : 'Target'
    const sid = String(data[`${side}UserSid`])
    const number =
      sid === 'S-1-0-0' ? byLogonId[String(data[`${side}LogonId`])] : sid.match(/^S-1-5-(\d+)$/)?.[1]
    const name = number === undefined ? undefined : names[number]
    if (name !== undefined) counts[`NT AUTHORITY\\${name}`] = (counts[`NT AUTHORITY\\${name}`] ?? 0) + 1
  }
  return counts
}
