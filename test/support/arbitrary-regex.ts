/**
 * Random regular expressions in two spellings: as a rule writes them (PCRE) and as V8 reads the same with flag `u`.
 * V8 is the judge: it is slow on bad patterns, so texts and counts are small.
 */
import fc from 'fast-check'

export interface TwoSpellings {
  readonly rule: string
  readonly v8: string
}

const same = (text: string): TwoSpellings => ({ rule: text, v8: text })

const atoms: readonly TwoSpellings[] = [
  ...[
    'a',
    'b',
    'A',
    '1',
    '_',
    '-',
    '\\.',
    '\\\\',
    '[ab]',
    '[^a]',
    '[a-c1]',
    '[^\\n]',
    '\\d',
    '\\D',
    '\\w',
    '\\W',
    '\\b',
    '\\B',
    'é',
    '\\t',
  ].map(same),
  { rule: '.', v8: '[^\\n]' },
  { rule: '\\s', v8: '[\\t\\n\\v\\f\\r ]' },
  { rule: '\\n', v8: '\\n' },
  { rule: '^', v8: '^' },
  { rule: '$', v8: '(?=\\n?$)' },
  { rule: '\\z', v8: '$' },
  { rule: '(?m:^)', v8: '(?:^|(?<=\\n))' },
  { rule: '(?m:$)', v8: '(?=\\n|$)' },
  { rule: '(?s:.)', v8: '[^]' },
  { rule: '(?i:a)', v8: '[aA]' },
  { rule: '[[:alpha:]]', v8: '[a-zA-Z]' },
  { rule: '\\Qa.\\E', v8: 'a\\.' },
  { rule: '😀', v8: '😀' },
  { rule: '[😀é]', v8: '[😀é]' },
]

const quantifiers = ['*', '+', '?', '*?', '{2}', '{1,2}', '{0,3}', '{2,}']

/** `lookaround`: with lookarounds. Deeper nests of stars take a backtracking matcher beyond its limit of steps. */
export function arbitraryRegex(lookaround: boolean, maxDepth = 10): fc.Arbitrary<TwoSpellings> {
  const { tree } = fc.letrec<{ tree: TwoSpellings; leaf: TwoSpellings }>((tie) => ({
    leaf: fc.constantFrom(...atoms),
    tree: fc.oneof(
      { depthSize: 'small', maxDepth, withCrossShrink: true },
      tie('leaf'),
      fc.array(tie('tree'), { minLength: 1, maxLength: 4 }).map((parts) => join(parts, '')),
      fc
        .array(tie('tree'), { minLength: 2, maxLength: 3 })
        .map((parts) => wrap('(?:', join(parts, '|'), ')')),
      tie('tree').map((part) => wrap('(', part, ')')),
      fc
        .tuple(tie('tree'), fc.constantFrom(...quantifiers))
        .map(([part, quantifier]) => wrap('(?:', part, `)${quantifier}`)),
      ...(lookaround
        ? [
            fc
              .tuple(tie('tree'), fc.constantFrom('(?=', '(?!', '(?<=', '(?<!'))
              .map(([part, opening]) => wrap(opening, part, ')')),
          ]
        : []),
    ),
  }))
  return tree
}

function join(parts: readonly TwoSpellings[], separator: string): TwoSpellings {
  return { rule: parts.map((p) => p.rule).join(separator), v8: parts.map((p) => p.v8).join(separator) }
}

function wrap(before: string, part: TwoSpellings, after: string): TwoSpellings {
  return { rule: before + part.rule + after, v8: before + part.v8 + after }
}

/** Texts in which the atoms above have something to find. */
export const arbitraryRegexText: fc.Arbitrary<string> = fc.string({
  unit: fc.constantFrom(
    'a',
    'b',
    'c',
    'A',
    '1',
    '_',
    '-',
    '.',
    '\\',
    '\n',
    '\r',
    ' ',
    '\t',
    'é',
    '😀',
    '\u2028',
  ),
  maxLength: 9,
})
