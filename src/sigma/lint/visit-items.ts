/**
 * The items of a detection as they are written. In: a rule. Out: each `field|modifiers` with its scalars and the name of
 * its identifier, in the order of the file; keywords have no field.
 */
import { presentNode } from '../read-fields.ts'
import { scalarValue } from '../scalar.ts'
import type { YamlNode, YamlPair, YamlScalar } from '../yaml-node.ts'
import type { LintedRule } from './linted-rule.ts'

export interface LintedItem {
  readonly identifier: string
  /** Undefined for keywords. */
  readonly field: string | undefined
  readonly modifiers: readonly string[]
  readonly nodes: readonly YamlScalar[]
  /** Of the key, or of the first keyword. */
  readonly offset: number
}

const NO_IDENTIFIERS: ReadonlySet<string> = new Set(['condition', 'timeframe'])

/** The pairs of a detection or filter that are search identifiers. */
export function listIdentifiers({ document, fields }: LintedRule): readonly YamlPair[] {
  if (document.kind === 'correlation') return []
  const node = presentNode(fields, document.kind)
  if (node?.kind !== 'map') return []
  const isIdentifier = (name: string) =>
    !NO_IDENTIFIERS.has(name) && !(document.kind === 'filter' && name === 'rules')
  return node.pairs.filter(({ key }) => isIdentifier(key.text))
}

export function visitItems(rule: LintedRule, visit: (item: LintedItem) => void): void {
  for (const { key, value } of listIdentifiers(rule)) visitSearch(key.text, value, visit)
}

function visitSearch(identifier: string, node: YamlNode, visit: (item: LintedItem) => void): void {
  if (node.kind === 'map') {
    for (const pair of node.pairs) visitPair(identifier, pair, visit)
    return
  }
  const items = node.kind === 'seq' ? node.items : [node]
  const nodes = items.filter((item) => item.kind === 'scalar')
  const [first] = nodes
  if (first !== undefined) visit({ identifier, field: undefined, modifiers: [], nodes, offset: first.offset })
  for (const item of items) if (item.kind !== 'scalar') visitSearch(identifier, item, visit)
}

function visitPair(identifier: string, { key, value }: YamlPair, visit: (item: LintedItem) => void): void {
  const [field = '', ...modifiers] = key.text.split('|')
  const items = value.kind === 'seq' ? value.items : [value]
  const nodes = items.filter((item) => item.kind === 'scalar')
  visit({ identifier, field: field === '' ? undefined : field, modifiers, nodes, offset: key.offset })
}

/** Text in which wildcards and backslashes are Sigma's: no number, no regular expression. */
export function isWildcardText(node: YamlScalar, { modifiers }: LintedItem): boolean {
  return scalarValue(node).type === 'string' && !modifiers.includes('re') && !modifiers.includes('cidr')
}
