/** Regular expressions against V8 with flag `u`, which is the judge, on random patterns and texts. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldText } from '../../../src/base/fold.ts'
import { compileRegex } from '../../../src/engine/regex/compile-regex.ts'
import { parseRegex } from '../../../src/engine/regex/parse-regex.ts'
import { buildRegexProgram } from '../../../src/engine/regex/regex-program.ts'
import { runBacktracking } from '../../../src/engine/regex/run-backtracking.ts'
import { createCountingTest } from '../../../src/engine/regex/run-counting.ts'
import { arbitraryRegex, arbitraryRegexText } from '../../support/arbitrary-regex.ts'

/** Tried at every character: V8's own search also stops inside surrogate pairs. */
function judge(source: string, text: string): boolean {
  const sticky = new RegExp(source, 'uy')
  for (let at = 0; at <= text.length; at += text.codePointAt(at)! > 0xffff ? 2 : 1) {
    sticky.lastIndex = at
    if (sticky.test(text)) return true
  }
  return false
}

const runs = { numRuns: 3000 }

test('all engines agree with V8 on patterns without lookaround', () => {
  fc.assert(
    fc.property(
      arbitraryRegex(false),
      fc.array(arbitraryRegexText, { minLength: 3, maxLength: 3 }),
      (regex, texts) => {
        const compiled = compileRegex(regex.rule, '')
        const parsed = parseRegex(regex.rule, '')
        if (compiled.type === 'error' || parsed.type === 'error') throw new Error(regex.rule)
        const { root, captures } = parsed
        const program = buildRegexProgram(root, captures, false)
        const counting = createCountingTest(buildRegexProgram(root, captures, true))
        for (const text of texts) {
          const expected = judge(regex.v8, text)
          const answers = [compiled.test(text), runBacktracking(program, text) === 'match', counting(text)]
          expect([text, ...answers]).toEqual([text, expected, expected, expected])
          if (!expected || compiled.requiredLiteral === undefined) continue
          expect(foldText(text)).toContain(compiled.requiredLiteral)
        }
      },
    ),
    runs,
  )
})

/** Patterns of this test that may need more steps than there are: back references under nested stars (1 in 10,000). */
const MAX_EXHAUSTED = runs.numRuns / 100

test('patterns with lookaround and back references agree with V8 unless they run out of steps', () => {
  let exhausted = 0
  const check = (rule: string, v8: string, text: string): void => {
    const compiled = compileRegex(rule, '')
    const parsed = parseRegex(rule, '')
    if (compiled.type === 'error' || parsed.type === 'error') throw new Error(`${rule} is refused`)
    const outcome = runBacktracking(buildRegexProgram(parsed.root, parsed.captures, false), text)
    if (outcome === 'exhausted') exhausted++
    else expect(outcome === 'match').toBe(judge(v8, text))
    // An automaton never runs out.
    if (compiled.engine === 'backtracking') expect(compiled.test(text)).toBe(outcome === 'match')
    else expect(compiled.test(text)).toBe(judge(v8, text))
  }
  fc.assert(
    fc.property(
      arbitraryRegex(true, 3),
      arbitraryRegex(true, 3),
      arbitraryRegexText,
      (first, second, text) => {
        // The group is set before the reference is reached; V8 takes an unset one for empty, PCRE does not match it.
        check(`(${first.rule})${second.rule}\\1`, `(${first.v8})${second.v8}\\1`, text)
        check(first.rule, first.v8, text)
      },
    ),
    runs,
  )
  expect(exhausted).toBeLessThan(MAX_EXHAUSTED)
})

test('a text that takes too many steps is told from one that does not match', () => {
  const outcomeOf = (source: string, text: string): string => {
    const parsed = parseRegex(source, '')
    if (parsed.type === 'error') throw new Error(source)
    return runBacktracking(buildRegexProgram(parsed.root, parsed.captures, false), text)
  }
  const nested = '((?:(?:[^a]*){0,3})*)a*\\1'
  expect(outcomeOf(nested, 'cé ._')).toBe('match')
  expect(outcomeOf(nested, 'cé ._ and more')).toBe('exhausted')
  expect(outcomeOf('(a)b\\1', 'aba')).toBe('match')
  expect(outcomeOf('(a)b\\1', 'abb')).toBe('none')
})

test('any text is parsed or refused', () => {
  const source = fc.string({
    unit: fc.constantFrom(...'ab(){}[]|\\?*+^$.:<=!-,0127QExpPgk#&\'"😀'),
    maxLength: 20,
  })
  fc.assert(
    fc.property(source, fc.constantFrom('', 'i', 'ms', 'ims'), arbitraryRegexText, (pattern, flags, text) => {
      const compiled = compileRegex(pattern, flags)
      if (compiled.type === 'regex') expect(typeof compiled.test(text)).toBe('boolean')
      else expect(compiled.error.offset).toBeLessThanOrEqual(pattern.length)
    }),
    { numRuns: 20_000 },
  )
})
