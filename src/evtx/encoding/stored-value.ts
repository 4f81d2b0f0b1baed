/**
 * A plain value becomes a value descriptor: type code, declared type and bytes (evtx-format §6, §8).
 * Invariant: the declared type depends on the type name alone, so that events alike in form share a template.
 */
import { ValueType } from '../../event/value-type.ts'
import type { BodyForm, PlainElement } from './log-event.ts'
import type { StoredValue } from './markup.ts'
import { NULL_VALUE } from './markup.ts'
import type { PlainValue, ScalarInputs, ScalarName } from './plain-value.ts'
import { isScalarName, scalarBytes, scalarType, utf16Bytes } from './scalar-bytes.ts'
import { hexBytes } from './structured-bytes.ts'

export interface TypedValue {
  readonly declaredType: number
  readonly value: StoredValue
}

/** Largest value: its size is 16 bits. */
const MAX_VALUE_BYTES = 0xffff

const EMBEDDED_FORMS: ReadonlyMap<string, BodyForm> = new Map([
  ['BinXml', 'fragment'],
  ['BinXmlInstance', 'instance'],
  ['BinXmlElement', 'element'],
])

/** Types that have no arrays. */
const WITHOUT_ARRAY: readonly string[] = ['Binary', 'StringZ', 'AnsiStringZ']

/** Throws when the value does not fit its type. */
export function typedValue(input: PlainValue): TypedValue {
  if (typeof input === 'string') return scalar('String', input)
  if (input === null) return typedValue({ Null: {} })
  const entries = Object.entries(input)
  if (typeof input !== 'object' || entries.length !== 1)
    throw new TypeError(`needs text, null or an object of one key, found ${JSON.stringify(input)}`)
  const [name, content] = entries[0]!
  try {
    return namedValue(name, content)
  } catch (error) {
    if (error instanceof Error) error.message = `${name} ${error.message}`
    throw error
  }
}

function namedValue(name: string, content: unknown): TypedValue {
  if (isScalarName(name)) return scalar(name, content as ScalarInputs[typeof name])
  const item = name.slice(0, -2)
  if (name.endsWith('[]') && isScalarName(item) && !WITHOUT_ARRAY.includes(item) && Array.isArray(content))
    return array(item, content as unknown as readonly never[])
  const form = EMBEDDED_FORMS.get(name)
  if (form !== undefined) return embedded(form, content as PlainElement)
  if (name === 'Null') return nullValue(content as { as?: ScalarName; bytes?: number })
  if (name === 'Raw') return raw(content as { type: number; bytes: string | Uint8Array; as?: ScalarName })
  throw new TypeError('is no type of value')
}

function stored(declaredType: number, type: number, bytes: Uint8Array): TypedValue {
  if (bytes.length > MAX_VALUE_BYTES)
    throw new RangeError(`has ${bytes.length} bytes, the most is ${MAX_VALUE_BYTES}`)
  return { declaredType, value: { type, bytes, items: undefined, embedded: undefined } }
}

function scalar<K extends ScalarName>(name: K, input: ScalarInputs[K]): TypedValue {
  const type = scalarType(name)
  return stored(type, type, scalarBytes(name, input))
}

/** Strings are each followed by a NUL, all other items stand back to back. */
function array(name: ScalarName, items: readonly never[]): TypedValue {
  const type = scalarType(name) | ValueType.ArrayFlag
  const isText = name === 'String' || name === 'AnsiString'
  const parts: Uint8Array[] = []
  for (const item of items) {
    if (isText && String(item).includes('\0')) throw new RangeError('has an item with a NUL, which ends it')
    parts.push(name === 'String' ? utf16Bytes(`${item}\0`) : scalarBytes(isText ? 'AnsiStringZ' : name, item))
  }
  const { value } = stored(type, type, Buffer.concat(parts))
  return { declaredType: type, value: { ...value, items: parts } }
}

function embedded(form: BodyForm, element: PlainElement): TypedValue {
  const value = { ...NULL_VALUE, type: ValueType.BinXml, embedded: { form, element } }
  return { declaredType: ValueType.BinXml, value }
}

function nullValue(input: { as?: ScalarName; bytes?: number }): TypedValue {
  return stored(declaredAs(input.as), ValueType.Null, new Uint8Array(input.bytes ?? 0))
}

function raw(input: { type: number; bytes: string | Uint8Array; as?: ScalarName }): TypedValue {
  if (!Number.isInteger(input.type) || input.type < 0 || input.type > 255)
    throw new RangeError(`needs a type code of 0 to 255, found ${JSON.stringify(input.type)}`)
  const declaredType = input.as === undefined ? input.type : declaredAs(input.as)
  return stored(declaredType, input.type, hexBytes(input.bytes))
}

function declaredAs(name: ScalarName | undefined): number {
  if (name === undefined) return ValueType.String
  if (!isScalarName(name)) throw new TypeError(`names no type: ${JSON.stringify(name)}`)
  return scalarType(name)
}
