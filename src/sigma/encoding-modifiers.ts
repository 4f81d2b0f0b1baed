/**
 * Modifiers that encode a text value: UTF-16 bytes for the next encoder, Base64 and its three offsets.
 */
import type { PatternToken, Value } from './ast.ts'
import { encodeBase64, encodeBase64Offsets, UTF16_MARK, type Utf16Form, utf16Bytes } from './base64.ts'
import { MAX_ENCODED_DASHES } from './limits.ts'
import { literalText } from './pattern.ts'
import type { Refusal } from './value-kind.ts'
import { countDashes, expandDashes } from './windash.ts'

type Pattern = Extract<Value, { op: 'pattern' }>

/** The modifiers behind which a literal's units are bytes. */
const UTF16_NAMES = new Set(['wide', 'utf16le', 'utf16be', 'utf16'])

export function applyUtf16(value: Value, form: Utf16Form): Value | Refusal {
  return encode(value, (pattern) => {
    const tokens = pattern.tokens.map((token) =>
      typeof token === 'string' ? utf16Bytes(token, form) : token,
    )
    return { ...pattern, tokens: form === 'utf16' ? addMark(tokens) : tokens }
  })
}

function addMark(tokens: readonly PatternToken[]): PatternToken[] {
  const [first, ...rest] = tokens
  return typeof first === 'string' ? [UTF16_MARK + first, ...rest] : [UTF16_MARK, ...tokens]
}

export function applyBase64(value: Value, applied: readonly string[]): Value | Refusal {
  return encode(value, (pattern) => {
    const bytes = bytesOf(pattern, applied)
    return bytes === undefined ? wildcardRefusal('base64') : asPattern(pattern, encodeBase64(bytes))
  })
}

export function applyBase64Offset(value: Value, applied: readonly string[]): Value | Refusal {
  return encode(value, (pattern) => {
    const bytes = bytesOf(pattern, applied)
    if (bytes === undefined) return wildcardRefusal('base64offset')
    const values = encodeBase64Offsets(bytes).map((text) => ({ ...asPattern(pattern, text), text }))
    return { op: 'oneOf', values, text: pattern.text }
  })
}

function asPattern(pattern: Pattern, text: string): Pattern {
  return { ...pattern, tokens: text === '' ? [] : [text] }
}

function bytesOf(pattern: Pattern, applied: readonly string[]): Buffer | undefined {
  const text = literalText(pattern.tokens)
  const isBytes = applied.some((name) => UTF16_NAMES.has(name))
  return text === undefined ? undefined : Buffer.from(text, isBytes ? 'latin1' : 'utf8')
}

function wildcardRefusal(name: string): Refusal {
  return { code: 'rule-value', message: `'${name}' cannot encode text with wildcards`, at: 'value' }
}

/** Dashes that may vary are written out before they are encoded. */
function encode(value: Value, encodeOne: (pattern: Pattern) => Value | Refusal): Value | Refusal {
  if (value.op !== 'pattern') {
    const message = 'text with placeholders cannot be encoded'
    return { code: 'rule-modifier', message, at: 'value' }
  }
  const dashes = countDashes(value.tokens)
  if (dashes === 0) return encodeOne(value)
  if (dashes > MAX_ENCODED_DASHES) {
    const message = `an encoder can follow 'windash' for at most ${MAX_ENCODED_DASHES} dashes of a value`
    return { code: 'rule-value', message, at: 'value' }
  }
  const values: Value[] = []
  for (const tokens of expandDashes(value.tokens)) {
    const encoded = encodeOne({ ...value, tokens })
    if (!('op' in encoded)) return encoded
    if (encoded.op === 'oneOf') values.push(...encoded.values)
    else values.push(encoded)
  }
  return { op: 'oneOf', values, text: value.text }
}
