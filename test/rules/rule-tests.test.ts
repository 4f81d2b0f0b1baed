/**
 * The bundled rules by the tools for authors: their checks find nothing, and their own tests pass, none in vain.
 */
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { checkRules } from '../../src/engine/lint/check-rules.ts'
import { runRuleTests } from '../../src/engine/rule-test/run-rule-tests.ts'
import { createBuiltinMapping } from '../../src/mapping/resolve.ts'
import { readRuleFiles } from '../../src/scan/rule-files.ts'
import { parseSigma } from '../../src/sigma/parse.ts'
import { readRuleTests } from '../../src/sigma/rule-test/read-rule-tests.ts'

const { files, tests, diagnostics } = readRuleFiles([fileURLToPath(new URL('../../rules', import.meta.url))])
const mapping = createBuiltinMapping()

describe('bundled rules', () => {
  it('are checked without a finding that matters', () => {
    expect(diagnostics).toEqual([])
    const checked = checkRules(files, mapping)
    expect(checked.diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([])
    expect(checked).toMatchObject({ rules: files.length, rejected: 0, otherProducts: 0 })
  })

  it('have tests, each of them, that pass and prove something', async () => {
    const read = tests.map(({ text, file }) => readRuleTests(text, file))
    expect(read.flatMap((one) => one.diagnostics)).toEqual([])
    const documents = files.flatMap(({ text, file }) => parseSigma(text, file).documents)
    const run = await runRuleTests(
      { documents, mapping, placeholders: new Map() },
      read.flatMap((one) => one.tests),
    )
    const results = run.tested.flatMap((one) => one.results)
    const bad = results.filter(({ failure, doubt }) => failure !== undefined || doubt !== undefined)
    expect(bad.map(({ test, failure, doubt }) => [test.name, failure ?? doubt])).toEqual([])
    expect(run.untested).toEqual([])
    for (const { tests: own, results: ofRule } of run.tested) {
      expect(
        ofRule.some(({ test }) => test.mustMatch),
        own.file,
      ).toBe(true)
      expect(
        ofRule.some(({ test }) => !test.mustMatch),
        own.file,
      ).toBe(true)
    }
    expect(results.length).toBeGreaterThan(150)
  })
})
