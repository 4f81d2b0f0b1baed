/**
 * The `windash` modifier: a `-` or `/` at the start of a word may be any of five dashes (pySigma's reading,
 * `\B[-/]\b` with Unicode words, within each literal part).
 */
import type { PatternToken } from './ast.ts'
import { DASH, type TemplateToken } from './pattern.ts'

/** What the token `dash` stands for. */
export const DASHES: readonly string[] = ['-', '/', '\u2013', '\u2014', '\u2015']

const WORD_START_DASH = /(?<![\p{L}\p{N}_])[-/](?=[\p{L}\p{N}_])/gu

/** Literals cut at each dash that may vary; other tokens stay. */
export function varyDashes<T extends TemplateToken>(tokens: readonly T[]): (T | PatternToken)[] {
  const result: (T | PatternToken)[] = []
  for (const token of tokens) {
    if (typeof token !== 'string') {
      result.push(token)
      continue
    }
    let from = 0
    for (const match of token.matchAll(WORD_START_DASH)) {
      if (match.index > from) result.push(token.slice(from, match.index))
      result.push(DASH)
      from = match.index + 1
    }
    if (from < token.length) result.push(token.slice(from))
  }
  return result
}

export function countDashes(tokens: readonly TemplateToken[]): number {
  return tokens.filter(isDash).length
}

export function isDash(token: TemplateToken): boolean {
  return typeof token === 'object' && 'wild' in token && token.wild === 'dash'
}

/** Every reading of the tokens as one list without `dash`: 5^k of them for k dashes. */
export function expandDashes(tokens: readonly PatternToken[]): PatternToken[][] {
  let readings: PatternToken[][] = [[]]
  for (const token of tokens) {
    const choices: readonly PatternToken[] = isDash(token) ? DASHES : [token]
    readings = readings.flatMap((reading) => choices.map((choice) => append(reading, choice)))
  }
  return readings
}

function append(reading: readonly PatternToken[], token: PatternToken): PatternToken[] {
  const last = reading.at(-1)
  if (typeof last !== 'string' || typeof token !== 'string') return [...reading, token]
  return [...reading.slice(0, -1), last + token]
}
