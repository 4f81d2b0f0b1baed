import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_FILE_UNITS } from '../../src/sigma/limits.ts'
import { parseSigma } from '../../src/sigma/parse.ts'
import { parseRule, parseText, ruleText } from './rule-text.ts'

const RICH = `${ruleText(`  sel:
    - F|contains|all|windash: [' -a', ' /b']
      G|re|i: 'a.b'
      H|cidr: 10.0.0.0/8
    - I|fieldref|endswith: J
      K|base64offset|contains: x
      L|expand: '%y%'
  kw: [foo, 5]
  condition: sel and not 1 of kw*
custom: {a: [1, null, true]}
`)}---
title: c
correlation:
  type: temporal
  timespan: 5m
  condition: a and not b
---
title: f
logsource: {product: p}
filter: {rules: any, s: x, condition: not s}
---
title: broken
`

describe('parseSigma', () => {
  it('gives plain data that can be sent to a thread', () => {
    const parsed = parseText(RICH)
    expect(parsed.documents.map(({ kind }) => kind)).toEqual(['detection', 'correlation', 'filter'])
    expect(parsed.rejected).toHaveLength(1)
    expect(structuredClone(parsed)).toEqual(parsed)
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return
      expect([Object.prototype, Array.prototype, null]).toContain(Object.getPrototypeOf(value))
      Object.values(value).forEach(walk)
    }
    walk(parsed)
  })

  it('gives the same for the same text', () => {
    expect(JSON.stringify(parseText(RICH))).toBe(JSON.stringify(parseText(RICH)))
  })

  it('does not care about line ends and a byte order mark', () => {
    const { documents } = parseText(RICH)
    expect(parseText(`\ufeff${RICH}`).documents).toEqual(documents)
    expect(parseText(RICH.replaceAll('\n', '\r\n')).documents).toEqual(documents)
  })

  it('refuses a file that is too long', () => {
    expect(parseText('#'.repeat(MAX_FILE_UNITS + 1))).toMatchObject({
      documents: [],
      rejected: [
        { title: undefined, id: undefined, document: 0, diagnostics: [{ code: 'rule-yaml', line: 1 }] },
      ],
    })
    expect(parseText('#'.repeat(MAX_FILE_UNITS)).rejected).toEqual([])
  })

  it('keeps quotes and flow in rules', () => {
    const rule = parseRule(
      '{title: "t", logsource: {product: w}, detection: {s: {"F|contains": ["a\\\\b"]}, condition: s}}',
    )
    expect(rule.detection.identifiers).toMatchObject([{ search: { values: [{ text: 'a\\b' }] } }])
  })

  it('never throws, and every refusal has an error with its place', () => {
    const change = fc.tuple(
      fc.nat(RICH.length),
      fc.nat(8),
      fc.oneof(
        fc.constantFrom(
          '',
          '\n',
          ' ',
          '- ',
          ': ',
          '|',
          '[',
          '{',
          '&a ',
          '*a',
          '"',
          "'",
          '---\n',
          '|re',
          '%',
          '(',
          '\\',
        ),
        fc.string({ unit: 'binary', maxLength: 3 }),
      ),
    )
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        let text = RICH
        for (const [at, length, letters] of changes)
          text = text.slice(0, at) + letters + text.slice(at + length)
        const { documents, rejected, warnings } = parseSigma(text, 'x.yml')
        for (const { diagnostics } of rejected) {
          expect(diagnostics.some(({ severity }) => severity === 'error')).toBe(true)
          for (const { line, column, source } of diagnostics) {
            expect(source).toBe('x.yml')
            expect(line).toBeGreaterThan(0)
            expect(column).toBeGreaterThan(0)
          }
        }
        for (const { severity } of warnings) expect(severity).toBe('warning')
        for (const { document } of documents) expect(document).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 1_000 },
    )
  })
})
