/**
 * Words and signs of a condition (sigma-semantics §4). In: the text. Out: tokens with their index in it.
 * A word is what identifiers and patterns may hold; operators are words that the parser knows.
 */
export interface ConditionToken {
  readonly type: 'word' | '(' | ')' | 'end'
  readonly text: string
  readonly index: number
}

/** What is wrong and where in the text. */
export interface ConditionProblem {
  readonly message: string
  readonly index: number
}

const TOKEN = /[ \t\r\n]*(?:([A-Za-z0-9_*-]+)|([()])|$)/y

/** Letters of a name or pattern (real: 66). */
const MAX_WORD_UNITS = 500

/** The tokens, the last of type `end`; or the first sign that does not belong into a condition. */
export function lexCondition(text: string, maxTokens: number): ConditionToken[] | ConditionProblem {
  const tokens: ConditionToken[] = []
  TOKEN.lastIndex = 0
  while (tokens.length <= maxTokens) {
    const from = TOKEN.lastIndex
    const match = TOKEN.exec(text)
    if (match === null) return strangeSign(text, from)
    const [, word, sign] = match
    const index = TOKEN.lastIndex - (word ?? sign ?? '').length
    if (word !== undefined && word.length > MAX_WORD_UNITS)
      return { message: `a word is longer than ${MAX_WORD_UNITS} letters`, index }
    if (word !== undefined) tokens.push({ type: 'word', text: word, index })
    else if (sign === '(' || sign === ')') tokens.push({ type: sign, text: sign, index })
    else {
      tokens.push({ type: 'end', text: '', index })
      return tokens
    }
  }
  return { message: `a condition has more than ${maxTokens} words`, index: 0 }
}

function strangeSign(text: string, from: number): ConditionProblem {
  const index = from + /^[ \t\r\n]*/.exec(text.slice(from))![0].length
  const sign = String.fromCodePoint(text.codePointAt(index) ?? 0)
  const message = `'${sign}' has no meaning in a condition, which is made of identifiers, 'and', 'or', 'not', '1 of', 'all of' and parentheses`
  return { message, index }
}
