import { describe, expect, it } from 'vitest'
import type { Mapping } from '../../src/mapping/mapping.ts'
import { readThorMapping } from '../../src/mapping/thor.ts'
import { logsource, readField, targetsOf } from './support.ts'

const FILE = `
title: X
logsources:
  proc1:
    category: process_creation
    product: Windows
    conditions: { EventID: 1 }
    rewrite: { product: windows, service: sysmon }
  proc2:
    category: process_creation
    product: windows
    conditions: { EventID: [4688, '4689'], Kind: [a, 2, true] }
    rewrite: { product: windows, service: security }
    fieldmappings: { Image: NewProcessName, User: [SubjectUserName, TargetUserName] }
  same-fields:
    category: process_other
    conditions: { EventID: '46*' }
    rewrite: { product: windows, service: security }
    fieldmappings: { user: [SubjectUserName, TargetUserName], image: NewProcessName }
  sysmon:
    product: windows
    service: sysmon
    conditions: { EventID: 99, Level: 4 }
    sources: ['WinEventLog:Microsoft-Windows-Sysmon/Operational', 'File:/var/log/x']
    fieldmappings: { Image: Fallback, Other: That }
  security:
    product: windows
    service: security
    sources: 'WinEventLog:Security'
  webserver:
    category: webserver
    sources: ['File:*.log']
  ignored-keys:
    service: mitigations
    product: windows
    index: whatever
    sources: ['WinEventLog:Microsoft-Windows-Security-Mitigations/Kernel Mode']
`

function read(text: string): Mapping {
  const { mapping, diagnostics } = readThorMapping(text, 'dir/x.yml')
  expect(diagnostics).toEqual([])
  return mapping!
}

describe('a mapping file', () => {
  const mapping = read(FILE)

  it('is named after the file', () => {
    expect(mapping.name).toBe('x.yml')
  })

  it('joins the conditions and fields of a rewrite, the outer ones winning', () => {
    expect(targetsOf(mapping, logsource('process_creation'))).toMatchObject([
      {
        id: 'proc1',
        channels: [{ key: 'microsoftwindowssysmonoperational', isPrefix: false }],
        eventIds: [1],
        conditions: [{ field: 'Level', values: ['4'] }],
      },
      {
        id: 'proc2',
        channels: [{ key: 'security', isPrefix: false }],
        eventIds: [4688, 4689],
        conditions: [{ field: 'Kind', values: ['a', '2', 'true'] }],
      },
    ])
  })

  it('keeps an event id that is no number as a condition', () => {
    const [target] = targetsOf(mapping, logsource('process_other', undefined, undefined))
    expect(target).toMatchObject({ eventIds: undefined, conditions: [{ field: 'EventID', values: ['46*'] }] })
  })

  it('reads mapped fields from the others, all else raw and without added values', () => {
    const { view } = targetsOf(mapping, logsource('process_creation'))[1]!
    const event = {
      NewProcessName: 'new',
      Image: 'own',
      SubjectUserName: 's',
      TargetUserName: 't',
      ProcessId: '0x1',
    }
    expect(readField(view, 'Image', event)).toEqual(['new'])
    expect(readField(view, 'image', event)).toEqual(['new'])
    expect(readField(view, 'User', event)).toEqual(['s', 't'])
    for (const field of [
      'ProcessId',
      'Level',
      'LogonProcessName',
      'Provider_Name',
      'md5',
      'ProcessGuid',
      'Message',
    ])
      expect(view.sourcesOf(field)).toBeUndefined()
  })

  it('shares views with equal fields', () => {
    const [, proc2] = targetsOf(mapping, logsource('process_creation'))
    const [other] = targetsOf(mapping, logsource('process_other'))
    expect(other!.view).toBe(proc2!.view)
    expect(targetsOf(mapping, logsource(undefined, 'security'))[0]!.view).toBe(
      targetsOf(mapping, logsource(undefined, 'mitigations'))[0]!.view,
    )
  })

  it('spells channels canonically', () => {
    expect(targetsOf(mapping, logsource(undefined, 'mitigations'))[0]!.channels).toEqual([
      { key: 'microsoftwindowssecuritymitigationskernelmode', isPrefix: false },
    ])
  })

  it.each([
    ['process_creation', 'sysmon', ['proc1', 'sysmon']],
    ['process_creation', 'security', ['proc2']],
    ['unheard_of', 'security', ['security']],
  ])('takes %s with %s by the entries that have conditions', (category, service, ids) => {
    expect(targetsOf(mapping, logsource(category, service)).map(({ id }) => id)).toEqual(ids)
  })

  it.each([
    [logsource(), 'unsupported', 'no category and no service: x.yml has no entry for it; add one'],
    [logsource('file_access'), 'unsupported', 'category file_access: x.yml has no entry for it; add one'],
    [logsource('webserver'), 'unsupported', 'category webserver: x.yml has no entry for it; add one'],
    [logsource('webserver', undefined, ''), 'not-applicable', 'product '],
    [{ ...logsource('webserver'), product: undefined }, 'not-applicable', 'no product, category webserver'],
    [logsource('process_creation', undefined, 'linux'), 'not-applicable', 'product linux'],
  ])('%j has no targets', (source, type, reason) => {
    expect(mapping.resolve(source)).toEqual({ type, reason })
  })

  it('has prototype names as plain names', () => {
    const odd = read(
      'logsources:\n  __proto__:\n    service: constructor\n    sources: [WinEventLog:A]\n    fieldmappings: { toString: __proto__ }',
    )
    const [target] = targetsOf(odd, logsource(undefined, 'constructor'))
    expect(target!.view.sourcesOf('toString')).toEqual([{ kind: 'raw', name: '__proto__' }])
    expect(odd.resolve(logsource(undefined, 'valueOf')).type).toBe('unsupported')
  })

  it('may use anchors and merge keys', () => {
    const merged = read(
      'base: &b { product: windows, sources: [WinEventLog:A] }\nlogsources:\n  a: { <<: *b, service: a }\n  b: { service: b, sources: &s [WinEventLog:B] }\n  c: { service: c, sources: *s }',
    )
    expect(targetsOf(merged, logsource(undefined, 'a'))[0]!.channels).toEqual([{ key: 'a', isPrefix: false }])
    expect(targetsOf(merged, logsource(undefined, 'c'))[0]!.channels).toEqual([{ key: 'b', isPrefix: false }])
  })
})

describe('a file that is no mapping', () => {
  it.each([
    ['', 'needed: a map `logsources` of entries', 1],
    ['- a', 'needed: a map `logsources` of entries', 1],
    ['logsources: 5', 'needed: a map `logsources` of entries', 1],
    ['logsources: {}', 'logsources: needed at least one entry', 1],
    ['logsources:\n  a: {', 'no valid YAML: ', 2],
    ['logsources:\n  a: { service: x }\n  a: { service: y }', 'no valid YAML: Map keys must be unique', 3],
    [`logsources: ${'['.repeat(50_000)}`, 'YAML: ', undefined],
    [
      `a: &a [x, x, x, x, x, x, x, x, x]\n${[...'bcdefgh'].map((n, i) => `${n}: &${n} [${Array(9).fill(`*${'abcdefg'[i]}`)}]`).join('\n')}\nlogsources:\n  z: { sources: *h }`,
      'no usable YAML: Excessive alias count',
      undefined,
    ],
    ['#'.repeat(4_000_001), 'the file has 4000001 characters; a mapping may have 4000000', undefined],
    [
      `logsources:\n${Array.from({ length: 1001 }, (_, i) => `  e${i}: {service: s}`).join('\n')}`,
      'logsources: 1001 entries; a mapping may have 1000',
      2,
    ],
  ])('%#', (text, message, line) => {
    const { mapping, diagnostics } = readThorMapping(text, 'x.yml')
    expect(mapping).toBeUndefined()
    expect(diagnostics[0]).toMatchObject({ code: 'mapping-invalid', severity: 'error', source: 'x.yml' })
    expect(diagnostics[0]!.message).toContain(message)
    if (line !== undefined) expect(diagnostics[0]!.line).toBe(line)
  })
})

describe('an entry that cannot be used', () => {
  it.each([
    ['5', 'needed: a map with category, product or service'],
    ['', 'needed: a map with category, product or service'],
    ['{ sources: [WinEventLog:A] }', 'needed: category, product or service'],
    ['{ service: [a] }', 'category, product and service must be texts'],
    ['{ service: a, conditions: 5 }', 'conditions: needed a map of fields to a value or a list of values'],
    ['{ service: a, conditions: { EventID: { a: b } } }', 'conditions: needed a map of fields'],
    ['{ service: a, conditions: { EventID: [] } }', 'conditions: needed a map of fields'],
    ['{ service: a, conditions: { EventID: [null] } }', 'conditions: needed a map of fields'],
    ['{ service: a, fieldmappings: [x] }', 'fieldmappings: needed a map of fields'],
    ['{ service: a, fieldmappings: { Image: { EventID=1: x } } }', 'fieldmappings: needed a map of fields'],
    ['{ service: a, sources: { a: b } }', 'sources: needed a list of texts'],
    ['{ service: a, rewrite: x }', 'rewrite: needed: a map with category, product or service'],
    ['{ service: a, rewrite: {} }', 'rewrite: needed: category, product or service'],
    ['{ category: a, rewrite: { category: a } }', 'its rewriting does not come to an end'],
  ])('%s', (entry, message) => {
    const text = `logsources:\n  good: { service: good, sources: [WinEventLog:A] }\n  bad: ${entry}\n`
    const { mapping, diagnostics } = readThorMapping(text, 'x.yml')
    expect(diagnostics).toHaveLength(1)
    expect(diagnostics[0]!.message).toContain(`logsources, bad: ${message}`)
    expect(diagnostics[0]).toMatchObject({ code: 'mapping-invalid', severity: 'error', line: 3, column: 3 })
    expect(targetsOf(mapping!, logsource(undefined, 'good'))).toHaveLength(1)
  })

  it('is one that rewrites through ever more entries', () => {
    const layers = Array.from({ length: 7 }, (_, i) =>
      Array.from(
        { length: 20 },
        (_, k) => `  e${i}x${k}: { category: l${i}, rewrite: { category: l${i + 1} } }`,
      ),
    )
    const text = `logsources:\n  good: { service: good, sources: [WinEventLog:A] }\n${layers.flat().join('\n')}\n`
    const { mapping, diagnostics } = readThorMapping(text, 'x.yml')
    expect(diagnostics.length).toBeGreaterThan(0)
    expect(mapping).toBeDefined()
  })

  it('is one that yields more targets than any log source has', () => {
    const many = Array.from({ length: 300 }, (_, i) => `  e${i}: { service: s, sources: [WinEventLog:A] }`)
    const { mapping, diagnostics } = readThorMapping(`logsources:\n${many.join('\n')}`, 'x.yml')
    expect(diagnostics).toEqual([])
    expect(mapping!.resolve(logsource(undefined, 's'))).toMatchObject({ type: 'unsupported' })
  })
})
