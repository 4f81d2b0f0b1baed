/** A text that matches holds the window that is looked for; the search finds a window where the obvious one does. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CharSet, charSet, charSetOf, hasChar, rangesOf } from '../../../src/engine/regex/char-set.ts'
import { buildWindowTable, hasWindow } from '../../../src/engine/regex/find-window.ts'
import { parseRegex } from '../../../src/engine/regex/parse-regex.ts'
import { buildRegexProgram } from '../../../src/engine/regex/regex-program.ts'
import { MAX_WINDOW_UNITS, MAX_WINDOWS, requiredWindows } from '../../../src/engine/regex/required-window.ts'
import { runBacktracking } from '../../../src/engine/regex/run-backtracking.ts'
import { arbitraryRegex, arbitraryRegexText } from '../../support/arbitrary-regex.ts'

function parse(source: string, flags = ''): Extract<ReturnType<typeof parseRegex>, { type: 'regex' }> {
  const parsed = parseRegex(source, flags)
  if (parsed.type === 'error') throw new Error(`${source}: ${parsed.error.message}`)
  return parsed
}

/** Members as text, for sets of ASCII characters. */
function show(set: CharSet): string {
  return rangesOf(set)
    .map(({ from, to }) => String.fromCharCode(from) + (to > from ? `-${String.fromCharCode(to)}` : ''))
    .join('')
}

function windowOf(source: string, flags = ''): readonly string[] | undefined {
  return requiredWindows(parse(source, flags).root)[0]?.map(show)
}

describe('the windows of an expression', () => {
  it('is in every text that matches', () => {
    let seen = 0
    const texts = fc.array(arbitraryRegexText, { minLength: 3, maxLength: 3 })
    fc.assert(
      fc.property(arbitraryRegex(true), texts, ({ rule }, list) => {
        const { captures, root } = parse(rule)
        const windows = requiredWindows(root, -1)
        if (windows.length === 0) return
        const tables = windows.map(buildWindowTable)
        const isThere = (text: string): boolean => tables.every((table) => hasWindow(table, text))
        const program = buildRegexProgram(root, captures, false)
        for (const text of list) {
          if (runBacktracking(program, text) !== 'match') continue
          expect([text, isThere(text)]).toEqual([text, true])
          seen++
        }
      }),
      { numRuns: 6000 },
    )
    expect(seen).toBeGreaterThan(200)
  })

  it.each<[string, string, readonly string[] | undefined]>([
    [
      'what stands behind a repeated set',
      '\\\\[a-z0-9]{1,32}\\.[a-z0-9]{1,6}\\.["\']',
      ['0-9a-z', '.', '"\''],
    ],
    ['what stands before one', 'q\\.[a-z]+', ['q', '.', 'a-z']],
    ['around a test without width', 'q\\b-x', ['q', '-', 'x']],
    ['the rounds of an exact count and what follows', 'q[ab]{2}z', ['q', 'a-b', 'a-b', 'z']],
    ['through groups', '(q)(?:u(x))', ['q', 'u', 'x']],
    ['not over what may be missing', 'qx?uvw', ['u', 'v', 'w']],
    ['not over what may be one of two', 'qu(?:a|bc)vwx', ['v', 'w', 'x']],
    ['not over a pair of units', 'qu\u{1f600}vwx', ['v', 'w', 'x']],
    ['not over a set that may be a pair', 'qu[^a]vwx', ['v', 'w', 'x']],
    ['the first round of a repeated group', '(?:abc){2,}z', ['a', 'b', 'c']],
    ['none where all are common', '[a-z]{3}[^a]+', undefined],
    ['none of nothing', '', undefined],
  ])('%s', (_name, source, expected) => {
    expect(windowOf(source)).toEqual(expected)
  })

  it('has both cases where case does not count, and is no longer than it may be', () => {
    expect(requiredWindows(parse('qux', 'i').root)[0]!.every((set) => rangesOf(set).length === 2)).toBe(true)
    expect(windowOf('[0-9]{500}')).toHaveLength(MAX_WINDOW_UNITS)
    expect(windowOf('x[0-9]{500}y')).toHaveLength(MAX_WINDOW_UNITS)
  })
})

describe('several windows', () => {
  it('come with the rarest first, as many as are looked for', () => {
    const shown = (source: string): readonly string[] =>
      requiredWindows(parse(source).root).map((window) => window.map(show).join(''))
    expect(shown('set.*&&.*environment"')).toEqual(['environment"', 'set', '&&'])
    expect(shown('a.*bc.*<.*def.*ghij')).toHaveLength(MAX_WINDOWS)
    expect(shown('[a-z].*<')).toEqual(['<'])
  })
})

describe('the search for a window', () => {
  const set = fc.constantFrom(
    charSetOf('a'),
    charSetOf('ab'),
    charSet([0x61, 0x63]),
    charSet([0x61, 0xe9]),
    charSetOf('é'),
  )
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd', 'é'), maxLength: 24 })

  it('finds what the obvious search finds', () => {
    fc.assert(
      fc.property(fc.array(set, { minLength: 1, maxLength: 5 }), text, (window, given) => {
        const places = Array.from({ length: Math.max(0, given.length - window.length + 1) }, (_, i) => i)
        const isThere = places.some((at) =>
          window.every((s, i) => {
            const code = given.charCodeAt(at + i)
            return code < 128 ? hasChar(s, code) : rangesOf(s).some(({ to }) => to >= 128)
          }),
        )
        expect(hasWindow(buildWindowTable(window), given)).toBe(isThere)
      }),
      { numRuns: 3000 },
    )
  })
})
