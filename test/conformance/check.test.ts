/**
 * `check` as SigmaHQ's scripts use it: their regression cases, called as their runner calls the checker, and both
 * corpora against the hits of an independent program.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { runCheck } from '../../src/cli/commands/check.ts'
import { runProgram } from '../cli/run-program.ts'
import { type RegressionCase, readRegressionCases } from '../support/regression-cases.ts'
import { hasShared, sharedPath } from '../support/shared.ts'
import { ANTIVIRUS, type Corpus, RULE_FOLDERS, readTruth } from '../support/truth-hits.ts'

const thor = sharedPath('data/sigma/thor.yml')
const cases = hasShared ? readRegressionCases() : []

// Rules that thor.yml has no entry for are named there, at every call.
beforeAll(() => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})
afterAll(() => {
  vi.restoreAllMocks()
})

type Row = Readonly<Record<string, unknown>>

function readRows(out: string): readonly Row[] {
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)
}

/** The command within this process. */
async function check(
  evtxPath: string,
  rulePath: readonly string[],
  ruleLevel?: string,
): Promise<readonly Row[]> {
  const parts: string[] = []
  const flags = { logSource: thor, evtxPath: [evtxPath], rulePath, ruleLevel, threads: '1' }
  const code = await runCheck([], flags, async (text) => void parts.push(text))
  expect(code).toBe(0)
  return readRows(parts.join(''))
}

const matchesOf = (rows: readonly Row[], ruleId: string): number =>
  rows.filter(({ RuleId }) => RuleId === ruleId).length

/** As the runner of SigmaHQ calls the checker. */
const argumentsOf = ({ log, ruleFolder }: RegressionCase): readonly string[] => [
  ...['--log-source', thor],
  ...['--evtx-path', log],
  ...['--rule-level', 'informational'],
  ...['--rule-path', ruleFolder],
]

describe.skipIf(!hasShared)("SigmaHQ's regression cases", () => {
  it('are all there', () => {
    expect(cases).toHaveLength(42)
  })

  it.each(cases)('$ruleId', async ({ ruleId, ruleFolder, log, matchCount }) => {
    const rows = await check(log, [ruleFolder], 'informational')
    expect(matchesOf(rows, ruleId)).toBeGreaterThanOrEqual(matchCount)
  })

  const folders = new Map(cases.map((one) => [one.ruleFolder, one]))
  it.each([...folders.values()])('$ruleId by the program itself', (one) => {
    const done = runProgram(['check', ...argumentsOf(one)])
    expect(done.code).toBe(0)
    expect(matchesOf(readRows(done.out), one.ruleId)).toBeGreaterThanOrEqual(one.matchCount)
  })
})

const CORPORA: readonly { corpus: Corpus; antivirus: number }[] = [
  { corpus: 'attack-samples', antivirus: 7 },
  { corpus: 'mitre-attack', antivirus: 8 },
]

describe.skipIf(!hasShared)('check over both corpora', () => {
  it.each(CORPORA)('$corpus: finds what the truth has', async ({ corpus, antivirus }) => {
    const root = sharedPath('data/evtx', corpus)
    const rows = await check(
      root,
      RULE_FOLDERS.map((folder) => sharedPath('data/sigma', folder)),
    )
    const lines = new Set(
      rows.map(
        ({ File, EventRecordID, RuleId }) =>
          `${String(File).slice(root.length + 1)}\t${EventRecordID}\t${RuleId}`,
      ),
    )
    const truth = readTruth(corpus)
    expect([...truth].filter((line) => !lines.has(line))).toEqual([])
    const extras = [...lines].filter((line) => !truth.has(line))
    expect(extras.filter((line) => !ANTIVIRUS.has(line.split('\t')[2]!))).toEqual([])
    expect(extras).toHaveLength(antivirus)
  })
})
