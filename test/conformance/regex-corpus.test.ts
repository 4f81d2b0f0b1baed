/** Every regular expression of SigmaHQ's rules compiles, runs in linear time and ends on hostile values. */
import { readdirSync, readFileSync } from 'node:fs'
import vm from 'node:vm'
import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { compileRegex } from '../../src/engine/regex/compile-regex.ts'
import { parseRegex } from '../../src/engine/regex/parse-regex.ts'
import { hostileTexts } from '../support/hostile-texts.ts'
import { hasShared, sharedPath } from '../support/shared.ts'

/** Generous: all texts of one pattern take far below a second. */
const DEADLINE_MS = 60_000

interface Pattern {
  readonly source: string
  readonly flags: string
}

/** Distinct patterns of all rule files, in a stable order. */
function readPatterns(): readonly Pattern[] {
  const found = new Map<string, Pattern>()
  const root = sharedPath('data', 'sigma')
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!file.endsWith('.yml')) continue
    const text = readFileSync(`${root}/${file}`, 'utf8')
    if (!text.includes('|re')) continue
    for (const document of parseAllDocuments(text)) {
      for (const pattern of patternsIn(document.toJS()))
        found.set(`${pattern.flags}/${pattern.source}`, pattern)
    }
  }
  return [...found.values()]
}

function* patternsIn(node: unknown): Generator<Pattern> {
  if (node === null || typeof node !== 'object') return
  for (const [key, value] of Object.entries(node)) {
    const modifiers = key.split('|').slice(1)
    if (!modifiers.includes('re')) {
      yield* patternsIn(value)
      continue
    }
    const flags = modifiers.filter((modifier) => /^[ims]$/.test(modifier)).join('')
    for (const source of [value].flat()) yield { source: String(source), flags }
  }
}

/** Runs `task`, and fails if it has not ended after the deadline. */
function runWithDeadline<T>(task: () => T): T {
  const context = vm.createContext({ task })
  return vm.runInContext('task()', context, { timeout: DEADLINE_MS }) as T
}

describe.skipIf(!hasShared)("SigmaHQ's regular expressions", () => {
  const patterns = hasShared ? readPatterns() : []

  test('are all there', () => {
    expect(patterns.length).toBeGreaterThanOrEqual(127)
  })

  test('the deadline interrupts what does not end', () => {
    expect(() => vm.runInContext('for (;;);', vm.createContext({}), { timeout: 50 })).toThrow(/timed out/)
  })

  test.each(patterns)('$source', ({ source, flags }) => {
    const compiled = compileRegex(source, flags)
    const parsed = parseRegex(source, flags)
    if (compiled.type === 'error' || parsed.type === 'error') throw new Error(`${source} is refused`)
    expect(['glushkov', 're2js', 'counting']).toContain(compiled.engine)
    const texts = hostileTexts(parsed.root)
    expect(texts.length).toBeGreaterThan(0)
    const matches = runWithDeadline(() => texts.map((text) => compiled.test(text)))
    expect(matches.every((match) => typeof match === 'boolean')).toBe(true)
  })
})
