/**
 * The mappings against SigmaHQ's rules and mapping file. Expected figures are those of the references: the oracle's
 * reading of thor.yml (truth/README.md), sigma-corpus-stats §2 and sigma-logsource-mapping §5.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { missingFields } from '../../src/mapping/coverage.ts'
import type { Mapping } from '../../src/mapping/mapping.ts'
import { createBuiltinMapping } from '../../src/mapping/resolve.ts'
import { readThorMapping } from '../../src/mapping/thor.ts'
import { logsource, targetsOf } from '../mapping/support.ts'
import { hasShared, sharedPath } from '../support/shared.ts'

interface CorpusRule {
  readonly category: string | undefined
  readonly product: string | undefined
  readonly service: string | undefined
  /** Text of the detection block. */
  readonly detection: string
}

/** Folders of the truth tables, and those that are active beside them. */
const TRUTH = ['rules', 'rules-emerging-threats', 'rules-threat-hunting']
const ACTIVE = [...TRUTH, 'rules-placeholder', 'rules-compliance', 'rules-dfir']

function readRules(folders: readonly string[]): readonly CorpusRule[] {
  return folders.flatMap((folder) =>
    readdirSync(sharedPath('data', 'sigma', folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.yml'))
      .map((name) => {
        const text = readFileSync(sharedPath('data', 'sigma', folder, name), 'utf8')
        const source = parse(blockOf(text, 'logsource')) as Omit<CorpusRule, 'detection'>
        const { category, product, service } = source
        return { category, product, service, detection: blockOf(text, 'detection') }
      }),
  )
}

/** The indented lines (and blank ones) below a key of the first level. */
function blockOf(text: string, key: string): string {
  const lines = text.split(/\r?\n/)
  const start = lines.indexOf(`${key}:`) + 1
  const length = lines.slice(start).findIndex((line) => /^[^\s#]/.test(line))
  return lines.slice(start, length < 0 ? undefined : start + length).join('\n')
}

/** Names of all fields in a detection, keywords left out. */
function fieldsOf(detection: string): readonly string[] {
  const fields = new Set<string>()
  const walk = (search: unknown): void => {
    if (Array.isArray(search)) search.forEach(walk)
    else if (search !== null && typeof search === 'object')
      for (const key of Object.keys(search)) fields.add(key.split('|')[0]!)
  }
  const identifiers = parse(detection) as Record<string, unknown>
  for (const [name, search] of Object.entries(identifiers)) if (name !== 'condition') walk(search)
  return [...fields].filter(Boolean)
}

const nameOf = ({ category, service }: CorpusRule): string => `${category ?? '-'}/${service ?? '-'}`

/** How many rules a mapping takes, and those it does not, by log source. */
function account(mapping: Mapping, rules: readonly CorpusRule[]): object {
  const counts = { targets: 0, 'not-applicable': 0, unsupported: 0 }
  const unsupported: Record<string, number> = {}
  for (const rule of rules) {
    const { type } = mapping.resolve({ ...rule, definition: undefined, custom: {} })
    counts[type]++
    if (type === 'unsupported') unsupported[nameOf(rule)] = (unsupported[nameOf(rule)] ?? 0) + 1
  }
  return { ...counts, unsupported }
}

function readThor(): Mapping {
  const text = readFileSync(sharedPath('data', 'sigma', 'thor.yml'), 'utf8')
  const { mapping, diagnostics } = readThorMapping(text, 'thor.yml')
  expect(diagnostics).toEqual([])
  return mapping!
}

describe.skipIf(!hasShared)('log sources of SigmaHQ', () => {
  const rules = hasShared ? readRules(ACTIVE) : []
  const truthRules = hasShared ? readRules(TRUTH) : []

  it('are all known to the built-in mapping, except what exists only as ETW', () => {
    const windows = rules.filter(({ product }) => product === 'windows')
    expect(windows).toHaveLength(2872)
    expect(account(createBuiltinMapping(), rules)).toEqual({
      targets: 2872 - 15 + 9,
      'not-applicable': rules.length - 2872 - 9,
      unsupported: { 'file_access/-': 13, 'file_rename/-': 2 },
    })
  })

  it('are known to thor.yml as the truth tables say', () => {
    expect(account(readThor(), truthRules)).toEqual({
      // 2,835 used, 2 with placeholders, 9 antivirus.
      targets: 2835 + 2 + 9,
      'not-applicable': 887,
      unsupported: {
        'file_access/-': 13,
        'file_rename/-': 2,
        '-/dns-server': 2,
        '-/driver-framework': 1,
        '-/microsoft-servicebus-client': 1,
        '-/dns-server-analytic': 1,
        '-/-': 1,
      },
    })
  })

  it('have as many targets in thor.yml as for the oracle: one, with exceptions', () => {
    const mapping = readThor()
    const several: Record<string, number> = {}
    let total = 0
    for (const rule of new Map(
      truthRules.map((rule) => [JSON.stringify({ ...rule, detection: '' }), rule]),
    ).values()) {
      const resolution = mapping.resolve({ ...rule, definition: undefined, custom: {} })
      const count = resolution.type === 'targets' ? resolution.targets.length : 0
      if (count > 1) several[nameOf(rule)] = count
      total += count
    }
    expect(several).toEqual({
      'process_creation/-': 2,
      'registry_event/-': 3,
      'registry_delete/-': 2,
      'wmi_event/-': 3,
      'pipe_created/-': 2,
      'sysmon_status/-': 2,
    })
    expect(total).toBe(68)
  })

  it.each([
    ['process_creation', 'security:4688', 1416, 642],
    ['network_connection', 'security:5156', 63, 34],
  ])('%s: fields that exist in %s', (category, id, count, complete) => {
    const target = targetsOf(createBuiltinMapping(), logsource(category)).find((t) => t.id === id)!
    const ofCategory = rules.filter((rule) => rule.product === 'windows' && rule.category === category)
    expect(ofCategory).toHaveLength(count)
    const whole = ofCategory
      .map(({ detection }) => fieldsOf(detection))
      // The measurement counts ParentUser as absent; our view has it where the event names two accounts.
      .filter((fields) => missingFields(target, fields).length === 0 && !fields.includes('ParentUser'))
    expect(whole).toHaveLength(complete)
  })

  it('registry rules: fields that exist in security:4657', () => {
    const target = targetsOf(createBuiltinMapping(), logsource('registry_set'))[1]!
    const names = ['registry_set', 'registry_add', 'registry_event', 'registry_delete']
    const registry = rules.filter((rule) => rule.product === 'windows' && names.includes(rule.category ?? ''))
    expect(registry).toHaveLength(278)
    expect(
      registry.filter(({ detection }) => missingFields(target, fieldsOf(detection)).length === 0),
    ).toHaveLength(274)
  })
})
