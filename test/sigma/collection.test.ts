import { describe, expect, it } from 'vitest'
import { MAX_MERGED_NODES } from '../../src/sigma/limits.ts'
import { parseSigma } from '../../src/sigma/parse.ts'
import { HEAD, parseText, ruleText } from './rule-text.ts'

const RULE = ruleText('  s:\n    F: x\n  condition: s\n')

/** Title, document, log source and condition of each rule; the code and place of each refusal. */
function summarise(text: string) {
  const { documents, rejected } = parseText(text)
  return [
    ...documents.map((rule) => {
      const parts = [rule.document, rule.title]
      if (rule.kind === 'detection')
        parts.push(
          rule.logsource.service ?? rule.logsource.product ?? '',
          JSON.stringify(rule.detection.conditions),
        )
      return parts.join(' ')
    }),
    ...rejected.map(
      ({ document, diagnostics }) => `${document} ${diagnostics[0]?.line} ${diagnostics[0]?.code}`,
    ),
  ]
}

const S = '[{"type":"identifier","name":"s"}]'

describe('files of several documents', () => {
  it('give independent rules', () => {
    expect(summarise(`${RULE}---\n${RULE.replace('title: t', 'title: u')}`)).toEqual([
      `0 t windows ${S}`,
      `1 u windows ${S}`,
    ])
  })

  it('skip empty documents and count them', () => {
    expect(summarise(`---\n${RULE}---\n# nothing\n---\n---\n${RULE}---\n`)).toEqual([
      `0 t windows ${S}`,
      `3 t windows ${S}`,
    ])
  })

  it('go on behind a refused one', () => {
    const broken = RULE.replace('condition: s', 'condition: nosuch')
    expect(summarise(`${broken}---\nnot: [yaml\n---\ntext\n---\n- list\n---\n${RULE}`)).toEqual([
      `4 t windows ${S}`,
      '0 7 rule-condition',
      '1 10 rule-yaml',
      '2 11 rule-schema',
      '3 13 rule-schema',
    ])
  })

  it('say when they hold no rule', () => {
    for (const text of ['', '# only a comment\n', '---\n', `action: global\n${RULE}`])
      expect(parseText(text)).toMatchObject({
        documents: [],
        rejected: [],
        warnings: [{ code: 'rule-doubtful', line: 1, column: 1 }],
      })
  })

  it('need a detection, a correlation or a filter', () => {
    expect(summarise('title: t\nlogsource:\n  product: windows\n')).toEqual(['0 1 rule-schema'])
    expect(summarise('a: b\n')).toEqual(['0 1 rule-schema'])
  })
})

describe('action: global', () => {
  const TEMPLATE = 'action: global\ntitle: g\nlevel: high\ndetection:\n  f: y\n  condition: s or f\n'
  const ONE = 'logsource:\n  service: one\ndetection:\n  s: x\n'
  const TWO = 'logsource:\n  service: two\ndetection:\n  s: z\n  condition: s\nlevel: low\n'
  const SF = '[{"type":"or","children":[{"type":"identifier","name":"s"},{"type":"identifier","name":"f"}]}]'

  it('is merged into every later rule and wins', () => {
    const text = `${TEMPLATE}---\n${ONE}---\n${TWO}`
    expect(summarise(text)).toEqual([`1 g one ${SF}`, `2 g two ${SF}`])
    expect(parseText(text).documents).toMatchObject([{ level: 'high' }, { level: 'high' }])
    const names = parseText(text).documents.map(
      (rule) => rule.kind === 'detection' && rule.detection.identifiers.map(({ name }) => name),
    )
    expect(names).toEqual([
      ['s', 'f'],
      ['s', 'f'],
    ])
  })

  it('replaces lists and text, merges maps at any depth', () => {
    const template = 'action: global\ntags: [a.b]\nlogsource:\n  product: windows\nx:\n  y: {p: 1, q: 2}\n'
    const rule = `title: t\ntags: [c.d]\nlogsource:\n  service: s\ndetection:\n  s: x\n  condition: s\nx:\n  y: {q: 3, r: 4}\n  z: 5\n`
    expect(parseText(`${template}---\n${rule}`).documents).toMatchObject([
      {
        tags: ['a.b'],
        logsource: { product: 'windows', service: 's' },
        custom: { x: { y: { p: 1, q: 2, r: 4 }, z: 5 } },
      },
    ])
    expect(parseText(`${template}---\n${rule}`).documents[0]?.custom).not.toHaveProperty('action')
  })

  it('is replaced by a second one', () => {
    expect(summarise(`${TEMPLATE}---\naction: global\ntitle: h\n---\n${TWO}`)).toEqual([`2 h two ${S}`])
  })

  it('ends with reset', () => {
    expect(summarise(`${TEMPLATE}---\naction: reset\n---\ntitle: u\n${TWO}`)).toEqual([`2 u two ${S}`])
  })

  it('leaves correlations and filters alone', () => {
    const correlation =
      'title: c\ncorrelation:\n  type: event_count\n  rules: r\n  timespan: 1m\n  condition: {gte: 2}\n'
    const filter =
      'title: f\nlogsource:\n  product: windows\nfilter:\n  rules: any\n  s: x\n  condition: not s\n'
    expect(parseText(`${TEMPLATE}---\n${correlation}---\n${filter}`).documents).toMatchObject([
      { kind: 'correlation', title: 'c', level: undefined },
      { kind: 'filter', title: 'f', level: undefined },
    ])
  })

  it('does not change itself from rule to rule', () => {
    const text = `${TEMPLATE}---\n${ONE}---\ndetection:\n  s: y\nlogsource:\n  product: linux\n`
    expect(parseText(text).documents).toMatchObject([
      { logsource: { service: 'one', product: undefined } },
      { logsource: { service: undefined, product: 'linux' } },
    ])
  })

  it('that cannot be read refuses the rules that may need it', () => {
    const damaged = 'action: global\ntitle: g\ntitle: h\n'
    expect(summarise(`${damaged}---\n${RULE}`)).toEqual(['0 3 rule-yaml', '1 5 rule-schema'])
    expect(summarise(`${damaged}---\naction: reset\n---\n${RULE}`)).toEqual([
      `2 t windows ${S}`,
      '0 3 rule-yaml',
    ])
  })

  it('has its places in the template', () => {
    const { rejected } = parseText(
      'action: global\nlevel: info\n---\ntitle: t\ndetection: {s: x, condition: s}\nlogsource: {product: p}\n',
    )
    expect(rejected[0]?.diagnostics).toMatchObject([{ code: 'rule-schema', line: 2, column: 8 }])
  })
})

describe('action: repeat', () => {
  it('is merged onto the rule before and wins', () => {
    const text = `${RULE}---\naction: repeat\ntitle: u\nlogsource:\n  service: two\n---\naction: repeat\ndetection:\n  s:\n    F: z\n`
    const { documents } = parseText(text)
    expect(documents).toMatchObject([
      { document: 0, title: 't', logsource: { product: 'windows', service: undefined } },
      { document: 1, title: 'u', logsource: { product: 'windows', service: 'two' } },
      { document: 2, title: 'u', logsource: { service: 'two' } },
    ])
    const texts = documents.map(
      (rule) => rule.kind === 'detection' && JSON.stringify(rule.detection.identifiers),
    )
    expect(texts[1]).toBe(texts[0])
    expect(texts[2]).toContain('"z"')
  })

  it('stands alone when nothing is before', () => {
    expect(summarise(`action: repeat\n${RULE}`)).toEqual([`0 t windows ${S}`])
  })

  it('is refused behind what cannot be read', () => {
    expect(summarise(`a: [\n---\naction: repeat\ntitle: u\n`)[1]).toBe('1 3 rule-schema')
  })

  it('is limited in what it copies', () => {
    const values = Array.from({ length: 5_000 }, (_, i) => `      - v${i}\n`).join('')
    const rule = ruleText(`  s:\n    F:\n${values}  condition: s\n`)
    const copies = Math.ceil(MAX_MERGED_NODES / 5_000) + 1
    const { documents, rejected } = parseText(rule + '---\naction: repeat\n'.repeat(copies))
    expect(documents.length).toBeLessThan(copies)
    expect(rejected[0]?.diagnostics[0]?.message).toContain(String(MAX_MERGED_NODES))
  })
})

describe('other actions', () => {
  it.each(['append', '[global]', 'Global', ''])('%j are refused', (action) => {
    expect(summarise(`action: ${action}\n${RULE}---\n${RULE}`)).toEqual([
      `1 t windows ${S}`,
      '0 1 rule-schema',
    ])
  })
})

describe('places', () => {
  it('are those of the file, with the name given', () => {
    const { documents, rejected } = parseSigma(
      `${RULE}---\n${HEAD}detection:\n  s:\n    F|foo: x\n  condition: s\n`,
      'a/b.yml',
    )
    expect(documents).toMatchObject([{ file: 'a/b.yml', document: 0, position: { line: 1, column: 1 } }])
    expect(rejected).toMatchObject([
      { document: 1, diagnostics: [{ source: 'a/b.yml', line: 14, column: 7, severity: 'error' }] },
    ])
  })
})
