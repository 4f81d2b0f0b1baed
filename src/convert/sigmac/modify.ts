/**
 * What sigmac's modifiers make of values as written. In: an item. Out: its values, and whether `all` links them.
 * Invariant: texts are those of the YAML file, with their wildcards; only sigmac's modifiers are known here.
 */
import { Buffer } from 'node:buffer'
import type { Item, Value } from '../../sigma/ast.ts'
import type { SigmacFailure, SigmacValue } from './node.ts'

export interface ModifierRules {
  /** A wildcard behind a backslash is kept apart from it by a second one. */
  readonly guardsBackslash: boolean
}

export interface Modified {
  readonly values: readonly SigmacValue[]
  readonly isList: boolean
  readonly isAll: boolean
}

export function modify(item: Item, rules: ModifierRules): Modified | SigmacFailure {
  let isList = item.values.length > 1 || item.isListOfOne === true
  let values: SigmacValue[] = item.values.map(writtenValue)
  let bytes: Buffer[] | undefined
  for (const name of item.modifiers) {
    if (name === 'all') continue
    if (name === 're') {
      if (isList) return { failure: "sigmac takes no list with 're'" }
      values = values.map((value) => ({ type: 'regex', text: textOf(value) }))
      continue
    }
    if (values.some(({ type }) => type !== 'text' && bytes === undefined))
      return { failure: `sigmac takes only texts with '${name}'` }
    if (WIDE.has(name)) bytes = values.map((value) => Buffer.from(textOf(value), 'utf16le'))
    else if (name === 'base64' || name === 'base64offset') {
      const given = bytes ?? values.map((value) => Buffer.from(textOf(value), 'utf8'))
      bytes = undefined
      const encode = name === 'base64' ? (one: Buffer) => [one.toString('base64')] : offsets
      const texts = given.flatMap(encode)
      if (texts.length > 1) isList = true
      values = texts.map((text) => ({ type: 'text', text }))
    } else {
      const change = SIDES[name]
      if (change === undefined || bytes !== undefined)
        return { failure: `sigmac has no modifier '${name}' here` }
      values = values.map((value) => ({ type: 'text', text: change(textOf(value), rules) }))
    }
  }
  const isAll = item.modifiers.includes('all')
  if (bytes !== undefined) return { failure: 'sigmac does not compare bytes' }
  if (isAll && !isList) return { failure: "sigmac takes only lists with 'all'" }
  return { values, isList, isAll }
}

const WIDE: ReadonlySet<string> = new Set(['wide', 'utf16le'])

function startsWithAny(text: string): string {
  return text.startsWith('*') ? text : `*${text}`
}

function endsWithAny(text: string, { guardsBackslash }: ModifierRules): string {
  if (text.endsWith('*')) return text
  return guardsBackslash && text.endsWith('\\') ? `${text}\\*` : `${text}*`
}

const SIDES: Readonly<Record<string, (text: string, rules: ModifierRules) => string>> = {
  contains: (text, rules) => endsWithAny(startsWithAny(text), rules),
  startswith: endsWithAny,
  endswith: startsWithAny,
}

/** The three readings of a text inside of longer base64. */
function offsets(bytes: Buffer): readonly string[] {
  const starts = [0, 2, 3]
  const ends = [undefined, -3, -2]
  return starts.map((start, i) =>
    Buffer.concat([Buffer.alloc(i, ' '), bytes])
      .toString('base64')
      .slice(start, ends[(bytes.length + i) % 3]),
  )
}

function textOf(value: SigmacValue): string {
  return 'text' in value ? value.text : ''
}

/** As Python reads the scalar. */
function writtenValue(value: Value): SigmacValue {
  switch (value.op) {
    case 'number':
    case 'compare':
    case 'timepart':
      return Number.isInteger(Number(value.text))
        ? { type: 'integer', text: value.text }
        : { type: 'other', kind: 'float' }
    case 'boolean':
      return { type: 'other', kind: 'bool' }
    case 'null':
      return { type: 'null' }
    default:
      return { type: 'text', text: value.text }
  }
}
