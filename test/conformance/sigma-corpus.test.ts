/**
 * Every file of SigmaHQ through the parser, against the figures that were counted from the same files by other means
 * (sigma-corpus-stats.md). "Active" are the folders of current rules, "windows" is `product: windows`.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { DetectionRule, Item, ParsedFile, PatternToken, Search, Value } from '../../src/sigma/ast.ts'
import { composeYaml } from '../../src/sigma/compose-yaml.ts'
import { parseSigma } from '../../src/sigma/parse.ts'
import { isUsual, scanYaml } from '../../src/sigma/scan-yaml.ts'
import { countDashes, expandDashes } from '../../src/sigma/windash.ts'
import { hasShared, sharedPath } from '../support/shared.ts'

const FOLDERS = [
  'rules',
  'rules-emerging-threats',
  'rules-threat-hunting',
  'rules-placeholder',
  'rules-compliance',
  'rules-dfir',
  'deprecated',
  'unsupported',
] as const
type Folder = (typeof FOLDERS)[number]
const INACTIVE: readonly Folder[] = ['deprecated', 'unsupported']

interface RuleFile {
  readonly folder: Folder
  readonly name: string
  readonly text: string
  readonly parsed: ParsedFile
}

function readFiles(): RuleFile[] {
  return FOLDERS.flatMap((folder) => {
    const names = readdirSync(sharedPath('data/sigma', folder), { recursive: true, encoding: 'utf8' })
    return names
      .filter((name) => name.endsWith('.yml'))
      .sort()
      .map((name) => {
        const text = readFileSync(sharedPath('data/sigma', folder, name), 'utf8')
        return { folder, name, text, parsed: parseSigma(text, `${folder}/${name}`) }
      })
  })
}

function itemsOf(search: Search): Item[] {
  return search.type === 'item' ? [search] : search.children.flatMap(itemsOf)
}

function itemsOfRule(rule: DetectionRule): Item[] {
  return rule.detection.identifiers.flatMap(({ search }) => itemsOf(search))
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

/** Tokens without `any` at their ends. */
function trimAny(tokens: readonly PatternToken[]): PatternToken[] {
  const isAny = (token: PatternToken | undefined) => typeof token === 'object' && token.wild === 'any'
  return tokens.filter((token, i) => !isAny(token) || (i > 0 && i < tokens.length - 1))
}

/** The folder `windows` holds a few rules of other products, so that the product decides. */
function isWindows({ logsource }: DetectionRule): boolean {
  return logsource.product === 'windows'
}

describe.skipIf(!hasShared)('SigmaHQ', () => {
  const files = hasShared ? readFiles() : []
  const rulesOf = (folder: Folder): DetectionRule[] =>
    files
      .filter((file) => file.folder === folder)
      .flatMap(({ parsed }) => parsed.documents)
      .filter((rule) => rule.kind === 'detection')
  const active = FOLDERS.filter((folder) => !INACTIVE.includes(folder)).flatMap(rulesOf)
  const windows = active.filter(isWindows)
  const inactive = INACTIVE.flatMap(rulesOf).filter(isWindows)

  describe('documents', () => {
    it('are detections by folder and product, or refused', () => {
      const counts = FOLDERS.map((folder) => {
        const refused = files
          .filter((file) => file.folder === folder)
          .flatMap(({ parsed }) => parsed.rejected)
        const rules = rulesOf(folder)
        return [folder, rules.length + refused.length, rules.filter(isWindows).length, refused.length]
      })
      expect(counts).toEqual([
        ['rules', 3141, 2407, 0],
        ['rules-emerging-threats', 473, 323, 0],
        ['rules-threat-hunting', 140, 128, 0],
        ['rules-placeholder', 23, 14, 0],
        ['rules-compliance', 3, 0, 0],
        ['rules-dfir', 0, 0, 0],
        ['deprecated', 172, 152, 0],
        // 58 documents name Windows: besides these three of the refused and a global one.
        ['unsupported', 89, 54, 4],
      ])
      expect(windows).toHaveLength(2872)
      expect(files.flatMap(({ parsed }) => parsed.documents).every(({ kind }) => kind === 'detection')).toBe(
        true,
      )
    })

    it('are refused with a code and a place', () => {
      const refusals = files.flatMap(({ name, parsed }) =>
        parsed.rejected.flatMap(({ diagnostics }) =>
          diagnostics.map(({ code, line, column }) => `${name} ${line}:${column} ${code}`),
        ),
      )
      // Conditions in prose, which pySigma refuses too.
      expect(refusals).toEqual([
        'network/net_dns_high_subdomain_rate.yml 34:75 rule-condition',
        'windows/sysmon_always_install_elevated_parent_child_correlated.yml 32:85 rule-condition',
        'windows/win_dumping_ntdsdit_via_dcsync.yml 30:80 rule-condition',
        'windows/win_dumping_ntdsdit_via_netsync.yml 26:80 rule-condition',
      ])
    })

    it('of the global kind are merged', () => {
      const several = files.filter(({ parsed }) => parsed.documents.some(({ document }) => document > 0))
      expect(
        several.map(({ name, parsed }) => `${name} ${parsed.documents.map(({ document }) => document)}`),
      ).toEqual([
        'windows/sysmon_process_reimaging.yml 1,2',
        'windows/win_apt_apt29_tor.yml 1',
        'windows/win_remote_service.yml 1,2',
      ])
    })

    it('have the status, level and dates that were counted', () => {
      expect(tally(windows.map(({ status }) => String(status)))).toEqual({
        test: 2574,
        experimental: 225,
        stable: 73,
      })
      expect(tally(windows.map(({ level }) => String(level)))).toEqual({
        high: 1379,
        medium: 1133,
        low: 213,
        critical: 134,
        informational: 13,
      })
      const dates = active
        .flatMap(({ date, modified }) => [date, modified])
        .filter((date) => date !== undefined)
      expect(dates).toHaveLength(6250)
      expect(new Set(active.map(({ id }) => id)).size).toBe(active.length)
    })

    it('that are other files of the folder are refused, not passed over', () => {
      const text = readFileSync(sharedPath('data/sigma/thor.yml'), 'utf8')
      expect(parseSigma(text, 'thor.yml')).toMatchObject({
        documents: [],
        rejected: [{ diagnostics: [{ code: 'rule-schema', line: 1 }, { code: 'rule-schema' }] }],
      })
    })
  })

  describe('log sources of active Windows rules', () => {
    it('have one of category and service, but one', () => {
      const both = windows.filter(
        ({ logsource }) => (logsource.category === undefined) === (logsource.service === undefined),
      )
      expect(both.map(({ title }) => title)).toEqual(['Mimikatz Use'])
    })

    it('are those counted', () => {
      const categories = tally(windows.flatMap(({ logsource }) => logsource.category ?? []))
      expect(Object.keys(categories)).toHaveLength(28)
      expect(categories).toMatchObject({
        process_creation: 1416,
        registry_set: 224,
        file_event: 220,
        ps_script: 178,
      })
      const services = tally(windows.flatMap(({ logsource }) => logsource.service ?? []))
      expect(Object.keys(services)).toHaveLength(37)
      expect(services).toMatchObject({ security: 177, system: 74, application: 32, windefend: 17 })
    })
  })

  describe('items of active Windows rules', () => {
    const items = windows.flatMap((rule) => itemsOfRule(rule).map((item) => ({ rule, item })))

    it('have the modifier chains, values and rules that were counted', () => {
      const chains = new Map<string, { items: number; values: number; rules: Set<DetectionRule> }>()
      for (const { rule, item } of items) {
        const chain = item.modifiers.join('|')
        const entry = chains.get(chain) ?? { items: 0, values: 0, rules: new Set() }
        entry.items++
        entry.values += item.values.length
        entry.rules.add(rule)
        chains.set(chain, entry)
      }
      expect(
        Object.fromEntries(
          [...chains].map(([chain, one]) => [chain, [one.items, one.values, one.rules.size]]),
        ),
      ).toEqual({
        endswith: [3062, 8462, 1809],
        contains: [2861, 22084, 1688],
        '': [2499, 4238, 1474],
        'contains|all': [1021, 2744, 707],
        startswith: [517, 977, 291],
        re: [174, 186, 94],
        'contains|windash': [108, 180, 85],
        cidr: [35, 335, 21],
        expand: [18, 19, 13],
        'base64offset|contains': [7, 34, 7],
        all: [6, 18, 5],
        fieldref: [4, 4, 4],
        'contains|expand': [3, 3, 3],
        're|i': [2, 2, 2],
        'wide|base64offset|contains': [2, 5, 1],
        'endswith|windash': [2, 4, 2],
        'base64|contains': [1, 1, 1],
      })
    })

    it('have the kinds of values that were counted', () => {
      const values = items.flatMap(({ item }) => item.values)
      const kinds = tally(values.map(({ op, text }) => (op === 'pattern' && text === '' ? 'empty' : op)))
      expect(values).toHaveLength(39_296)
      expect(kinds).toEqual({
        pattern: 38_449 - 335 - 188 - 39 - 4 - kinds.placeholder!,
        empty: 48,
        number: 709,
        null: 86,
        boolean: 4,
        cidr: 335,
        regex: 188,
        oneOf: 39,
        fieldref: 4,
        placeholder: kinds.placeholder,
      })
      expect(kinds.placeholder).toBe(22)
      const networks = values.filter((value) => value.op === 'cidr')
      expect(networks.filter(({ network }) => network.length === 16)).toHaveLength(130)
    })

    it('have the distinct atoms that were counted', () => {
      const key = ({ field, modifiers }: Item, { op, text }: Value) =>
        JSON.stringify([field, modifiers.filter((name) => name !== 'all'), op, text])
      const atoms = items.flatMap(({ item }) => item.values.map((value) => key(item, value)))
      expect(new Set(atoms).size).toBe(29_511)
    })

    it('have the wildcards that were counted', () => {
      const found = items.flatMap(({ rule, item }) =>
        item.values.flatMap((value) => {
          if (value.op !== 'pattern') return []
          const inner = trimAny(value.tokens).some(
            (token) => typeof token === 'object' && token.wild !== 'dash',
          )
          return inner ? [{ rule, text: value.text, chain: item.modifiers.join('|') }] : []
        }),
      )
      expect(new Set(found.map(({ text }) => text)).size).toBe(158)
      expect(new Set(found.map(({ rule }) => rule)).size).toBe(55)
      expect(tally(found.map(({ chain }) => chain))).toEqual({
        contains: 118,
        endswith: 72,
        'contains|all': 10,
        '': 6,
        startswith: 1,
      })
    })

    it('vary the dashes that were counted', () => {
      const values = items.flatMap(({ item }) => (item.modifiers.includes('windash') ? item.values : []))
      const dashes = values.map((value) => (value.op === 'pattern' ? countDashes(value.tokens) : -1))
      expect(tally(dashes.map(String))).toMatchObject({ 0: 9 })
      expect(Math.max(...dashes)).toBe(2)
      const strings = values.map((value) => (value.op === 'pattern' ? expandDashes(value.tokens).length : 0))
      expect(strings.reduce((sum, count) => sum + count, 0)).toBe(1124)
    })

    it('have the regular expressions that were counted', () => {
      const regexes = active.flatMap((rule) =>
        itemsOfRule(rule).flatMap(({ values }) =>
          values.flatMap((value) => (value.op === 'regex' ? [{ rule, value }] : [])),
        ),
      )
      const ofWindows = regexes.filter(({ rule }) => isWindows(rule))
      expect(ofWindows).toHaveLength(188)
      expect(new Set(ofWindows.map(({ value }) => value.text)).size).toBe(127)
      expect(new Set(ofWindows.map(({ rule }) => rule)).size).toBe(96)
      expect(ofWindows.filter(({ value }) => value.text.startsWith('(?i)'))).toHaveLength(13)
      expect(tally(ofWindows.map(({ value }) => value.flags))).toEqual({ '': 173, i: 15 })
    })
  })

  describe('conditions of Windows rules', () => {
    it('have the identifiers that were counted', () => {
      const sizes = windows.map(({ detection }) => detection.identifiers.length)
      expect(tally(sizes.map((size) => (size < 5 ? String(size) : '5+')))).toEqual({
        1: 1253,
        2: 836,
        3: 363,
        4: 191,
        '5+': 229,
      })
      expect(Math.max(...sizes)).toBe(34)
    })

    it('are one a rule, without aggregation, when active', () => {
      expect(active.every(({ detection }) => detection.conditions.length === 1)).toBe(true)
      expect(active.filter(({ detection }) => detection.aggregation !== undefined)).toEqual([])
      expect(active.filter(({ detection }) => detection.timeframe !== undefined)).toEqual([])
    })

    it('have 27 aggregations when inactive', () => {
      const found = inactive.flatMap(({ detection }) => detection.aggregation?.function ?? [])
      expect(tally(found)).toEqual({ count: 22, near: 5 })
      expect(
        rulesOf('deprecated')
          .filter(isWindows)
          .filter(({ detection }) => detection.aggregation),
      ).toEqual([])
    })
  })

  describe('the fast YAML reader', () => {
    it('reads every file that it takes as the library does', () => {
      let refused = 0
      for (const { name, text } of files) {
        const scanned = isUsual(text) ? scanYaml(text, 0, text.length) : undefined
        if (scanned === undefined) refused++
        else expect({ name, documents: [scanned] }).toEqual({ name, documents: composeYaml(text, 0) })
      }
      expect(refused / files.length).toBeLessThan(0.01)
    })

    it('reads all files as one stream', () => {
      const some = files.filter((file) => file.folder === 'rules-threat-hunting')
      const { documents, rejected } = parseSigma(
        some.map(({ text }) => text.trimEnd()).join('\n---\n'),
        'all.yml',
      )
      expect(rejected).toEqual([])
      const bodies = documents.map(
        (rule) => rule.kind === 'detection' && JSON.stringify(rule.detection.conditions),
      )
      const apart = some.flatMap(({ parsed }) => parsed.documents)
      expect(documents.map(({ id }) => id)).toEqual(apart.map(({ id }) => id))
      expect(bodies).toEqual(
        apart.map((rule) => rule.kind === 'detection' && JSON.stringify(rule.detection.conditions)),
      )
    })
  })

  it('gives few warnings', () => {
    const warnings = files.flatMap(({ parsed }) => parsed.warnings)
    const kinds = [
      'no effect without an aggregation',
      'windash',
      'matches every value',
      'one backslash, any character',
      'a number to other YAML readers',
    ]
    expect(
      tally(warnings.map(({ message }) => kinds.find((kind) => message.includes(kind)) ?? message)),
    ).toEqual({
      'no effect without an aggregation': 4,
      windash: 9,
      'matches every value': 8,
      'one backslash, any character': 2,
      'a number to other YAML readers': 2,
    })
  })
})
