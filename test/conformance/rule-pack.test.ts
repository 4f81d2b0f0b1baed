/** SigmaHQ's rules as a pack: the same reports and the same account of real logs as with the rule files. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runProgram } from '../cli/run-program.ts'
import { hasShared, sharedPath } from '../support/shared.ts'

const RULES = ['rules', 'rules-emerging-threats', 'rules-threat-hunting']
const FORMATS = ['csv', 'jsonl', 'json']

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'goshawk-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Scanned {
  readonly csv: string
  readonly jsonl: string
  readonly hits: unknown
  readonly account: Record<string, unknown>
}

/** In SigmaHQ's folder, so that rules have relative names. */
function inRules(args: readonly string[]): number | null {
  const before = process.cwd()
  process.chdir(sharedPath('data/sigma'))
  try {
    return runProgram(args).code
  } finally {
    process.chdir(before)
  }
}

function scanWith(rules: readonly string[], name: string, flags: readonly string[]): Scanned {
  const logs = sharedPath('data/evtx/attack-samples')
  const file = (format: string): string => join(folder, `${name}.${format}`)
  const outputs = FORMATS.flatMap((format) => ['-o', file(format)])
  const args = [
    'scan',
    logs,
    '-q',
    '--overwrite',
    '-r',
    ...rules,
    ...outputs,
    '--manifest',
    file('manifest'),
    ...flags,
  ]
  expect(inRules(args)).toBe(0)
  const read = (format: string): string => readFileSync(file(format), 'utf8')
  const {
    options,
    run: _,
    ...account
  } = JSON.parse(read('manifest')) as Record<string, Record<string, unknown>>
  const { rules: __, ...decided } = options!
  const { hits } = JSON.parse(read('json')) as { hits: unknown }
  return { csv: read('csv'), jsonl: read('jsonl'), hits, account: { ...account, options: decided } }
}

describe.skipIf(!hasShared)("SigmaHQ's rules as a pack (../shared is needed)", () => {
  it.each([[['-t', '1']], [['-t', '2']], [['-t', '1', '--min-level', 'high']]])(
    'scan as their files do with %j',
    (flags) => {
      const pack = join(folder, 'sigma.goshawk')
      expect(inRules(['rules', 'compile', ...RULES, '-o', pack, '--overwrite', '-q'])).toBe(0)
      const files = scanWith(RULES, 'files', flags)
      expect(files.csv.split('\n').length).toBeGreaterThan(500)
      expect(files.account.rules).toMatchObject({ loaded: 3754 })
      expect(scanWith([pack], 'pack', flags)).toEqual(files)
    },
  )
})
