/**
 * The value of a YAML scalar by the YAML 1.2 core schema: text, number, boolean or null. Dates stay text.
 * Invariant: `text` of a number is its canonical decimal form, exact also beyond 2^53.
 */
import type { YamlNode, YamlScalar } from './yaml-node.ts'

export type ScalarValue =
  | { readonly type: 'string'; readonly text: string }
  | { readonly type: 'number'; readonly value: number; readonly text: string }
  | { readonly type: 'boolean'; readonly value: boolean; readonly text: string }
  | { readonly type: 'null'; readonly text: string }

const NULL = /^(?:|~|null|Null|NULL)$/
const TRUE = /^(?:true|True|TRUE)$/
const FALSE = /^(?:false|False|FALSE)$/
/** Digits behind a zero stay text: to Sigma's other tools they are octal or text, never this number. */
const DECIMAL = /^[-+]?(?:0|[1-9][0-9]*)$/
const ZERO_LED = /^[-+]?0[0-9]+$/
const OCTAL = /^0o[0-7]+$/
const HEXADECIMAL = /^0x[0-9a-fA-F]+$/
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/
const NOT_FINITE = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/

/** Plain text that starts with none of these is a string; most is. */
const MAY_BE_TYPED = /^(?:$|[-+.0-9~]|[nN][uU]|[tT][rR]|[fF][aA])/

/** Digits beyond which a number is no number any more but text (real: 20). */
const MAX_DIGITS = 400

export function scalarValue(node: YamlScalar): ScalarValue {
  const { text, tag } = node
  if (tag === 'str' || (!node.plain && tag === undefined)) return { type: 'string', text }
  if (!MAY_BE_TYPED.test(text) || text.length > MAX_DIGITS) return { type: 'string', text }
  if (NULL.test(text)) return { type: 'null', text: 'null' }
  if (TRUE.test(text)) return { type: 'boolean', value: true, text: 'true' }
  if (FALSE.test(text)) return { type: 'boolean', value: false, text: 'false' }
  return numberValue(text) ?? { type: 'string', text }
}

function numberValue(text: string): ScalarValue | undefined {
  if (ZERO_LED.test(text)) return undefined
  if (DECIMAL.test(text)) return wholeNumber(BigInt(text.startsWith('+') ? text.slice(1) : text))
  if (OCTAL.test(text) || HEXADECIMAL.test(text)) return wholeNumber(BigInt(text))
  if (FLOAT.test(text)) return { type: 'number', value: Number(text), text: decimalText(Number(text)) }
  if (!NOT_FINITE.test(text)) return undefined
  const value = /nan/i.test(text) ? Number.NaN : text.startsWith('-') ? -Infinity : Infinity
  return { type: 'number', value, text }
}

function wholeNumber(value: bigint): ScalarValue {
  return { type: 'number', value: Number(value), text: value.toString() }
}

/** A number in plain decimal, without exponent: 1e21 is 1 and 21 zeros, 1.0 is 1, -0 is 0. */
export function decimalText(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  if (Number.isInteger(value)) return BigInt(value).toString()
  const text = String(value)
  const exponent = text.indexOf('e-')
  if (exponent === -1) return text
  const sign = text.startsWith('-') ? '-' : ''
  const digits = text.slice(sign.length, exponent).replace('.', '')
  return `${sign}0.${'0'.repeat(Number(text.slice(exponent + 2)) - 1)}${digits}`
}

const YAML_1_1_WORD = /^(?:yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$/
const YAML_1_1_NUMBER = /^[-+]?(?:0_[0-9_]*|0b[01_]+|[1-9][0-9]*_[0-9_]*|[1-9][0-9_]*(?::[0-5]?[0-9])+)$/
const YAML_1_2_NUMBER = /^(?:0o[0-7]+|[-+]?(?:[0-9]+\.?|\.[0-9]+|[0-9]+\.[0-9]+)[eE][-+]?[0-9]+)$/

/** Why a plain scalar may not be the value its author meant; other Sigma tools read YAML 1.1. */
export function doubtfulScalar(node: YamlScalar): string | undefined {
  const { text } = node
  if (!node.plain || node.tag !== undefined || text.length < 2 || text.length > 40) return undefined
  if (YAML_1_1_WORD.test(text)) return 'is text here, but a boolean in YAML 1.1'
  if (ZERO_LED.test(text)) return 'is text here, but a number to other YAML readers'
  if (YAML_1_1_NUMBER.test(text)) return 'is another value in YAML 1.1 than here'
  if (YAML_1_2_NUMBER.test(text)) return 'is a number here, but text in YAML 1.1'
  if (HEXADECIMAL.test(text)) return `is the number ${BigInt(text)}, not this text`
  return undefined
}

/** What a node is, for messages: `a list`, `the number 5`, … */
export function describeNode(node: YamlNode): string {
  if (node.kind === 'map') return 'a map'
  if (node.kind === 'seq') return 'a list'
  const value = scalarValue(node)
  if (value.type === 'string') return value.text === '' ? 'empty text' : 'text'
  return value.type === 'null' ? 'nothing (null)' : `the ${value.type} ${value.text}`
}
