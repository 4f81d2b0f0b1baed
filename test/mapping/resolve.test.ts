import { describe, expect, it } from 'vitest'
import { createBuiltinMapping } from '../../src/mapping/resolve.ts'
import { logsource, targetsOf } from './support.ts'

const mapping = createBuiltinMapping()
const noProduct = (category?: string, service?: string): ReturnType<typeof logsource> => ({
  ...logsource(category, service),
  product: undefined,
})

describe('log sources without targets', () => {
  it.each([
    [logsource('process_creation', undefined, 'linux'), 'not-applicable', 'product linux'],
    [logsource(undefined, 'auditd', 'linux'), 'not-applicable', 'product linux'],
    [logsource('antivirus', undefined, 'symantec'), 'not-applicable', 'product symantec'],
    [noProduct('proxy'), 'not-applicable', 'no product, category proxy'],
    [noProduct(undefined, 'apache'), 'not-applicable', 'no product, service apache'],
    [noProduct(undefined, 'sysmon'), 'not-applicable', 'no product, service sysmon'],
    [noProduct(), 'not-applicable', 'no product, no category and no service'],
    [
      logsource('file_access'),
      'unsupported',
      'category file_access: exists only as live ETW trace, no event log holds such events; object access auditing comes nearest (service security, EventID 4663)',
    ],
    [
      noProduct('file_rename'),
      'unsupported',
      'category file_rename: exists only as live ETW trace, no event log holds such events; Sysmon logs creations (category file_event) and deletions (category file_delete)',
    ],
    [
      logsource('process_creatoin'),
      'unsupported',
      'category process_creatoin: unknown on Windows; check its spelling or map it with --mapping FILE',
    ],
    [
      logsource(undefined, 'applokcer'),
      'unsupported',
      'service applokcer: no Windows event log is known for it; check its spelling or map it with --mapping FILE',
    ],
    [
      logsource('process_creation', 'dhcp'),
      'unsupported',
      'category process_creation, service dhcp: no event belongs to both; remove one of the two from the rule',
    ],
    [logsource('nothing', 'sysmon'), 'unsupported', expect.stringContaining('category nothing')],
    [logsource('ps_script', 'nothing'), 'unsupported', expect.stringContaining('service nothing')],
    [logsource('__proto__'), 'unsupported', expect.stringContaining('category __proto__')],
    [logsource(undefined, 'constructor'), 'unsupported', expect.stringContaining('service constructor')],
    [logsource(''), 'unsupported', expect.stringContaining('unknown')],
    [
      logsource(undefined, 'x'.repeat(100_000)),
      'unsupported',
      expect.stringMatching(/^service x{60}…: no Windows event log/),
    ],
  ])('%j', (source, type, reason) => {
    expect(mapping.resolve(source)).toEqual({ type, reason })
  })
})

describe('log sources with targets', () => {
  it('takes every record for the product alone', () => {
    const [target, ...others] = targetsOf(mapping, logsource())
    expect(others).toEqual([])
    expect(target).toMatchObject({ channels: undefined, eventIds: undefined, conditions: [] })
  })

  it('takes a category without product', () => {
    expect(mapping.resolve(noProduct('antivirus'))).toEqual(mapping.resolve(logsource('antivirus')))
    expect(mapping.resolve(noProduct('process_creation'))).toEqual(
      mapping.resolve(logsource('process_creation')),
    )
  })

  it('compares names without case', () => {
    expect(mapping.resolve(logsource('Process_Creation', undefined, 'Windows'))).toEqual(
      mapping.resolve(logsource('process_creation')),
    )
    expect(targetsOf(mapping, logsource(undefined, 'SYSMON'))[0]!.id).toBe('sysmon')
  })

  it.each([
    ['process_creation', 'sysmon', ['sysmon:1']],
    ['process_creation', 'security', ['security:4688']],
    ['registry_set', 'security', ['security:4657']],
    ['wmi_event', 'wmi', ['wmi:5861']],
    ['antivirus', 'windefend', ['windefend:1006-1012,1017-1019,1115,1116']],
    ['ps_script', 'powershell', ['powershell:4104']],
  ])('intersects %s with %s', (category, service, ids) => {
    const targets = targetsOf(mapping, logsource(category, service))
    expect(targets.map(({ id }) => id)).toEqual(ids)
    for (const target of targets) expect(targetsOf(mapping, logsource(category))).toContain(target)
  })
})
