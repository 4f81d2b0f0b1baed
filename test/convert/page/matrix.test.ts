/** The index and the matrix of a folder: what they count, and that the search of one leads to the rows of the other. */
import { describe, expect, it } from 'vitest'
import { drawIndex, type IndexEntry } from '../../../src/convert/page/index-page.ts'
import { drawMatrix } from '../../../src/convert/page/matrix-page.ts'

function entry(name: string, techniques: readonly string[], hits?: number): IndexEntry {
  const texts = { title: name, level: 'high', status: 'test', logsource: 'windows', file: `${name}.yml` }
  return { name, ...texts, techniques, tactics: [], id: undefined, author: undefined, hits }
}

/** The text of the matrix's boxes that start with an id. */
function boxes(html: string, id: string): readonly string[] {
  return [...html.matchAll(/<(?:summary|div class="tech[^"]*"|li)>(.*?)<\/(?:summary|div|li)>/g)]
    .map(([, inner = '']) => inner.replace(/<[^>]*>/g, ''))
    .filter((text) => text.startsWith(`${id} `))
}

const ENTRIES = [
  entry('old', ['T1086'], 3),
  entry('both', ['T1059', 'T1059.001'], 0),
  entry('impair', ['T1562.001'], 1),
  entry('unknown', ['T9999'], 2),
]

describe('the matrix', () => {
  const html = drawMatrix(ENTRIES)

  it('counts a rule once for a technique and its sub-techniques, under the ids of now', () => {
    expect(boxes(html, 'T1059')).toEqual(['T1059 Command and Scripting Interpreter (2) 3 hits'])
    expect(boxes(html, '.001 PowerShell')).toEqual(['.001 PowerShell (2) 3 hits'])
    expect(boxes(html, 'T1685')).toEqual(['T1685 Disable or Modify Tools (1) 1 hit'])
    expect(html).toContain('3 of 697 techniques and sub-techniques have rules, 3 have hits.')
  })

  it('marks what fired, and lists ids that the release does not have', () => {
    expect(html).toMatch(/class="tech h\d fired"><summary><a href="index\.html#q=T1685"/)
    expect(html).toMatch(/does not have: <a href="index\.html#q=T9999">/)
    expect(drawMatrix([entry('a', ['T1685'])])).not.toMatch(/ hits?<|have hits/)
  })

  it('has a technique under each of its tactics', () => {
    const html = drawMatrix([entry('a', ['T1197'])])
    expect(boxes(html, 'T1197')).toEqual(Array.from({ length: 3 }, () => 'T1197 BITS Jobs (1)'))
  })

  it('leads to the rules that it counts', () => {
    const rows = drawIndex(ENTRIES).split('<tr ').slice(1)
    for (const id of ['T1059.001', 'T1685', 'T9999'])
      expect(rows.some((row) => row.toLowerCase().includes(id.toLowerCase()))).toBe(true)
    expect(rows.find((row) => row.includes('"impair.html"'))).toContain('T1685')
    expect(rows.find((row) => row.includes('"old.html"'))).toMatch(/data-hits="3" data-more="[^"]*T1059\.001/)
  })
})
