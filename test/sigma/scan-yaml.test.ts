import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { composeYaml } from '../../src/sigma/compose-yaml.ts'
import { isUsual, scanYaml } from '../../src/sigma/scan-yaml.ts'
import type { YamlDocument } from '../../src/sigma/yaml-node.ts'

/** The fast reading, or undefined where it refuses. */
function scan(text: string): YamlDocument | undefined {
  return isUsual(text) ? scanYaml(text, 0, text.length) : undefined
}

function expectSame(text: string, scanned: YamlDocument): void {
  // The library counts a text without content as no document.
  expect({ text, documents: [scanned] }).toEqual({
    text,
    documents: scanned.root === undefined ? [scanned] : composeYaml(text, 0),
  })
  if (scanned.root === undefined)
    expect(composeYaml(text, 0).every(({ root }) => root === undefined)).toBe(true)
}

describe('the fast YAML reader takes', () => {
  const texts: [string, string][] = [
    ['nothing', ''],
    ['comments only', '# a\n\n  # b\n'],
    ['a map', 'a: b\nc: d'],
    ['a marker', '--- # x\na: b\n'],
    ['keys of rules', "Image|endswith: x\nA.b-c d/e: y\n'|all': z\n4688: w\n"],
    ['plain scalars', 'a: b c # d\nb: C:\\x\\*\nc: -1\nd: ?x\ne: :x\nf: a#b\ng: a:b\nh: ~\n'],
    ['quoted scalars', "a: 'it''s'\nb: \"x\" # c\nc: ''\nd: '#'\ne: ': '\n"],
    ['nothing as a value', 'a:\nb: # x\nc:\n'],
    ['lists', 'a:\n  - b\n  -   c\n  -\nd:\n- e\n- f\ng: h\n'],
    ['maps in lists', 'a:\n  - b: c\n    d: e\n  - f:\n      - g\n      - h\n  -\n    i: j\n'],
    ['lists in lists', 'a:\n  - - b\n    - c\n  - - - d\n'],
    ['literals', 'a: |\n  b\n    c\n\n  # d\n\ne: |-\n   f\n   g\nh:\n  - |\n    i\n  - j\n'],
    ['literals at the end', 'a: |\n  b\n\n\n'],
    ['CR LF', 'a: b\r\nc:\r\n  - d # x\r\n  - |\r\n    e\r\n    f\r\ng: h\r\n'],
    ['odd indentation', 'a:\n       b:\n        c: d\n       e: f\ng: h\n'],
    ['comments between', 'a:\n# x\n  b: c\n    # y\n  # z\n  d: e\n'],
    ['deep letters', 'a: \u{1f600}\u0301 \u4e2d\nb: "\u200b"\n'],
  ]
  it.each(texts)('%s', (_, text) => {
    const scanned = scan(text)
    expect(scanned).toBeDefined()
    expectSame(text, scanned!)
  })
})

describe('the fast YAML reader refuses', () => {
  const texts: [string, string][] = [
    ['no map', 'a'],
    ['a list as root', '- a\n'],
    ['an indented root', ' a: b\n'],
    ['a marker with content', '--- a\n'],
    ['a second document', 'a: b\n--- \nc: d\n'],
    ['an end marker', 'a: b\n...\n'],
    ['a directive', '%YAML 1.2\n---\na: b\n'],
    ['a tab', 'a:\tb\n'],
    ['a carriage return alone', 'a: b\rc: d\n'],
    ['flow collections', 'a: [b]\nc: {d: e}\n'],
    ['anchors and aliases', 'a: &x b\nc: *x\n'],
    ['tags', 'a: !!str 1\n'],
    ['escapes', 'a: "\\n"\n'],
    ['folded blocks', 'a: >\n  b\n'],
    ['kept line ends', 'a: |+\n  b\n'],
    ['stated indentation', 'a: |1\n  b\n'],
    ['blank lines before a literal', 'a: |\n\n  b\n'],
    ['longer blank lines in a literal', 'a: |\n  b\n   \n'],
    ['empty literals', 'a: |\nb: c\n'],
    ['scalars on several lines', 'a: b\n  c\n'],
    ['quotes on several lines', "a: 'b\n  c'\n"],
    ['text behind quotes', "a: 'b' c\n"],
    ['a colon in plain text', 'a: b: c\n'],
    ['a colon at its end', 'a: b:\n'],
    ['indicators', 'a: @b\n'],
    ['a dash as a value', 'a: - b\n'],
    ['explicit keys', '? a\n: b\n'],
    ['keys with other letters', 'a(b): c\n'],
    ['a key twice', 'a: b\na: c\n'],
    ['a line without colon', 'a: b\nc\n'],
    ['wrong indentation', 'a:\n    b: c\n  d: e\n'],
    ['a list below its key', '  a:\n- b\n'],
    ['too deep lists', `a:\n  ${'- '.repeat(70)}b\n`],
  ]
  it.each(texts)('%s', (_, text) => {
    expect(scan(text)).toBeUndefined()
  })
})

describe('what the fast YAML reader takes is what the library reads', () => {
  const fragment = fc.constantFrom(
    ...[
      'a: b',
      'c:',
      '- d',
      '-',
      '- e: f',
      '- - g',
      'h: |',
      'i: |-',
      '- |',
      "j: 'k'",
      "'|l': m",
      '- "n"',
      'o: p # q',
    ],
    ...[
      '# r',
      '',
      ' ',
      's',
      "- 't",
      'u: v: w',
      'x: - y',
      'z|1: 2',
      "- 'a': b",
      'c: [d]',
      '- &e f',
      '? g',
      'h:i',
      '"',
    ],
    ...[
      'j: ~',
      '- 1.0',
      '---',
      '...',
      '%k',
      'l: m:',
      "n: 'o''p'",
      'q: #r',
      's: t\r',
      'a: |  # u',
      ': v',
      '-w',
      '--- x',
    ],
  )
  const line = fc.tuple(fc.nat(6), fragment).map(([indent, text]) => ' '.repeat(indent) + text)
  const block = fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n'))

  it('for any lines', () => {
    let taken = 0
    fc.assert(
      fc.property(block, (text) => {
        const scanned = scan(text)
        if (scanned === undefined) return
        taken++
        expectSame(text, scanned)
      }),
      { numRuns: 20_000 },
    )
    expect(taken).toBeGreaterThan(200)
  })

  it('for rules with a few letters changed', () => {
    const rule = `title: 'A rule: it''s'\nid: 5f0a\ndescription: |\n    Text\n      more\n\n    end\nlogsource:
    category: process_creation # x\ndetection:\n    selection:\n        - Image|endswith:\n              - '\\a.exe'
              - "b c"\n        - A|contains|all: c\n          B: 5\n    condition: selection\nlevel: high\n`
    const change = fc.tuple(
      fc.nat(rule.length),
      fc.nat(3),
      fc.constantFrom(
        '',
        ' ',
        '  ',
        '\n',
        '- ',
        ': ',
        ':',
        '#',
        ' #',
        "'",
        '"',
        '|',
        '\n    ',
        '\r\n',
        '-',
        'x',
      ),
    )
    let taken = 0
    fc.assert(
      fc.property(fc.array(change, { maxLength: 3 }), (changes) => {
        let text = rule
        for (const [at, length, letters] of changes)
          text = text.slice(0, at) + letters + text.slice(at + length)
        const scanned = scan(text)
        if (scanned === undefined) return
        taken++
        expectSame(text, scanned)
      }),
      { numRuns: 5_000 },
    )
    expect(taken).toBeGreaterThan(200)
  })
})
