/**
 * Sigma's wildcard text as tokens (sigma-semantics §2.2), and what modifiers do to tokens.
 * Invariant: literals are never empty and never adjacent, two `any` never stand side by side.
 */
import type { PatternToken, PlaceholderToken } from './ast.ts'

export type TemplateToken = PatternToken | PlaceholderToken

export const ANY: PatternToken = { wild: 'any' }
export const ONE: PatternToken = { wild: 'one' }
export const DASH: PatternToken = { wild: 'dash' }

const SPECIAL = /[\\*?]/

/** At `\`: a following `*`, `?` or `\` is literal; any other `\` stands for itself. */
export function tokenisePattern(text: string): PatternToken[] {
  if (!SPECIAL.test(text)) return text === '' ? [] : [text]
  const tokens: PatternToken[] = []
  let literal = ''
  for (let i = 0; i < text.length; i++) {
    const unit = text[i]!
    if (unit === '\\' && i + 1 < text.length && SPECIAL.test(text[i + 1]!)) literal += text[++i]!
    else if (unit === '*' || unit === '?') {
      if (literal !== '') tokens.push(literal)
      literal = ''
      if (unit === '?') tokens.push(ONE)
      else if (!isAny(tokens.at(-1))) tokens.push(ANY)
    } else literal += unit
  }
  if (literal !== '') tokens.push(literal)
  return tokens
}

export function isAny(token: TemplateToken | undefined): boolean {
  return typeof token === 'object' && 'wild' in token && token.wild === 'any'
}

/** Adds `any` before and behind, unless it is there already. */
export function surround<T extends TemplateToken>(
  tokens: readonly T[],
  before: boolean,
  behind: boolean,
): (T | PatternToken)[] {
  const result: (T | PatternToken)[] = [...tokens]
  if (before && !isAny(result[0])) result.unshift(ANY)
  if (behind && !isAny(result.at(-1))) result.push(ANY)
  return result
}

/** The text of tokens that are all literal, otherwise undefined. */
export function literalText(tokens: readonly TemplateToken[]): string | undefined {
  if (tokens.length === 0) return ''
  const [first] = tokens
  return tokens.length === 1 && typeof first === 'string' ? first : undefined
}
