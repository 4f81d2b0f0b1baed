/** The prefilter may over-match and never under-matches; what a scan finds is what the predicates say. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldText } from '../../../src/base/fold.ts'
import { createPredicate } from '../../../src/engine/predicate/create-predicate.ts'
import {
  type Atom,
  type AtomTest,
  makeAtom,
  type TextValue,
} from '../../../src/engine/program/lower/atom-table.ts'
import { createFieldKeys } from '../../../src/engine/program/lower/field-key.ts'
import { buildFieldMatcher } from '../../../src/engine/program/scan/field-matcher.ts'
import { foldUnits } from '../../../src/engine/program/scan/fold-units.ts'
import { chooseGram, countGrams, createGramCounts, GramKind } from '../../../src/engine/program/scan/gram.ts'
import { buildGramTable, findGram } from '../../../src/engine/program/scan/gram-table.ts'
import { DASH_PLACE, type Probe, probeOf } from '../../../src/engine/program/scan/probe.ts'
import { createProbeTable, describeAtoms } from '../../../src/engine/program/scan/probe-table.ts'
import { createValueScanner, scanValue } from '../../../src/engine/program/scan/scan-value.ts'
import type { PatternToken } from '../../../src/sigma/ast.ts'
import { arbitraryPattern, arbitraryText, arbitraryTextValue } from '../../support/arbitrary-rules.ts'

const DASHES = ['-', '/', '\u2013', '\u2014', '\u2015']
const field = createFieldKeys().rawKey('F')
const any: PatternToken = { wild: 'any' }
const one: PatternToken = { wild: 'one' }
const dash: PatternToken = { wild: 'dash' }

function pattern(tokens: readonly PatternToken[], cased = false): TextValue {
  return { op: 'pattern', tokens, cased, text: '' }
}

/** A scan of texts with all tests at once; answers which of them hold. */
function createScan(tests: readonly AtomTest[]): (text: string) => readonly number[] {
  const atoms: Atom[] = tests.map((test, id) => makeAtom(id, field, test))
  const probes = createProbeTable(atoms)
  const ids = Int32Array.from(atoms, ({ id }) => id)
  describeAtoms(probes, ids)
  const matcher = buildFieldMatcher(1, ids, probes)
  const scanner = createValueScanner(atoms, probes)
  return (text) => {
    // Behind the value lies what must not be looked at.
    const bytes = Buffer.from(`x${text}cmd.exe\u{1f600}`, 'utf16le')
    scanValue(scanner, matcher, bytes, 2, text.length, undefined)
    return [...scanner.found.subarray(0, scanner.foundCount)].sort((a, b) => a - b)
  }
}

function scanFor(values: readonly TextValue[]): (text: string) => readonly number[] {
  return createScan(values.map((value) => ({ kind: 'text', value })))
}

describe('a scan', () => {
  it('finds exactly the values whose predicate holds', () => {
    const values = fc.array(arbitraryTextValue, { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(values, fc.array(arbitraryText, { minLength: 1, maxLength: 10 }), (list, texts) => {
        const scan = scanFor(list)
        const tests = list.map((value) => createPredicate(value))
        for (const text of texts) {
          const expected = tests.flatMap((test, i) => (test(text) ? [i] : []))
          expect(scan(text)).toEqual(expected)
        }
      }),
      { numRuns: 1500 },
    )
  })

  it.each<[string, readonly PatternToken[], string, boolean]>([
    ['whole value', ['cmd.exe'], 'CMD.EXE', true],
    ['whole value, longer', ['cmd.exe'], 'cmd.exe ', false],
    ['whole value of one unit', ['a'], 'A', true],
    ['whole value of one unit, twice', ['a'], 'aa', false],
    ['start', ['c:\\', any], 'C:\\x', true],
    ['start, later', ['c:\\', any], ' C:\\x', false],
    ['end', [any, '.ps1'], 'a.ps1.PS1', true],
    ['end, earlier', [any, '.ps1'], '.ps1 ', false],
    ['anywhere, three units', [any, 'abc', any], 'ababc', true],
    ['anywhere, two units', [any, 'ab', any], 'aab', true],
    ['anywhere, a blank', [any, ' ', any], 'a b', true],
    ['shorter than the literal', [any, 'powershell', any], 'power', false],
    ['a star spans line breaks', ['a', any, 'c'], 'a\r\nbc', true],
    ['one is not none', ['a', one, 'c'], 'ac', false],
    ['one is a surrogate pair', ['a', one, 'c'], 'a\u{1f600}c', true],
    ['two ones are not one pair', ['a', one, one, 'c'], 'a\u{1f600}c', false],
    ['only ones', [one, one], 'ab', true],
    ['only ones, too few', [one, one], 'a', false],
    ['a dash of windash', [any, ' ', dash, 'enc', any], 'x \u2015ENC y', true],
    ['no dash of windash', [any, ' ', dash, 'enc', any], 'x +enc', false],
    ['dashes alone', [dash, dash], '-/', true],
    ['the noncharacter that marks dashes', [any, '\uffff', dash, any], '\uffff-', true],
    ['the noncharacter is no dash', [any, '\uffff', dash, any], '--', false],
    ['the Kelvin sign is a k', [any, 'kernel', any], '\u212aernel', true],
    ['a k is the Kelvin sign', [any, '\u212aernel', any], 'KERNEL', true],
    ['Cyrillic letters beyond the low bits', [any, '\u0420\u0438\u043c', any], 'x\u0440\u0418\u041c', true],
    ['letters beyond the BMP', [any, '\u{10400}', any], 'x\u{10428}', true],
    ['an emoji', [any, '\u{1f600}', any], 'a\u{1f600}b', true],
    ['another emoji of the same half', [any, '\u{1f600}', any], 'a\u{1f601}b', false],
    ['low bytes that look like ASCII', [any, '\u0163\u016d\u0164', any], 'cmd', false],
    ['ASCII that looks like low bytes', [any, 'cmd4', any], '\u0163\u016d\u0164\u0134', false],
    ['NULs inside', [any, 'a\0b', any], 'xa\0b', true],
    ['four NULs', [any, '\0\0\0\0', any], 'a\0\0\0\0b', true],
    ['four NULs are not the start', [any, '\0\0\0x', any], 'x', false],
    ['the empty value', [], '', true],
    ['the empty value, a blank', [], ' ', false],
  ])('%s', (_name, tokens, text, expected) => {
    expect(scanFor([pattern(tokens)])(text)).toEqual(expected ? [0] : [])
    expect(createPredicate(pattern(tokens))(text)).toBe(expected)
  })

  it('tells presence, content and emptiness apart', () => {
    const scan = createScan([{ kind: 'present' }, { kind: 'nonEmpty' }, { kind: 'text', value: pattern([]) }])
    expect(scan('')).toEqual([0, 2])
    expect(scan('a')).toEqual([0, 1])
  })

  it('finds each of 5,000 literals, and no other', () => {
    const literals = Array.from(
      { length: 5000 },
      (_, i) => `MD5=${((i * 2654435761) >>> 0).toString(16).padStart(8, '0')}`,
    )
    const scan = scanFor(literals.map((text) => pattern([any, text, any])))
    for (let i = 0; i < 5000; i += 97) expect(scan(`SHA1=0,${literals[i]!.toLowerCase()},x`)).toEqual([i])
    expect(scan('MD5=none')).toEqual([])
  })

  it('finds emoji of long lists, and ASCII text finds none', () => {
    const emoji = Array.from({ length: 1000 }, (_, i) => String.fromCodePoint(0x1f300 + i))
    const scan = scanFor(emoji.map((text) => pattern([any, text, any])))
    expect(scan(`echo ${emoji[3]}${emoji[999]}`)).toEqual([3, 999])
    expect(scan('echo cmd.exe /c whoami')).toEqual([])
  })
})

describe('a body', () => {
  /** True when the folded text holds the body where the anchors allow it. */
  function holdsBody({ body, atStart, atEnd, hasDash }: Probe, text: string): boolean {
    const folded = foldText(text)
    const fits = (at: number): boolean =>
      [...Array(body.length).keys()].every((i) =>
        hasDash && body.charCodeAt(i) === DASH_PLACE
          ? DASHES.includes(folded[at + i]!)
          : body[i] === folded[at + i],
      )
    for (let at = 0; at + body.length <= folded.length; at++) {
      if ((!atStart || at === 0) && (!atEnd || at + body.length === folded.length) && fits(at)) return true
    }
    return false
  }

  it('is in every text that passes the test', () => {
    fc.assert(
      fc.property(arbitraryTextValue, fc.array(arbitraryText, { maxLength: 20 }), (value, texts) => {
        const probe = probeOf({ kind: 'text', value })
        if (probe.kind !== 'body' && probe.kind !== 'nominated') return
        const test = createPredicate(value)
        for (const text of texts) {
          if (test(text)) expect(holdsBody(probe, text)).toBe(true)
          else if (probe.kind === 'body') expect(holdsBody(probe, text)).toBe(false)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it.each<[string, TextValue, Partial<Probe>]>([
    ['one literal decides', pattern([any, 'A']), { kind: 'body', body: 'a', atStart: false, atEnd: true }],
    ['dashes are places in it', pattern(['a', dash, 'b']), { kind: 'body', body: 'a\uffffb', hasDash: true }],
    [
      'two literals nominate by the longer',
      pattern(['a', any, 'bc']),
      { kind: 'nominated', body: 'bc', atEnd: true },
    ],
    ['one wildcard breaks it', pattern(['ab', one, 'c']), { kind: 'nominated', body: 'ab', atStart: true }],
    ['cased text only nominates', pattern(['A'], true), { kind: 'nominated', body: 'a' }],
    [
      'half a pair is left out of cased text',
      pattern(['a\ud801'], true),
      { kind: 'nominated', body: 'a', atEnd: false },
    ],
    ['no literal, no body', pattern([one]), { kind: 'predicate', body: '' }],
    ['an expression nominates', { op: 'regex', source: 'X+Foo', flags: '', text: '' }, { kind: 'nominated' }],
    [
      'an expression without text',
      { op: 'regex', source: '[ab]', flags: '', text: '' },
      { kind: 'predicate' },
    ],
  ])('%s', (_name, value, expected) => {
    expect(probeOf({ kind: 'text', value })).toMatchObject(expected)
  })
})

describe('a gram', () => {
  it('lies in its body and holds no dash place', () => {
    fc.assert(
      fc.property(fc.array(arbitraryPattern, { minLength: 1, maxLength: 8 }), (values) => {
        const counts = createGramCounts()
        const probes = values
          .map((value) => probeOf({ kind: 'text', value }))
          .filter(({ body }) => body !== '')
        for (const { body } of probes) countGrams(body, counts)
        for (const probe of probes) {
          const { kind, at, length } = chooseGram(probe, counts)
          const units = probe.body.slice(at, at + length)
          expect(units.length).toBe(length)
          expect(length).toBeGreaterThan(0)
          if (probe.hasDash) expect(units).not.toContain('\uffff')
          const isWide = kind === GramKind.Wide1 || kind === GramKind.Wide2
          if (!isWide) for (const unit of units) expect(unit.charCodeAt(0)).toBeLessThan(128)
        }
      }),
    )
  })

  it('is the rarest of its body', () => {
    const counts = createGramCounts()
    const probe = (text: string): Probe => probeOf({ kind: 'text', value: pattern([any, text]) })
    for (const text of ['\\aaaa.exe', '\\bbbb.exe', '\\cccc.exe']) countGrams(probe(text).body, counts)
    expect(chooseGram(probe('\\aaaa.exe'), counts)).toMatchObject({ kind: GramKind.Long, at: 0 })
  })
})

it('a gram table finds every key and no other', () => {
  const keys = fc.uniqueArray(fc.integer({ min: -0x80000000, max: 0x7fffffff }), {
    minLength: 1,
    maxLength: 200,
  })
  fc.assert(
    fc.property(keys, fc.array(fc.integer(), { maxLength: 50 }), (known, others) => {
      // Two atoms a key.
      const keyOf = Int32Array.from([...known, ...known])
      const table = buildGramTable([...keyOf.keys()], keyOf)
      known.forEach((key, i) => {
        const place = findGram(table, key)
        expect([...table.atoms.subarray(table.starts[place], table.ends[place])]).toEqual([
          i,
          i + known.length,
        ])
      })
      for (const key of others) if (!known.includes(key)) expect(findGram(table, key)).toBe(-1)
    }),
  )
})

it('folding units is folding text', () => {
  const units = fc.array(
    fc.oneof(
      fc.integer({ min: 0, max: 0xffff }),
      fc.constantFrom(0xd801, 0xdc00, 0xd83a, 0xdd00, 0x212a, 0x130),
    ),
    { maxLength: 30 },
  )
  fc.assert(
    fc.property(units, (list) => {
      const text = String.fromCharCode(...list)
      const folded = new Uint16Array(list.length)
      const seen = foldUnits(Buffer.from(text, 'utf16le'), 0, list.length, folded)
      expect(String.fromCharCode(...folded)).toBe(foldText(text))
      expect(seen > 127).toBe(list.some((unit) => unit > 127))
    }),
  )
})
