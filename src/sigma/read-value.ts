/**
 * One written value and its modifiers to a value of the tree. In: a YAML scalar and the item's key.
 * Out: the value, or why it is refused.
 */
import type { DiagnosticCode } from '../base/diagnostic.ts'
import type { Value } from './ast.ts'
import { tokeniseTemplate } from './expand.ts'
import { type ItemKey, valueModifiers } from './item-key.ts'
import { MODIFIERS, type Modifier } from './modifiers.ts'
import { surround, tokenisePattern } from './pattern.ts'
import { addWildcards, patternValue } from './pattern-modifiers.ts'
import { type ScalarValue, scalarValue } from './scalar.ts'
import { nameKinds, type Refusal, type ValueKind, valueKind } from './value-kind.ts'
import type { YamlScalar } from './yaml-node.ts'

/** A refusal with its place in the file. */
export interface PlacedRefusal {
  readonly code: DiagnosticCode
  readonly message: string
  readonly offset: number
  /** It is the modifiers' fault, so every other value of the item fails in the same way. */
  readonly isForAll: boolean
}

export function readValue(node: YamlScalar, key: ItemKey): Value | PlacedRefusal {
  const written = scalarValue(node)
  if (written.type === 'number' && !Number.isFinite(written.value) && !key.modifiers.includes('re')) {
    const message = `'${node.text}' is no finite number; quote it to compare the text`
    return { code: 'rule-value', message, offset: node.offset, isForAll: false }
  }
  const value = modify(startValue(node, written, key), node, key)
  return 'op' in value && key.field === undefined ? asKeyword(value, node, key) : value
}

/** The value before its modifiers. With `re` everything is text, taken raw; with `expand` placeholders are cut out. */
function startValue(node: YamlScalar, written: ScalarValue, key: ItemKey): Value {
  const isRegex = key.modifiers.includes('re')
  const isNumber = written.type === 'number'
  if (isNumber && !isRegex) return { op: 'number', value: written.value, text: written.text }
  const text = isNumber ? node.text : written.text
  if (written.type === 'boolean') return { op: 'boolean', value: written.value, text }
  if (written.type === 'null') return { op: 'null', text }
  if (isRegex) return { op: 'pattern', tokens: text === '' ? [] : [text], cased: false, text }
  const tokens = key.modifiers.includes('expand') ? tokeniseTemplate(text) : tokenisePattern(text)
  return patternValue(tokens, false, text)
}

function modify(start: Value, node: YamlScalar, key: ItemKey): Value | PlacedRefusal {
  let value = start
  const applied: string[] = []
  for (const i of valueModifiers(key)) {
    const name = key.modifiers[i]!
    const outcome = applyModifier(value, name, applied, key)
    if (!('op' in outcome)) {
      const { code, message, at } = outcome
      const isForAll = at === 'modifier'
      return { code, message, offset: isForAll ? key.modifierOffsets[i]! : node.offset, isForAll }
    }
    value = outcome
    applied.push(name)
  }
  return value
}

function applyModifier(
  value: Value,
  name: string,
  applied: readonly string[],
  key: ItemKey,
): Value | Refusal {
  const modifier = MODIFIERS.get(name)!
  const refusal = checkPlace(name, modifier, applied, key) ?? checkKind(value, name, modifier, applied)
  return refusal ?? applyToEach(value, modifier, applied)
}

/** A value that became several is changed one by one. */
function applyToEach(value: Value, modifier: Modifier, applied: readonly string[]): Value | Refusal {
  if (value.op !== 'oneOf') return modifier.apply(value, applied)
  const values: Value[] = []
  for (const one of value.values) {
    const outcome = modifier.apply(one, applied)
    if (!('op' in outcome)) return outcome
    if (outcome.op === 'oneOf') values.push(...outcome.values)
    else values.push(outcome)
  }
  return { ...value, values }
}

function checkPlace(
  name: string,
  modifier: Modifier,
  applied: readonly string[],
  key: ItemKey,
): Refusal | undefined {
  if (modifier.needsUnmodified && applied.length > 0) {
    const message = `'${name}' takes the value as written, so '${applied[0]}' cannot stand before it`
    return { code: 'rule-modifier', message, at: 'modifier' }
  }
  if (!modifier.needsField || key.field !== undefined) return undefined
  return { code: 'rule-modifier', message: `'${name}' needs a field, not keywords`, at: 'modifier' }
}

function checkKind(
  value: Value,
  name: string,
  modifier: Modifier,
  applied: readonly string[],
): Refusal | undefined {
  const kind = valueKind(value)
  if (modifier.takes.includes(kind)) return undefined
  const isMisplaced = applied.length > 0 || modifier.takes.every((taken) => taken === 'regex')
  const message = `'${name}' takes ${nameKinds(modifier.takes)}, not ${nameKinds([kind])}`
  return {
    code: 'rule-modifier',
    message: message + adviceFor(name, kind, modifier),
    at: isMisplaced ? 'modifier' : 'value',
  }
}

const TIME_KINDS: readonly ValueKind[] = ['time part', 'comparison']

function adviceFor(name: string, kind: ValueKind, modifier: Modifier): string {
  const [wanted] = modifier.takes
  if (TIME_KINDS.includes(kind) && wanted === 'number')
    return '; Sigma has no comparison of a part of a time, list the values instead'
  if (wanted === 'regex') return `; '${name}' stands behind 're'`
  if (kind === 'string' && wanted === 'number') return '; write the number without quotes'
  if (kind === 'string' && wanted === 'boolean') return '; write true or false without quotes'
  if (kind === 'number' && wanted === 'string') return '; quote it to search for its digits'
  return ''
}

/** Keywords are found anywhere in a value, unless a side was closed by `startswith` or `endswith`. */
function asKeyword(value: Value, node: YamlScalar, key: ItemKey): Value | PlacedRefusal {
  const { text } = value
  if (value.op === 'number')
    return { op: 'pattern', tokens: surround([text], true, true), cased: false, text }
  if (value.op === 'null' || value.op === 'boolean') {
    const message = `${value.op === 'null' ? 'null' : `the boolean ${text}`} needs a field, it is no keyword`
    return { code: 'rule-value', message, offset: node.offset, isForAll: false }
  }
  const isStart = key.modifiers.includes('startswith')
  const isEnd = key.modifiers.includes('endswith')
  return surroundAll(value, isEnd || !isStart, isStart || !isEnd)
}

function surroundAll(value: Value, before: boolean, behind: boolean): Value {
  if (value.op !== 'oneOf') return addWildcards(value, before, behind)
  return { ...value, values: value.values.map((one) => addWildcards(one, before, behind)) }
}
