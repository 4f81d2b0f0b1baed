import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeBase64Offsets, utf16Bytes } from '../../src/sigma/base64.ts'
import { parseValues, showTokens } from './rule-text.ts'

describe('base64offset against its definition', () => {
  it('gives the table of the specification', () => {
    expect(encodeBase64Offsets(Buffer.from('foobar'))).toEqual(['Zm9vYmFy', 'Zvb2Jhc', 'mb29iYX'])
    expect(encodeBase64Offsets(Buffer.from(''))).toEqual(['', '', ''])
  })

  it('is found in the encoding of any longer text, at the offset it has there', () => {
    const bytes = fc.uint8Array({ maxLength: 40 })
    const payload = fc.uint8Array({ minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(bytes, payload, bytes, (before, inner, behind) => {
        const encoded = Buffer.concat([before, inner, behind]).toString('base64')
        const form = encodeBase64Offsets(Buffer.from(inner))[before.length % 3]!
        // The first whole sextet of the payload is where the form must stand.
        expect(encoded.startsWith(form, Math.ceil((before.length * 8) / 6))).toBe(true)
      }),
    )
  })

  it('holds every letter that depends on the payload alone, and no other', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (inner) => {
        for (const [offset, form] of encodeBase64Offsets(Buffer.from(inner)).entries()) {
          const bits = offset * 8
          const first = Math.ceil(bits / 6)
          const last = Math.floor((bits + inner.length * 8) / 6)
          expect(form).toHaveLength(last - first)
        }
      }),
    )
  })

  it('finds the parsed needles of any text', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(text, fc.nat(8), (payload, shift) => {
        const written = payload.replace(/[\\*?]/g, '\\$&').replaceAll("'", "''")
        if (/[\n\r\t\u0085\u2028\u2029\ufeff\0]/.test(written)) return
        const [value] = parseValues('F|base64offset', `'${written}'`)
        const needles = value?.op === 'oneOf' ? value.values.map((one) => showTokens(one).slice(1, -1)) : []
        const encoded = Buffer.from(`${'x'.repeat(shift)}${payload}yz`).toString('base64')
        expect(needles).toHaveLength(3)
        expect(needles.some((needle) => encoded.includes(needle))).toBe(true)
      }),
    )
  })
})

describe('utf16Bytes', () => {
  it("is Node's encoding, byte for byte", () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const little = Buffer.from(text, 'utf16le')
        expect(Buffer.from(utf16Bytes(text, 'utf16le'), 'latin1')).toEqual(little)
        expect(Buffer.from(utf16Bytes(text, 'utf16be'), 'latin1')).toEqual(Buffer.from(little).swap16())
      }),
    )
  })

  it('keeps wildcards where they are', () => {
    expect(showTokens(parseValues('F|wide', "'a*b'")[0])).toBe('"a\0"{*}"b\0"')
    expect(showTokens(parseValues('F|utf16', "'*b'")[0])).toBe('"\u00ff\u00fe"{*}"b\0"')
  })
})
