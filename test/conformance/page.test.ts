/**
 * Pages in the form of Atomic Threat Coverage: the seed's page byte for byte, the cards of the 280 pages; and a page of
 * every rule of SigmaHQ with a name for every technique.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ATTACK_TECHNIQUES, techniqueName } from '../../src/convert/page/attack.ts'
import { drawPages, type PageOptions, type RuleSource } from '../../src/convert/page/page.ts'
import { createBuiltinMapping } from '../../src/mapping/resolve.ts'
import { readRuleFiles } from '../../src/scan/rule-files.ts'
import { parseSigma } from '../../src/sigma/parse.ts'
import { hasShared, sharedPath } from '../support/shared.ts'

const OPTIONS: PageOptions = {
  dialect: 'default',
  mapping: createBuiltinMapping(),
  approximate: false,
  hasQueries: true,
  hitsOf: undefined,
}

function sourceOf(file: string, text: string): RuleSource {
  const { documents } = parseSigma(text, file)
  return { file, text, rules: documents.filter((document) => document.kind !== 'filter') }
}

/** The rule as it stands in a page. */
function ruleOf(page: string): string {
  const start = page.indexOf('### Sigma rule\n\n```\n') + '### Sigma rule\n\n```\n'.length
  const end = page.lastIndexOf('\n```\n', page.indexOf('\n### powershell\n'))
  return page.slice(start, end)
}

describe.skipIf(!hasShared)('the seed’s page', () => {
  it.each(['', '\n'])('is reproduced byte for byte from its rule, ended with %j', (end) => {
    const seed = readFileSync(sharedPath('seed', 'amsi-trigger-rule-page.txt'), 'utf8')
    const source = sourceOf('amsi.yml', ruleOf(seed) + end)
    expect([...drawPages([source], { ...OPTIONS, dialect: 'sigmac-seed' })]).toEqual([
      { name: 'amsi.md', text: seed },
    ])
  })
})

/** A bare `|` in the false positives ends a cell of the page; ours is whole. */
const ESCAPED = ['win_susp_net_execution.md', 'win_susp_wmi_execution.md']

describe.skipIf(!hasShared)('the 280 pages', () => {
  const names = hasShared ? readdirSync(sharedPath('data', 'rule-pages')).sort() : []
  const pages = names.map((name) => {
    const expected = readFileSync(sharedPath('data', 'rule-pages', name), 'utf8')
    const source = sourceOf(name.replace('.md', '.yml'), ruleOf(expected))
    const [made] = drawPages([source], { ...OPTIONS, dialect: 'sigmac-pages' })
    return { name, expected, made: made!.text, madeName: made!.name }
  })
  const rows = (page: string, isDerived: boolean) =>
    page
      .slice(0, page.indexOf('\n## Detection Rules'))
      .split('\n')
      .filter((row) => /^\| \*\*(?:Data Needed|Trigger|Enrichment)\*\*/.test(row) === isDerived)

  it('have their names', () => {
    expect(pages.map(({ madeName }) => madeName)).toEqual(names)
    expect(names.length).toBe(280)
  })

  it('have the rows that repeat the rule, but for cells that the page breaks', () => {
    const different = pages.filter(
      ({ made, expected }) => rows(made, false).join() !== rows(expected, false).join(),
    )
    expect(different.map(({ name }) => name)).toEqual(ESCAPED)
  })

  it('have the data needed, triggers and enrichments', () => {
    const different = pages.filter(
      ({ made, expected }) => rows(made, true).join() !== rows(expected, true).join(),
    )
    expect(different.map(({ name }) => name)).toEqual([])
  })

  it('are reproduced byte for byte in 256 cases; the others have a query that is refused here, or an error of sigmac', () => {
    expect(pages.filter(({ made, expected }) => made === expected).length).toBeGreaterThanOrEqual(256)
  })
})

describe.skipIf(!hasShared)('pages of SigmaHQ’s rules', () => {
  const folders = [
    'rules',
    'rules-emerging-threats',
    'rules-threat-hunting',
    'rules-compliance',
    'rules-placeholder',
    'rules-dfir',
  ]
  const files = hasShared ? readRuleFiles(folders.map((name) => sharedPath('data', 'sigma', name))).files : []
  const sources = files.map(({ file, text }) => sourceOf(file, text))

  it('are made for each rule, with different names, and an index and a matrix', () => {
    const rules = sources.flatMap((source) => source.rules)
    const names: string[] = []
    for (const { name, text } of drawPages(sources, { ...OPTIONS, hasQueries: false })) {
      names.push(name)
      if (name === 'index.html') expect(text.split('<tr ').length - 1).toBe(rules.length)
    }
    expect(rules.length).toBeGreaterThan(3700)
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(2 * rules.length + 3)
  })

  it('name every technique', () => {
    const tags = sources.flatMap(({ rules }) => rules.flatMap((rule) => rule.tags))
    const ids = new Set(
      tags.filter((tag) => /^attack\.t\d/i.test(tag)).map((tag) => tag.slice(7).toUpperCase()),
    )
    expect([...ids].filter((id) => techniqueName(id) === undefined)).toEqual([])
    expect([...ids].filter((id) => !ATTACK_TECHNIQUES.has(id)).sort()).toEqual([])
    expect(ids.size).toBeGreaterThan(300)
  })
})
