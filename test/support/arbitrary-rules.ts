/**
 * Generators of rules and events that meet often: few field names, few pieces of text, all kinds of values.
 * Made for comparing engines: what is nonsense for an author (a dash beside a wildcard, an unpaired surrogate) is wanted.
 */
import fc from 'fast-check'
import type { RunnableRule } from '../../src/engine/match.ts'
import type { TextValue } from '../../src/engine/program/lower/atom-table.ts'
import type { ChannelKey, FieldSource, FieldView, Target } from '../../src/mapping/mapping.ts'
import type {
  Condition,
  DetectionRule,
  Identifier,
  Item,
  PatternToken,
  Search,
  Value,
} from '../../src/sigma/ast.ts'

export const FIELD_NAMES = [
  'Image',
  'CommandLine',
  'commandline',
  'Data',
  'ThreatName',
  'EventID',
  'Channel',
  'Provider_Name',
  'User',
  'Gone',
  'All',
  'Missing',
] as const

/** Pieces that texts and patterns are made of: cases, dashes, wildcards as text, letters that fold in odd ways. */
const PIECES = [
  'cmd',
  'CMD',
  '.exe',
  'powershell',
  'Shell',
  '\\',
  ' ',
  '-',
  '/',
  '\u2013',
  'enc',
  'a',
  'A',
  'k',
  '\u212a',
  '\u00df',
  '\u00c9',
  '\u00e9',
  '\u0130',
  '\u03a3',
  '\u{1f600}',
  '\u{10400}',
  '\u{10428}',
  '\ud801',
  '\udc00',
  '*',
  '?',
  '\uffff',
  '\n',
  '\u0000x',
  'Security',
  '4688',
  '10',
  'true',
  '10.1.2.3',
  'fe80::1',
  '2026-03-10T08:01:02Z',
] as const

export const arbitraryText: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }).map((p) => p.join('')) },
  { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
)

const wild: fc.Arbitrary<PatternToken> = fc
  .constantFrom('any', 'any', 'one', 'dash')
  .map((w) => ({ wild: w }) as const)

/** Literal text never empty and never adjacent, as the syntax tree promises. */
function tidy(tokens: readonly PatternToken[]): PatternToken[] {
  const tidied: PatternToken[] = []
  for (const token of tokens) {
    const last = tidied.at(-1)
    if (typeof token !== 'string') tidied.push(token)
    else if (token === '') continue
    else if (typeof last === 'string') tidied[tidied.length - 1] = last + token
    else tidied.push(token)
  }
  return tidied
}

export const arbitraryPattern: fc.Arbitrary<Value & { op: 'pattern' }> = fc
  .record({
    open: fc.constantFrom('', '*.', '.*', '*.*'),
    tokens: fc.array(
      fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...PIECES) }, { weight: 1, arbitrary: wild }),
      {
        maxLength: 5,
      },
    ),
    cased: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  })
  .map(({ open, tokens, cased }) => {
    const all: PatternToken[] = [...tokens]
    if (open.startsWith('*')) all.unshift({ wild: 'any' })
    if (open.endsWith('*')) all.push({ wild: 'any' })
    return { op: 'pattern', tokens: tidy(all), cased, text: 'pattern' }
  })

/** Patterns that run in linear time in the reference, too. */
const arbitraryRegex: fc.Arbitrary<Value & { op: 'regex' }> = fc
  .record({
    source: fc.constantFrom(
      'cmd.*exe',
      '^cmd',
      'a|k',
      '\\+',
      '(?:power)?shell',
      '[a-k]{2}',
      '\u00c9',
      'x?$',
      '\\d+\\.\\d',
      'enc[ -]',
    ),
    flags: fc.constantFrom('', 'i', 's'),
  })
  .map(({ source, flags }) => ({ op: 'regex', source, flags, text: source }))

const number = fc
  .constantFrom(4688, 10, 0, -1, 1.5)
  .map((n) => ({ op: 'number', value: n, text: String(n) }) as const)

/** Values that are a test of one text and nothing else. */
export const arbitraryTextValue: fc.Arbitrary<TextValue> = fc.oneof(
  { weight: 12, arbitrary: arbitraryPattern },
  { weight: 2, arbitrary: arbitraryRegex },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      { op: 'cidr', network: [10, 0, 0, 0], prefixBits: 8, text: '10.0.0.0/8' } as const,
      { op: 'compare', relation: 'gte', value: 10, text: '10' } as const,
      { op: 'timepart', part: 'hour', value: 8, text: '8' } as const,
    ),
  },
)

const simpleValue: fc.Arbitrary<Value> = fc.oneof(
  { weight: 15, arbitrary: arbitraryTextValue },
  { weight: 2, arbitrary: number },
  { weight: 1, arbitrary: fc.boolean().map((b) => ({ op: 'boolean', value: b, text: String(b) }) as const) },
)

const fieldValue: fc.Arbitrary<Value> = fc.oneof(
  { weight: 12, arbitrary: simpleValue },
  { weight: 2, arbitrary: fc.constant({ op: 'null', text: 'null' } as const) },
  {
    weight: 1,
    arbitrary: fc.boolean().map((expected) => ({ op: 'exists', expected, text: String(expected) }) as const),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({
        field: fc.constantFrom(...FIELD_NAMES),
        mode: fc.constantFrom('equals', 'startswith', 'endswith', 'contains'),
      })
      .map(({ field, mode }) => ({ op: 'fieldref', field, mode, text: field }) as const),
  },
  {
    weight: 1,
    arbitrary: fc
      .array(arbitraryPattern, { minLength: 1, maxLength: 3 })
      .map((values) => ({ op: 'oneOf', values, text: 'offsets' }) as const),
  },
)

const position = { line: 1, column: 1 }

function arbitraryItem(
  field: fc.Arbitrary<string | undefined>,
  value: fc.Arbitrary<Value>,
): fc.Arbitrary<Item> {
  return fc
    .record({
      field,
      linking: fc.constantFrom('or', 'or', 'and'),
      negated: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
      values: fc.array(value, { minLength: 1, maxLength: 4 }),
    })
    .map((item) => ({ ...item, type: 'item', modifiers: [], position }))
}

const fieldItem = arbitraryItem(fc.constantFrom(...FIELD_NAMES), fieldValue)
/** Keywords are searched anywhere. */
const keyword: fc.Arbitrary<Value> = simpleValue.map((value) =>
  value.op === 'pattern' ? { ...value, tokens: [{ wild: 'any' }, ...value.tokens, { wild: 'any' }] } : value,
)
const keywordItem = arbitraryItem(fc.constant(undefined), keyword)
const item = fc.oneof({ weight: 7, arbitrary: fieldItem }, { weight: 1, arbitrary: keywordItem })

const search: fc.Arbitrary<Search> = fc.oneof(
  { weight: 3, arbitrary: item },
  {
    weight: 2,
    arbitrary: fc
      .record({
        type: fc.constantFrom('and', 'or'),
        children: fc.array(item, { minLength: 1, maxLength: 3 }),
      })
      .map((node) => node as Search),
  },
)

const IDENTIFIERS = ['selection', 'filter_a', 'filter_b'] as const

const condition: fc.Arbitrary<Condition> = fc.letrec<{ tree: Condition; leaf: Condition }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    tie('leaf'),
    fc
      .record({
        type: fc.constantFrom('and', 'or'),
        children: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
      })
      .map((node) => node as Condition),
    tie('tree').map((child) => ({ type: 'not', child }) as const),
  ),
  leaf: fc.oneof(
    fc.constantFrom(...IDENTIFIERS).map((name) => ({ type: 'identifier', name }) as const),
    fc.constantFrom('any', 'all').map((quantifier) => {
      return { type: 'of', quantifier, names: ['filter_a', 'filter_b'], pattern: 'filter_*' } as const
    }),
  ),
})).tree

const identifiers: fc.Arbitrary<readonly Identifier[]> = fc
  .tuple(search, search, search)
  .map((searches) => searches.map((s, i) => ({ name: IDENTIFIERS[i]!, search: s, position })))

export const arbitraryRule: fc.Arbitrary<DetectionRule> = fc
  .record({ identifiers, conditions: fc.array(condition, { minLength: 1, maxLength: 2 }) })
  .map((detection) => ruleOf({ ...detection, timeframe: undefined, aggregation: undefined }))

export function ruleOf(detection: DetectionRule['detection'], title = 'rule'): DetectionRule {
  return {
    kind: 'detection',
    title,
    id: undefined,
    name: undefined,
    status: undefined,
    level: undefined,
    description: undefined,
    author: undefined,
    license: undefined,
    date: undefined,
    modified: undefined,
    references: [],
    tags: [],
    fields: [],
    falsepositives: [],
    related: [],
    taxonomy: 'sigma',
    scope: [],
    custom: {},
    file: 'rule.yml',
    document: 0,
    position,
    logsource: {
      category: undefined,
      product: 'windows',
      service: undefined,
      definition: undefined,
      custom: {},
    },
    detection,
  }
}

const joinTexts = (texts: readonly (readonly string[])[]): readonly string[] => {
  const [first = [], second = []] = texts
  return first.length === 0 ? [] : [`${first.join('|')}\\${second.join('|')}`, ...second]
}
const always = (): readonly string[] => ['powershell']

const SOURCES: Readonly<Record<string, readonly FieldSource[]>> = {
  Image: [{ kind: 'raw', name: 'NewProcessName' }],
  User: [
    { kind: 'derived', from: ['CommandLine', 'Data'], derive: joinTexts },
    { kind: 'raw', name: 'Image' },
  ],
  Gone: [],
  All: [{ kind: 'body' }],
  ThreatName: [{ kind: 'derived', from: ['Missing'], derive: always }],
}

export const RAW_VIEW: FieldView = { id: 'raw', sourcesOf: () => undefined }
export const RENAMING_VIEW: FieldView = {
  id: 'renaming',
  sourcesOf: (field) => (Object.hasOwn(SOURCES, field) ? SOURCES[field] : undefined),
}

const channelKey: fc.Arbitrary<ChannelKey> = fc.constantFrom(
  { key: 'security', isPrefix: false },
  { key: 'sec', isPrefix: true },
  { key: 'system', isPrefix: false },
)

const target: fc.Arbitrary<Target> = fc.record({
  id: fc.constant('target'),
  channels: fc.option(fc.array(channelKey, { minLength: 1, maxLength: 2 }), { nil: undefined }),
  eventIds: fc.option(fc.subarray([1, 10, 4688], { minLength: 1 }), { nil: undefined }),
  conditions: fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.constant([{ field: 'Data', values: ['CMD', '', 'a'] }]) },
    { weight: 1, arbitrary: fc.constant([{ field: 'EventID', values: ['1', '10'] }]) },
  ),
  view: fc.constantFrom(RAW_VIEW, RAW_VIEW, RENAMING_VIEW),
})

export const arbitraryRules: fc.Arbitrary<readonly RunnableRule[]> = fc.array(
  fc.record({ rule: arbitraryRule, targets: fc.array(target, { minLength: 1, maxLength: 3 }) }),
  { minLength: 1, maxLength: 8 },
)
