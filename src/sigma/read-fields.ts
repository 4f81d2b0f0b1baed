/**
 * Readers of single YAML fields that report what is of the wrong kind. Null counts as absent (pySigma).
 */
import type { DiagnosticCode } from '../base/diagnostic.ts'
import { excerpt } from './excerpt.ts'
import { doubt, type Findings, refuse } from './findings.ts'
import { suggestName } from './names.ts'
import { describeNode, scalarValue } from './scalar.ts'
import type { YamlNode, YamlScalar } from './yaml-node.ts'

export type Fields = ReadonlyMap<string, YamlNode>

/** The node of a key, unless it is absent or null. */
export function presentNode(fields: Fields, name: string): YamlNode | undefined {
  const node = fields.get(name)
  return node?.kind === 'scalar' && scalarValue(node).type === 'null' ? undefined : node
}

/** A text field; anything else is refused. */
export function readText(
  fields: Fields,
  name: string,
  findings: Findings,
  code: DiagnosticCode = 'rule-schema',
): string | undefined {
  const node = presentNode(fields, name)
  if (node === undefined) return undefined
  const text = textOf(node)
  if (text === undefined)
    refuse(findings, code, node.offset, `'${name}' must be text, not ${describeNode(node)}`)
  return text
}

/** The text of a string scalar. */
export function textOf(node: YamlNode): string | undefined {
  return node.kind === 'scalar' && scalarValue(node).type === 'string' ? node.text : undefined
}

/** The text of any scalar that is not null, as written. */
export function writtenText(node: YamlNode): string | undefined {
  return node.kind === 'scalar' && scalarValue(node).type !== 'null' ? node.text : undefined
}

/** A list of texts. Entries of another kind are a matter of style: numbers count as text, the rest is passed over. */
export function readTexts(fields: Fields, name: string, findings: Findings, allowsText = false): string[] {
  const node = presentNode(fields, name)
  if (node === undefined) return []
  if (node.kind === 'scalar' && allowsText) return [node.text]
  if (node.kind !== 'seq') {
    refuse(findings, 'rule-schema', node.offset, `'${name}' must be a list, not ${describeNode(node)}`)
    return []
  }
  const texts: string[] = []
  for (const item of node.items) {
    const text = writtenText(item)
    if (text !== undefined) texts.push(text)
    else doubt(findings, item.offset, `'${name}' should list texts, not ${describeNode(item)}`)
  }
  return texts
}

/** One of a closed list of words, in any case. */
export function readWord<T extends string>(
  fields: Fields,
  name: string,
  words: readonly T[],
  findings: Findings,
): T | undefined {
  const node = presentNode(fields, name)
  const text = readText(fields, name, findings)
  if (node === undefined || text === undefined) return undefined
  const word = words.find((one) => one === text.toLowerCase())
  if (word === undefined) refuseWord(node, name, text, words, findings)
  return word
}

export function refuseWord(
  node: YamlNode,
  name: string,
  text: string,
  words: readonly string[],
  findings: Findings,
): void {
  const advice = suggestName(text, words) || `; one of ${words.join(', ')} is needed`
  refuse(findings, 'rule-schema', node.offset, `'${excerpt(text)}' is no ${name}${advice}`)
}

/** `true` or `false`, or undefined when it is neither. */
export function booleanOf(node: YamlNode): boolean | undefined {
  const value = node.kind === 'scalar' ? scalarValue(node as YamlScalar) : undefined
  return value?.type === 'boolean' ? value.value : undefined
}
