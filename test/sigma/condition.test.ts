import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Condition } from '../../src/sigma/ast.ts'
import { MAX_CONDITION_DEPTH, MAX_CONDITION_TOKENS, MAX_CONDITIONS } from '../../src/sigma/limits.ts'
import { errorPlaces, errorsOf, parseRule, ruleText } from './rule-text.ts'

const NAMES = [
  'a',
  'b',
  'c',
  'sel_1',
  'sel_2',
  'xa_1',
  'xb_1',
  '_h1',
  '_h2',
  'notepad',
  'android',
  'order',
  'd-e',
  'all',
  '1',
]

function text(condition: string): string {
  return ruleText(`${NAMES.map((name) => `  '${name}': x\n`).join('')}  condition: ${condition}\n`)
}

function parse(condition: string): readonly Condition[] {
  return parseRule(text(condition)).detection.conditions
}

/** Trees as text with all parentheses; `of` with the names that it stands for. */
function show(condition: Condition): string {
  if (condition.type === 'identifier') return condition.name
  if (condition.type === 'not') return `not(${show(condition.child)})`
  if (condition.type === 'of') return `${condition.quantifier}[${condition.names.join(' ')}]`
  return `(${condition.children.map(show).join(` ${condition.type} `)})`
}

describe('conditions', () => {
  const cases: [string, string][] = [
    ['a', 'a'],
    ['a or b and c', '(a or (b and c))'],
    ['not a and b', '(not(a) and b)'],
    ['not (a and b)', 'not((a and b))'],
    ['not not a', 'not(not(a))'],
    ['not(a)', 'not(a)'],
    ['(a)and(b)', '(a and b)'],
    ['a and b and c', '(a and b and c)'],
    ['(a and b) and c', '((a and b) and c)'],
    ['((a))', 'a'],
    ['a and not b or c', '((a and not(b)) or c)'],
    ['notepad or android and order', '(notepad or (android and order))'],
    ['d-e', 'd-e'],
    ['all', 'all'],
    ["'1'", '1'],
    ['1 of sel_*', 'any[sel_1 sel_2]'],
    ['any of sel_*', 'any[sel_1 sel_2]'],
    ['all of sel_*', 'all[sel_1 sel_2]'],
    ['all of them', 'all[a b c sel_1 sel_2 xa_1 xb_1 notepad android order d-e all 1]'],
    ['1 of *', 'any[a b c sel_1 sel_2 xa_1 xb_1 notepad android order d-e all 1]'],
    ['1 of x*_1', 'any[xa_1 xb_1]'],
    ['1 of *_1', 'any[sel_1 xa_1 xb_1]'],
    ['1 of _*', 'any[_h1 _h2]'],
    ['1 of _h1', 'any[_h1]'],
    ['1 of *a*_*', 'any[xa_1]'],
    ['1 of a', 'any[a]'],
    ['not 1 of sel_* and a', '(not(any[sel_1 sel_2]) and a)'],
    ['a and 1 of sel_* or all of x*', '((a and any[sel_1 sel_2]) or all[xa_1 xb_1])'],
    ['"a\\tand\\nb"', '(a and b)'],
  ]
  it.each(cases)('%s', (condition, tree) => {
    expect(parse(condition).map(show)).toEqual([tree])
  })

  it('keeps the pattern as written', () => {
    expect(parse('1 of them')).toMatchObject([{ quantifier: 'any', pattern: 'them' }])
    expect(parse('all of sel_*')).toMatchObject([{ quantifier: 'all', pattern: 'sel_*' }])
  })

  it('takes a list', () => {
    expect(parse('[a, b or c]').map(show)).toEqual(['a', '(b or c)'])
  })

  it("matches patterns in their letters' case, against whole names", () => {
    const rule = ruleText('  Sel: x\n  sel: x\n  xsel: x\n  condition: 1 of sel*\n')
    expect(parseRule(rule).detection.conditions.map(show)).toEqual(['any[sel]'])
  })
})

describe('refused conditions', () => {
  // `condition: ` starts in column 3, its text in column 14.
  const line = 5 + NAMES.length
  const cases: [string, number, string][] = [
    ['a and', 19, 'the condition ends where a search identifier is needed'],
    ['and a', 14, "'and' stands where a search identifier is needed"],
    ['a b', 16, "'b' stands where an operator or the end is needed"],
    ['(a', 16, "the condition ends where an operator or ')' is needed"],
    ['a)', 15, "')' stands where an operator or the end is needed"],
    ['()', 15, "')' stands where a search identifier is needed"],
    ['not', 17, 'the condition ends'],
    ['a or or b', 19, "'or' stands where"],
    ['a AND b', 16, 'operators are written in lower case'],
    ['NOT a', 18, 'operators are written in lower case'],
    ['2 of sel_*', 14, "'2 of' is not known"],
    ['a of sel_*', 14, "'a of' is not known"],
    ['1 of', 18, "'them' or a pattern is needed"],
    ['1 of (a)', 19, "'them' or a pattern is needed"],
    ['1 of sel-*', 19, 'may hold letters, digits'],
    ['sel_*', 14, "write '1 of sel_*'"],
    ['a and nosuch', 20, "there is no search identifier 'nosuch'"],
    ['a and sel1', 20, "did you mean 'sel_1'?"],
    ['A', 14, "there is no search identifier 'A'"],
    ['a and not 1 of nosuch_*', 29, "no search identifier matches 'nosuch_*'"],
    ['1 of them_*', 19, "no search identifier matches 'them_*'"],
    ['a & b', 16, "'&' has no meaning in a condition"],
    ['a and \u00e9', 20, "'\u00e9' has no meaning in a condition"],
    ["''", 14, 'the condition is empty'],
    ["'  '", 14, 'the condition is empty'],
    ["'a and'", 20, 'the condition ends'],
    ['null', 14, 'a condition must be text, not nothing (null)'],
    ['5', 14, 'a condition must be text, not the number 5'],
    ['{a: b}', 14, 'a condition must be text, not a map'],
    ['[]', 14, 'the list of conditions is empty'],
    ['[a, nosuch]', 18, "there is no search identifier 'nosuch'"],
    ['[a, [b]]', 18, 'a condition must be text, not a list'],
    ['a | count() > 5 | near b', 17, 'the aggregation'],
    ['[a, b | count() > 5]', 21, 'cannot stand in a list'],
  ]
  it.each(cases)('%s', (condition, column, message) => {
    expect(errorPlaces(text(condition))).toEqual([`${line}:${column} rule-condition`])
    expect(errorsOf(text(condition))[0]?.message).toContain(message)
  })

  it('names every unknown identifier', () => {
    expect(errorPlaces(text('x1 and y1 or a'))).toEqual([
      `${line}:14 rule-condition`,
      `${line}:21 rule-condition`,
    ])
  })

  it('finds the place in text on several lines', () => {
    expect(errorPlaces(ruleText('  a: x\n  condition: a and\n    (a or\n     b1)\n'))).toEqual([
      '8:6 rule-condition',
    ])
    expect(errorPlaces(ruleText('  a: x\n  condition: |\n    a and\n      b1\n'))).toEqual([
      '8:7 rule-condition',
    ])
    expect(errorPlaces(ruleText('  a: x\n  condition: >-\n\n    a and\n    b1\n'))).toEqual([
      '9:5 rule-condition',
    ])
    expect(errorPlaces(ruleText('  a: x\n  condition: "a\\x20and b1"\n'))).toEqual(['6:14 rule-condition'])
  })

  it('are needed', () => {
    expect(errorPlaces(ruleText('  a: x\n'))).toEqual(['5:3 rule-condition'])
  })

  it('are limited', () => {
    const words = (count: number) => Array(count).fill('a').join(' and ')
    expect(parse(words(MAX_CONDITION_TOKENS / 2))).toHaveLength(1)
    expect(errorPlaces(text(words(MAX_CONDITION_TOKENS)))).toHaveLength(1)
    expect(show(parse(`${'not '.repeat(MAX_CONDITION_DEPTH)}a`)[0]!)).toContain('a')
    expect(errorPlaces(text(`${'not '.repeat(MAX_CONDITION_DEPTH + 1)}a`))).toHaveLength(1)
    expect(errorPlaces(text('('.repeat(MAX_CONDITION_DEPTH + 1)))).toHaveLength(1)
    expect(
      errorPlaces(
        text(
          `[${Array(MAX_CONDITIONS + 1)
            .fill('a')
            .join(', ')}]`,
        ),
      ),
    ).toHaveLength(1)
    expect(errorPlaces(text('a'.repeat(501)))).toHaveLength(1)
  })
})

describe('conditions read back what was written', () => {
  type Tree = { readonly text: string; readonly tree: string; readonly isChain: boolean }
  const spaces = fc.constantFrom(' ', '  ', ' \t')
  const { tree } = fc.letrec<{ tree: Tree }>((tie) => {
    const leaf = fc.constantFrom<Tree>(
      ...['a', 'b', 'notepad', 'order'].map((name) => ({ text: name, tree: name, isChain: false })),
      { text: '1 of sel_*', tree: 'any[sel_1 sel_2]', isChain: false },
      { text: 'all of x*', tree: 'all[xa_1 xb_1]', isChain: false },
    )
    const wrap = ({ text: inner, isChain }: Tree) => (isChain ? `(${inner})` : inner)
    const not = fc.tuple(tie('tree'), spaces).map(([child, gap]) => ({
      text: `not${gap}${wrap(child)}`,
      tree: `not(${child.tree})`,
      isChain: false,
    }))
    const chain = fc
      .tuple(fc.constantFrom('and', 'or'), fc.array(tie('tree'), { minLength: 2, maxLength: 4 }), spaces)
      .map(([operator, children, gap]) => ({
        text: children.map(wrap).join(`${gap}${operator}${gap}`),
        tree: `(${children.map((child) => child.tree).join(` ${operator} `)})`,
        isChain: true,
      }))
    return { tree: fc.oneof({ maxDepth: 5 }, leaf, not, chain) }
  })

  it('for any tree', () => {
    fc.assert(
      fc.property(tree, (made) => {
        expect(parse(`"${made.text.replaceAll('\t', '\\t')}"`).map(show)).toEqual([made.tree])
      }),
    )
  })
})
