/**
 * Placeholders of the `expand` modifier: `%name%`, where `\%` is a plain percent sign (sigma-semantics §3).
 */
import type { PlaceholderToken } from './ast.ts'
import { type TemplateToken, tokenisePattern } from './pattern.ts'

/** A name holds neither percent signs nor backslashes. */
const PLACEHOLDER = /%([^%\\]+)%/y

/** Raw text (before any escape is undone) as its literal parts and placeholders; escapes stay in the parts. */
export function splitPlaceholders(raw: string): (string | PlaceholderToken)[] {
  const parts: (string | PlaceholderToken)[] = []
  let from = 0
  for (let i = 0; i < raw.length; i++) {
    if (raw[i] === '\\') i++
    else if (raw[i] === '%') {
      PLACEHOLDER.lastIndex = i
      const name = PLACEHOLDER.exec(raw)?.[1]
      if (name === undefined) continue
      if (i > from) parts.push(raw.slice(from, i))
      parts.push({ placeholder: name })
      from = i + name.length + 2
      i = from - 1
    }
  }
  if (from < raw.length) parts.push(raw.slice(from))
  return parts
}

/** Wildcard text with placeholders as tokens. */
export function tokeniseTemplate(raw: string): TemplateToken[] {
  return splitPlaceholders(raw).flatMap((part): TemplateToken[] =>
    typeof part === 'string' ? tokenisePattern(unescapePercent(part)) : [part],
  )
}

/** `\%` to `%`; any other escape is the wildcard tokeniser's. */
function unescapePercent(part: string): string {
  return part.replace(/\\([\s\S])/g, (pair, unit: string) => (unit === '%' ? '%' : pair))
}

/** Each name once, in the order of the text. */
export function placeholderNames(tokens: readonly TemplateToken[]): string[] {
  const names = new Set<string>()
  for (const token of tokens)
    if (typeof token === 'object' && 'placeholder' in token) names.add(token.placeholder)
  return [...names]
}
