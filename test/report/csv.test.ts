import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quoteCell, stringifyCell } from '../../src/report/csv-cell.ts'
import { createSink } from '../../src/report/report.ts'
import { sampleRow } from '../support/sample-rows.ts'

describe('a cell', () => {
  it('is quoted as csv-stringify quotes it', () => {
    const text = fc.string({
      unit: fc.constantFrom(...'ab \'",;=+-@\t\r\n\uff1d\uff0b\uff0d\uff20\u00a6\\\u{1f600}\u2028\0'),
      maxLength: 6,
    })
    fc.assert(
      fc.property(text, (cell) => {
        expect(quoteCell(cell)).toBe(stringifyCell(cell))
      }),
      { numRuns: 20_000 },
    )
  })

  it.each(['', 'a', '=', '-1', 'a,b', '"', "'", '\u{1f600}'])('%j is', (cell) => {
    expect(quoteCell(cell)).toBe(stringifyCell(cell))
  })
})

describe('rows that follow one another', () => {
  it.each(['csv', 'jsonl', 'json'] as const)('say in %s what a row alone says', (format) => {
    const first = sampleRow()
    const rows = [
      first,
      {
        ...first,
        hit: { ...first.hit, matched: [{ identifier: 'i', field: 'F', value: 'v', pattern: 'p' }] },
      },
      sampleRow({ rule: { title: 'Another', tags: ['x.y'] } }),
      sampleRow({ snapshot: { event: { EventData: { Port: 1 } }, fields: [['Port', '1']] } }),
      { ...first, evtxFile: 'other.evtx' },
      first,
    ]
    const sink = createSink(format)
    const alone = (row: (typeof rows)[number]): string => createSink(format).row(structuredClone(row))
    const lines = rows.map((row) => sink.row(row))
    expect(lines.map((line) => line.replace(/^,?\n/, ''))).toEqual(
      rows.map((row) => alone(row).replace(/^,?\n/, '')),
    )
  })
})
