import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FOLD_UNIT, foldText } from '../../src/base/fold.ts'

describe('foldText', () => {
  const cases: readonly (readonly [text: string, folded: string, why: string])[] = [
    ['PowerShell.EXE', 'powershell.exe', 'ASCII'],
    ['Müller ÄÖÜ ß', 'müller äöü ß', 'Latin-1; ß has no single upper case'],
    ['ΣΊΣΥΦΟΣ', 'σίσυφοσ', 'Greek: no final sigma, which would depend on its neighbours'],
    ['ПРИВЕТ Ѐ', 'привет ѐ', 'Cyrillic'],
    ['\u0130STANBUL', '\u0130stanbul', 'İ lower-cases to two units, so it stays'],
    ['\u1e9e', 'ß', 'capital sharp s is one unit in both cases'],
    ['\u212a', 'k', 'Kelvin sign folds to k, as Unicode has it'],
    ['ＡＢＣ', 'ａｂｃ', 'full-width letters'],
    ['\u{10400}\u{1e900}', '\u{10428}\u{1e922}', 'letters beyond the BMP'],
    ['A\ud801B\udc00C', 'a\ud801b\udc00c', 'lone surrogates stay'],
    ['A\u0301', 'a\u0301', 'combining marks stay'],
    ['a\0B', 'a\0b', 'an embedded NUL'],
    ['', '', 'nothing'],
  ]
  it.each(cases)('%j becomes %j (%s)', (text, folded) => {
    expect(foldText(text)).toBe(folded)
  })

  const anyText = fc.string({
    unit: fc.oneof(
      fc.integer({ max: 0xffff, min: 0 }).map((u) => String.fromCharCode(u)),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
  })
  it('keeps the length and is idempotent', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const folded = foldText(text)
        expect(folded).toHaveLength(text.length)
        expect(foldText(folded)).toBe(folded)
      }),
    )
  })

  it('folds each part as the whole, cut between characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(foldText(a + b)).toBe(foldText(a) + foldText(b))
      }),
    )
  })

  it('makes upper and lower case equal where lower-casing is one to one', () => {
    for (let unit = 0; unit < 0x10000; unit++) {
      if (unit >= 0xd800 && unit <= 0xdfff) continue
      const char = String.fromCharCode(unit)
      const lower = char.toLowerCase()
      if (lower.length === 1) expect(foldText(char)).toBe(lower)
    }
  })
})

describe('FOLD_UNIT', () => {
  it('is what foldText does unit by unit', () => {
    for (let unit = 0; unit < 0x10000; unit++) {
      expect(FOLD_UNIT[unit]).toBe(foldText(String.fromCharCode(unit)).charCodeAt(0))
    }
  })

  it('maps every unit to a folded one', () => {
    expect(FOLD_UNIT.every((folded) => FOLD_UNIT[folded] === folded)).toBe(true)
  })
})
