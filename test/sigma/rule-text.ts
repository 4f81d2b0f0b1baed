/**
 * Short ways to a parsed rule for the tests of this folder: only what a test is about is written out.
 */
import type { Diagnostic } from '../../src/base/diagnostic.ts'
import type { DetectionRule, Identifier, Item, ParsedFile, Search, Value } from '../../src/sigma/ast.ts'
import { parseSigma } from '../../src/sigma/parse.ts'

/** Lines before `detection:`; positions in tests count from here. */
export const HEAD = 'title: t\nlogsource:\n  product: windows\n'

/** A rule around the lines of a detection. */
export function ruleText(detection: string): string {
  return `${HEAD}detection:\n${detection}`
}

/** A rule with one item under `s`; the item stands in line 6, column 5. */
export function itemText(key: string, value: string): string {
  return ruleText(`  s:\n    ${key}: ${value}\n  condition: s\n`)
}

export function parseText(text: string): ParsedFile {
  return parseSigma(text, 'rule.yml')
}

/** The only rule of a text that must be without errors. */
export function parseRule(text: string): DetectionRule {
  const { documents, rejected } = parseText(text)
  const [rule] = documents
  if (rejected.length > 0 || documents.length !== 1 || rule?.kind !== 'detection')
    throw new Error(`expected one rule, got ${JSON.stringify({ documents, rejected })}`)
  return rule
}

/** What stands under `s`. */
export function parseSearch(detection: string): Search {
  const { identifiers } = parseRule(ruleText(detection)).detection
  return (identifiers.find(({ name }) => name === 's') as Identifier).search
}

export function parseItem(key: string, value: string): Item {
  const { identifiers } = parseRule(itemText(key, value)).detection
  const search = identifiers[0]?.search
  if (search?.type !== 'item') throw new Error('expected an item')
  return search
}

/** The values of one item, as they are compared. */
export function parseValues(key: string, value: string): readonly Value[] {
  return parseItem(key, value).values
}

/** Error diagnostics of a text that must not give a rule. */
export function errorsOf(text: string): Diagnostic[] {
  const { documents, rejected } = parseText(text)
  if (documents.length > 0) throw new Error(`expected no rule, got ${JSON.stringify(documents)}`)
  return rejected.flatMap(({ diagnostics }) => diagnostics.filter(({ severity }) => severity === 'error'))
}

/** `line:column code` of each error. */
export function errorPlaces(text: string): string[] {
  return errorsOf(text).map(({ line, column, code }) => `${line}:${column} ${code}`)
}

export function warningsOf(text: string): readonly Diagnostic[] {
  const { rejected, warnings } = parseText(text)
  if (rejected.length > 0) throw new Error(`expected no errors, got ${JSON.stringify(rejected)}`)
  return warnings
}

/** Tokens as text: `*` any, `?` one, `-` dash in braces, `%x%` placeholders, literals in quotes. */
export function showTokens(value: Value | undefined): string {
  if (value === undefined) return 'nothing'
  if (value.op === 'oneOf') return value.values.map(showTokens).join(' | ')
  const tokens =
    value.op === 'pattern'
      ? value.tokens
      : value.op === 'placeholder' && value.template.op === 'pattern'
        ? value.template.tokens
        : undefined
  if (tokens === undefined) return value.op
  const signs = { any: '{*}', one: '{?}', dash: '{-}' }
  return tokens
    .map((token) => {
      if (typeof token === 'string') return `"${token}"`
      return 'wild' in token ? signs[token.wild] : `{%${token.placeholder}%}`
    })
    .join('')
}
