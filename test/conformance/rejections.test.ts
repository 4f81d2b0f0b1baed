/**
 * Every rule file of SigmaHQ runs, is for another product, or is rejected with a code and a true reason that tells what
 * to change; none is dropped without a word. Which rules must be rejected is told from their text, not by the parser.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Diagnostic } from '../../src/base/diagnostic.ts'
import { prepareRules } from '../../src/engine/prepare-rules.ts'
import { createBuiltinMapping } from '../../src/mapping/resolve.ts'
import { loadRuleSet } from '../../src/scan/rule-set.ts'
import { readPlaceholders } from '../../src/sigma/read-placeholders.ts'
import { hasShared, sharedPath } from '../support/shared.ts'

const root = sharedPath('data/sigma')
const ACTIVE = [
  'rules',
  'rules-emerging-threats',
  'rules-threat-hunting',
  'rules-placeholder',
  'rules-compliance',
  'rules-dfir',
]
const FOLDERS = [...ACTIVE, 'deprecated', 'unsupported']

interface RuleText {
  /** Below the folder of all rules. */
  readonly path: string
  readonly folder: string
  /** Without comments. */
  readonly text: string
}

function readTexts(): RuleText[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.yml'))
      .map((name) => {
        const path = `${folder}/${name.replaceAll('\\', '/')}`
        const text = readFileSync(`${root}/${path}`, 'utf8').replace(/^\s*#.*$/gm, '')
        return { path, folder, text }
      }),
  )
}

const isWindows = ({ text }: RuleText): boolean => /^\s+product:\s*['"]?windows['"]?\s*$/m.test(text)
const needsPlaceholders = ({ text }: RuleText): boolean =>
  /^\s+(?:-\s+)?[^\s#][^#]*\|expand(?:\||:)/m.test(text)
const isEtwOnly = ({ text }: RuleText): boolean => /^\s+category:\s*file_(?:access|rename)\s*$/m.test(text)

interface Rejected {
  readonly path: string
  readonly diagnostics: readonly Diagnostic[]
}

function tally(keys: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const key of keys.toSorted()) counts[key] = (counts[key] ?? 0) + 1
  return counts
}

describe.skipIf(!hasShared)('every rule of SigmaHQ', () => {
  const texts = hasShared ? readTexts() : []
  const set = loadRuleSet(hasShared ? FOLDERS.map((folder) => `${root}/${folder}`) : [], 'builtin')
  const prepared = prepareRules(set.documents, createBuiltinMapping())
  const below = (file: string): string => file.slice(root.length + 1)
  const rejected: Rejected[] = [
    ...set.rejected.map(({ file, diagnostics }) => ({ path: below(file), diagnostics })),
    ...prepared.rejected.map(({ document, diagnostics }) => ({ path: below(document.file), diagnostics })),
  ]
  const rejectedPaths = new Set(rejected.map(({ path }) => path))
  const runningPaths = new Set(prepared.runnable.map(({ rule }) => below(rule.file)))

  it('is read, and runs, is for another product or is rejected', () => {
    expect(texts).toHaveLength(4039)
    expect(set.files).toBe(4039)
    expect(set.diagnostics.map(({ message }) => message)).toEqual(['no .yml or .yaml file in this folder'])
    const otherPaths = new Set(prepared.notApplicable.map(({ document }) => below(document.file)))
    for (const { path } of texts)
      expect([path, rejectedPaths.has(path) || runningPaths.has(path) || otherPaths.has(path)]).toEqual([
        path,
        true,
      ])
    const { runnable, notApplicable, leftOut, filters } = prepared
    expect(runnable.length + prepared.rejected.length + notApplicable.length).toBe(set.documents.length)
    expect([leftOut, filters]).toEqual([[], []])
    expect(set.documents.length + set.rejected.length).toBe(4041)
  })

  it('that is active and for Windows runs, but those that need placeholders or a source without a log', () => {
    const windows = texts.filter((rule) => ACTIVE.includes(rule.folder) && isWindows(rule))
    expect(windows).toHaveLength(2872)
    const unusable = windows.filter((rule) => needsPlaceholders(rule) || isEtwOnly(rule))
    expect([windows.filter(needsPlaceholders).length, windows.filter(isEtwOnly).length]).toEqual([16, 15])
    expect(unusable).toHaveLength(31)
    for (const rule of windows)
      expect([rule.path, runningPaths.has(rule.path), rejectedPaths.has(rule.path)]).toEqual([
        rule.path,
        !unusable.includes(rule),
        unusable.includes(rule),
      ])
    expect(windows.filter(({ path }) => runningPaths.has(path))).toHaveLength(2841)
  })

  it('that is rejected has a code, counted by folder', () => {
    const codes = rejected.map(
      ({ path, diagnostics }) => `${path.split('/')[0]} ${[...new Set(diagnostics.map(({ code }) => code))]}`,
    )
    expect(tally(codes)).toEqual({
      'rules rule-logsource': 8,
      'rules-emerging-threats rule-placeholder': 2,
      'rules-placeholder rule-placeholder': 14,
      'rules-threat-hunting rule-logsource': 7,
      // Conditions in prose.
      'unsupported rule-condition': 4,
      // The aggregation `near`; one of them with a category and a service that no event has together.
      'unsupported rule-logsource,rule-unsupported': 1,
      'unsupported rule-unsupported': 4,
    })
  })

  it('that is rejected has a reason which names the thing, its place and what to change', () => {
    const advice: Readonly<Record<string, RegExp>> = {
      'rule-logsource':
        /^category file_access: .*no event log.*; object access auditing comes nearest|^category file_rename: .*no event log.*; Sysmon logs creations|remove one of the two/,
      'rule-placeholder':
        /%\S+%' needs values for %\S+%; give them with --placeholders FILE, a line for each: \S+: \[value/,
      'rule-condition': /has no meaning in a condition, which is made of/,
      'rule-unsupported': /near .*correlation of type temporal/,
    }
    for (const { path, diagnostics } of rejected) {
      for (const { code, message, line, column, severity } of diagnostics) {
        expect([path, message]).toEqual([path, expect.stringMatching(advice[code]!)])
        expect(severity).toBe('error')
        expect([path, line! >= 1 && column! >= 1]).toEqual([path, true])
      }
    }
  })

  it('that needs placeholders runs when they are given', () => {
    const names = rejected
      .flatMap(({ diagnostics }) => diagnostics)
      .filter(({ code }) => code === 'rule-placeholder')
      .map(({ message }) => /%([^%]+)%/.exec(message)![1]!)
    const values = [...new Set(names)].map((name) => `'${name}': [value, 'other*']`).join('\n')
    const { placeholders } = readPlaceholders(values, 'values.yml')
    const complete = prepareRules(set.documents, createBuiltinMapping(), { placeholders: placeholders! })
    expect(complete.runnable).toHaveLength(prepared.runnable.length + 16)
    expect(complete.rejected.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code))).not.toContain(
      'rule-placeholder',
    )
  })

  it('for another product is counted with the product', () => {
    const reasons = tally(prepared.notApplicable.map(({ reason }) => reason))
    expect(Object.values(reasons).reduce((sum, count) => sum + count, 0)).toBe(prepared.notApplicable.length)
    expect(
      Object.keys(reasons).every((reason) =>
        /^(?:product \S+|no product, (?:category|service) \S+)/.test(reason),
      ),
    ).toBe(true)
    expect(reasons['product linux']).toBe(
      texts.filter(({ text }) => /^\s+product:\s*linux\s*$/m.test(text)).length,
    )
  })
})
