/**
 * Hostile rule text cannot break out of any page: pages of random texts made of what Markdown, HTML and shells treat
 * specially have exactly the structure of a page of harmless text.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DIALECTS, type Dialect } from '../../../src/convert/conversion.ts'
import { INDEX_SCRIPT } from '../../../src/convert/page/index-script.ts'
import { drawPages, type PageFile, type PageRule } from '../../../src/convert/page/page.ts'
import type { RuleHits } from '../../../src/convert/page/rule-hits.ts'
import { createBuiltinMapping } from '../../../src/mapping/resolve.ts'
import { parseSigma } from '../../../src/sigma/parse.ts'

const mapping = createBuiltinMapping()

const SNIPPETS = [
  ...[
    '"',
    "'",
    '`',
    '```',
    '````',
    '~~~',
    '\\',
    '\\|',
    '|',
    '||',
    '\n',
    '\r\n',
    '\n\n',
    '\t',
    ' ',
    '<',
    '>',
    '&',
    '#',
  ],
  ...[
    '</script>',
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '-->',
    '<!--',
    ']]>',
    '</pre></td>',
  ],
  ...[
    '](javascript:alert(1))',
    '[x](javascript:alert(1))',
    '![x](http://x/y.png)',
    '[x]: http://x',
    'javascript:x',
  ],
  ...[
    'javascript&colon;alert(1)',
    'javascript\\:x',
    'data:text/html,x',
    'https://example.org/a(b)c',
    'http://a"b',
    '//x',
  ],
  ...[
    '\n# Heading',
    '\n## Data needed\n',
    '\n| a | b |\n|--|--|\n',
    '\n---\n',
    '***',
    '__x__',
    '$(id)',
    `$${'{x}'}`,
    '%PATH%',
  ],
  ...[
    '; rm -rf /',
    "' && id && '",
    'EOF\n',
    '\0',
    '\x1b[31m',
    '\u202e',
    '\u2028',
    '\u0085',
    '\ufeff',
    '\ud800',
    'é',
    '😀',
  ],
  ...[
    '{{x}}',
    '{% x %}',
    '<%= x %>',
    '@user',
    'www.x.org',
    'style="x"',
    '" onmouseover="x',
    "' onclick='x",
    '&lt;b&gt;',
  ],
]

const text = fc.array(fc.oneof(fc.constantFrom(...SNIPPETS), fc.string({ maxLength: 5 })), { maxLength: 12 })
const hostile = text.map((parts) => parts.join(''))
const long = fc.tuple(hostile, fc.nat(3000)).map(([part, count]) => part.repeat(count).slice(0, 5_000))

interface Texts {
  readonly title: string
  readonly others: readonly string[]
}

const texts: fc.Arbitrary<Texts> = fc.record({
  title: hostile.map((title) => title.slice(0, 200)),
  others: fc.array(fc.oneof(hostile, long), { minLength: 8, maxLength: 8 }),
})

const HARMLESS: Texts = { title: 'a', others: Array.from({ length: 8 }, () => 'a') }

/** A rule with these texts wherever a rule has text. */
function writeRule({ title, others }: Texts): string {
  const [description, author, reference, falsepositive, value, definition, tag, file] = others
  return JSON.stringify({
    title: `t${title}`,
    description: `d${description}`,
    author: `a${author}`,
    references: [`r${reference}`, reference],
    falsepositives: [`f${falsepositive}`, falsepositive],
    tags: ['attack.t1059', `x.${tag}`],
    simulation: [{ type: 'atomic-red-team', technique: 'T1059', name: tag }],
    enrichment: [`e${file}`],
    logsource: { product: 'windows', category: 'process_creation', definition: `d${definition}` },
    detection: {
      selection: {
        'CommandLine|contains': `v${value}`,
        [`Field ${file?.replaceAll('|', '').slice(0, 50)}`]: 'x',
      },
      condition: 'selection',
    },
  })
}

function pagesOf(given: Texts, dialect: Dialect): readonly PageFile[] {
  const rules = [given, given].map((one) => {
    // Two forms: YAML that is JSON, and the same text behind a comment, which no parser reads.
    const ruleText = `# ${one.others[0]?.replace(/[^ -~]/g, ' ')}\n${writeRule(one)}`
    const { documents } = parseSigma(ruleText, `x${one.others[7]}.yml`)
    return { file: `x${one.others[7]}.yml`, text: ruleText, rules: documents as PageRule[] }
  })
  const [, , , , value = ''] = given.others
  const hits: RuleHits = {
    count: 1,
    first: value,
    last: value,
    computers: [[value, 1]],
    rows: [
      {
        timestamp: value,
        computer: value,
        channel: value,
        eventId: value,
        recordId: value,
        file: value,
        details: value,
      },
    ],
  }
  const options = { dialect, mapping, approximate: true, hasQueries: true, hitsOf: () => hits }
  return [...drawPages(rules, options)]
}

/** Block structure of Markdown outside of fences: headings, cells a row; a fence is one line. */
function outline(markdown: string): readonly string[] {
  const lines: string[] = []
  let open: string | undefined
  for (const line of markdown.split(/\r\n|\n|\r/)) {
    const ticks = /^ {0,3}(`{3,})[^`]*$/.exec(line)?.[1]
    if (open !== undefined) {
      const closing = /^ {0,3}(`{3,})[ \t]*$/.exec(line)?.[1]
      if (closing !== undefined && closing.length >= open.length) open = undefined
    } else if (ticks !== undefined) {
      open = ticks
      lines.push('fence')
    } else lines.push(shapeOf(line))
  }
  expect(open).toBe(undefined)
  return lines.filter((line) => line !== '')
}

const OUR_TAGS = /<\/?(?:ul|li)>/g
const OUR_LINKS = /\]\(<https?:\/\/[^<>\s]*>\)|\]\([^<]*?\)(?=<\/li>| \|)/g

function shapeOf(line: string): string {
  const isRow = line.startsWith('|')
  const rest = line.replace(OUR_TAGS, '').replace(OUR_LINKS, ']').trimEnd()
  // What is left of the angle brackets would be HTML.
  expect(rest).not.toMatch(/</)
  expect(line).not.toMatch(/\]\((?!<?https?:\/\/|<?\.\.\/|[\p{L}\p{N} ,.=()_-]+\)|[a-z0-9_-]+\.md\))/iu)
  if (isRow) return `row of ${rest.split('|').length - 2}`
  const heading = /^#+ /.exec(line)?.[0]
  if (heading !== undefined) return heading + (heading === '# ' ? '' : line.slice(heading.length))
  // Paragraphs of remarks and hits differ in words, but are one line each.
  return /^\s*(?:[-*+>]|\d+[.)]|~~~|={3}|<)/.test(line) ? `block: ${line}` : line === '' ? '' : 'paragraph'
}

/** Tags and attributes of HTML, without the texts between them; hrefs and titles are checked, then left out. */
function skeleton(html: string): readonly string[] {
  const style = html.indexOf('</style>')
  const body = html.slice(style)
  for (const [, href] of body.matchAll(/href="([^"]*)"/g))
    expect(href).toMatch(/^(?:https?:\/\/[^<>\s]*|[\w-]+\.(?:html|md)(?:#q=[\w.%]*)?)$/)
  return [...body.replaceAll(INDEX_SCRIPT, '').matchAll(/<[^>]*>/g)].map(([tag]) =>
    tag.replace(/ (?:href|data-more|data-level|data-hits)="[^"<>]*"/g, (attribute) =>
      attribute.slice(0, attribute.indexOf('=')),
    ),
  )
}

/** Links of references and how many texts there are depend on the texts; the rest is fixed. */
function withoutLinks(tags: readonly string[]): readonly string[] {
  return tags.filter(
    (tag) =>
      !/^<(?:a href rel="noopener noreferrer"|\/a|\/?ul|\/?li|br|span class="dim"|\/span|p class="note"|\/p|\/?pre.*)>$/.test(
        tag,
      ),
  )
}

describe.each(DIALECTS)('pages of hostile rules, %s', (dialect) => {
  const expected = pagesOf(HARMLESS, dialect)

  it('have the structure of harmless ones', () => {
    fc.assert(
      fc.property(texts, (given) => {
        const pages = pagesOf(given, dialect)
        expect(pages.length).toBe(expected.length)
        for (const [i, { name, text: content }] of pages.entries()) {
          const plain = expected[i]!
          expect(name.replace(/.*(?=\.)/, '')).toBe(plain.name.replace(/.*(?=\.)/, ''))
          if (name.endsWith('.md')) expect(fixedLines(content)).toEqual(fixedLines(plain.text))
          else expect(withoutLinks(skeleton(content))).toEqual(withoutLinks(skeleton(plain.text)))
        }
      }),
      { numRuns: 40 },
    )
  })
})

/** A back end may refuse a text, so that a paragraph stands for a fence. */
function fixedLines(markdown: string): readonly string[] {
  return outline(markdown).filter((line) => line !== 'paragraph' && line !== 'fence')
}

describe('pages', () => {
  it('show controls, marks of direction and lone surrogates as codes', () => {
    const given = { ...HARMLESS, others: HARMLESS.others.map(() => '\u202e\x1b[31m\ud800') }
    for (const { text: content } of pagesOf(given, 'default')) {
      expect(content).not.toMatch(/[\u202a-\u202e\x1b\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])/)
    }
  })

  it('let no script run but the search of the index, and nothing be loaded', () => {
    const pages = pagesOf(HARMLESS, 'default').filter(({ name }) => name.endsWith('.html'))
    const withScript = pages.filter(({ text: content }) => content.includes('<script'))
    expect(withScript.map(({ name }) => name)).toEqual(['index.html'])
    for (const { name, text: content } of pages) {
      const policy = /Content-Security-Policy" content="([^"]*)"/.exec(content)?.[1]
      expect(policy).toContain("default-src 'none'")
      expect(policy).toMatch(name === 'index.html' ? /script-src 'sha256-[\w+/=]+'/ : /script-src 'none'/)
      expect(content).not.toMatch(/ src=|@import|url\(/)
    }
  })
})
