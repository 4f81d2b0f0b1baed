/** Names of pages are safe on every system and unique. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createNamer } from '../../../src/convert/page/file-names.ts'

describe('names of pages', () => {
  it.each([
    ['Windows Defender AMSI Trigger Detected', 'windows-defender-amsi-trigger-detected'],
    ['../../etc/passwd', 'etc-passwd'],
    ['C:\\Windows\\System32', 'c-windows-system32'],
    ['CON', 'rule-con'],
    ['lpt1', 'rule-lpt1'],
    ['Index', 'index-2'],
    ['…', 'rule'],
    ['Über läuft', 'u-ber-la-uft'],
    ['', 'rule'],
    ['-rf', 'rf'],
    ['x'.repeat(300), 'x'.repeat(100)],
  ])('%j gives %s', (title, name) => {
    expect(createNamer()(title, 'title')).toBe(name)
  })

  it('keep the case of files, and tell names apart that differ in case only', () => {
    const nameOf = createNamer()
    expect(['win_GPO', 'win_gpo', 'WIN_GPO', 'win_gpo-2'].map((text) => nameOf(text, 'file'))).toEqual([
      'win_GPO',
      'win_gpo-2',
      'WIN_GPO-3',
      'win_gpo-2-2',
    ])
  })

  it('are safe and unique whatever the titles', () => {
    const titles = fc.array(
      fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a', 'A', 'a-2', 'aux', '.', '..')),
    )
    fc.assert(
      fc.property(titles, (texts) => {
        const nameOf = createNamer()
        const names = texts.map((text, i) => nameOf(text, i % 2 === 0 ? 'title' : 'file'))
        for (const name of names) {
          expect(name).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_-]{0,110}$/)
          expect(name).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d|index|matrix)$/i)
        }
        expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length)
      }),
    )
  })
})
