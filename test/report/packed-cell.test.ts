import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packCell, unpackCell } from '../../src/report/packed-cell.ts'

describe('packed cell', () => {
  it.each([
    [[], ''],
    [[['CommandLine', 'cmd /c dir']], 'CommandLine: cmd /c dir'],
    [
      [
        ['A', '1'],
        ['B', '2'],
      ],
      'A: 1 ¦ B: 2',
    ],
    [[['Path', 'C:\\temp\\new']], 'Path: C:\\temp\\new'],
    [[['A', 'x ¦ B: y']], 'A: x ¦¦ B: y'],
    [[['A', 'one\r\ntwo\tthree']], 'A: one¦r¦ntwo¦tthree'],
    [[['a: b', 'c']], 'a¦: b: c'],
    [[['A', '\x1b[2J']], 'A: ¦x1b[2J'],
    [[['', '']], ': '],
  ] as [[string, string][], string][])('packs %j', (pairs, cell) => {
    expect(packCell(pairs)).toBe(cell)
    expect(unpackCell(cell)).toEqual(pairs)
  })

  it('loses nothing and stays on one line', () => {
    const text = fc.string({
      unit: fc.constantFrom('¦', ' ', ':', '\n', '\r', '\t', '\0', 'a', '\\', 'n', 'x', '1', '\u2028', 'é'),
    })
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 5 }), (pairs) => {
        const cell = packCell(pairs)
        expect(cell).not.toMatch(/[\n\r\t\0\u2028]/)
        expect(unpackCell(cell)).toEqual(pairs)
      }),
    )
  })
})
