/**
 * Modifiers that change the tokens of a text value: wildcards, case, dashes, placeholders.
 * In and out: values of kind string (a pattern, or a placeholder's template) or, where said, regex.
 */
import type { PatternToken, Value } from './ast.ts'
import { placeholderNames, splitPlaceholders } from './expand.ts'
import { surround, type TemplateToken } from './pattern.ts'
import { varyDashes } from './windash.ts'

/** A text value while modifiers work on it: with placeholders it is a template. */
export function patternValue(tokens: readonly TemplateToken[], cased: boolean, text: string): Value {
  const plain = tokens.filter(isPlain)
  if (plain.length === tokens.length) return { op: 'pattern', tokens: plain, cased, text }
  const names = placeholderNames(tokens)
  return { op: 'placeholder', names, template: { op: 'pattern', tokens, cased }, text }
}

function isPlain(token: TemplateToken): token is PatternToken {
  return typeof token === 'string' || 'wild' in token
}

function mapTokens(value: Value, change: (tokens: readonly TemplateToken[]) => TemplateToken[]): Value {
  if (value.op === 'pattern') return patternValue(change(value.tokens), value.cased, value.text)
  if (value.op !== 'placeholder' || value.template.op !== 'pattern') return value
  return patternValue(change(value.template.tokens), value.template.cased, value.text)
}

export function addWildcards(value: Value, before: boolean, behind: boolean): Value {
  return mapTokens(value, (tokens) => surround(tokens, before, behind))
}

export function applyCased(value: Value): Value {
  if (value.op === 'pattern') return { ...value, cased: true }
  if (value.op !== 'placeholder' || value.template.op !== 'pattern') return value
  return patternValue(value.template.tokens, true, value.text)
}

export function applyWindash(value: Value): Value {
  return mapTokens(value, varyDashes)
}

/** Text was cut at its placeholders when it was read (`readValue`), because escapes must still be seen. */
export function applyExpand(value: Value): Value {
  if (value.op !== 'regex') return value
  const parts = splitPlaceholders(value.source)
  if (parts.every((part) => typeof part === 'string')) return value
  const names = placeholderNames(parts)
  return {
    op: 'placeholder',
    names,
    template: { op: 'regex', parts, flags: value.flags },
    text: value.text,
  }
}
