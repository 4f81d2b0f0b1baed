/**
 * Items that are legal Sigma and probably not what their author meant. In: an item's values as written and as read.
 * Out: warnings that say what to change.
 */
import type { Value } from './ast.ts'
import { excerpt } from './excerpt.ts'
import { doubt, type Findings } from './findings.ts'
import type { ItemKey } from './item-key.ts'
import { isAny, type TemplateToken } from './pattern.ts'
import { doubtfulScalar, scalarValue } from './scalar.ts'
import { countDashes } from './windash.ts'
import type { YamlScalar } from './yaml-node.ts'

export function doubtItem(
  values: readonly Value[],
  key: ItemKey,
  nodes: readonly YamlScalar[],
  findings: Findings,
): void {
  const [first] = nodes
  if (key.modifiers.includes('all') && nodes.length === 1 && first !== undefined)
    doubt(findings, first.offset, "'all' has nothing to link: there is one value")
  for (const [i, node] of nodes.entries()) {
    const reason = doubtfulScalar(node) ?? doubtNull(node, nodes.length)
    if (reason !== undefined) doubt(findings, node.offset, `the unquoted value '${node.text}' ${reason}`)
    const change = doubtValue(values[i]!, key)
    if (change !== undefined) doubt(findings, node.offset, `'${excerpt(node.text)}': ${change}`)
  }
}

function doubtNull(node: YamlScalar, count: number): string | undefined {
  if (count === 1 || scalarValue(node).type !== 'null') return undefined
  return 'is null, which Sigma forbids in a list; it is read as one more alternative'
}

const ANCHORS = ['contains', 'startswith', 'endswith']
const ENCODERS = ['base64', 'base64offset']
const UTF16 = ['wide', 'utf16le', 'utf16be', 'utf16']

/** A UNC or device prefix written as it looks: two backslashes are one, and `?` is a wildcard. */
const DEVICE_PREFIX = /(?<!\\)\\\\\?\\(?!\\)/

function doubtValue(value: Value, { field, modifiers }: ItemKey): string | undefined {
  const tokens = tokensOf(value)
  if (tokens === undefined) return undefined
  const has = (names: readonly string[]) => names.some((name) => modifiers.includes(name))
  if (DEVICE_PREFIX.test(value.text))
    return "'\\\\?\\' is one backslash, any character and one backslash; write '\\\\\\\\\\?\\' for \\\\?\\"
  if (modifiers.includes('windash') && !has(ENCODERS) && countDashes(tokens) === 0)
    return "'windash' changes nothing: no '-' or '/' starts a word"
  if (has(UTF16) && !has(ENCODERS))
    return 'UTF-16 bytes are only found when an encoder (base64offset) follows'
  if (field === undefined && tokens.every(isAny)) return 'matches every event'
  if (has(ANCHORS) && tokens.every(isAny))
    return "matches every value of the field; to test that it is there, write '|exists: true'"
  return undefined
}

function tokensOf(value: Value): readonly TemplateToken[] | undefined {
  if (value.op === 'pattern') return value.tokens
  if (value.op === 'placeholder' && value.template.op === 'pattern') return value.template.tokens
  return value.op === 'oneOf' ? tokensOf(value.values[0]!) : undefined
}
