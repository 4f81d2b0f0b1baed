/**
 * One test in the words of a back end. In: a test. Out: its two halves, or what the back end cannot say.
 * Invariant: texts are escaped one by one; wildcards are never made of text.
 */
import type { PatternToken } from '../sigma/ast.ts'
import type { Backend, FieldName, Form, Inability, Printed } from './backend.ts'
import type { Asked, Test } from './query.ts'

export function printTest(backend: Backend, { field: own, value }: Test): Printed {
  const field = backend.field(own)
  if ('cannot' in field) return field
  switch (value.op) {
    case 'pattern':
      return printPattern(backend, field, value)
    case 'number':
      return say(backend.number, field, value)
    case 'null':
      throw new TypeError('null is said as another test (prepare)')
    case 'exists':
      return say(backend.exists, field, value)
    case 'regex':
      return say(backend.regex, field, value)
    case 'cidr':
      return say(backend.cidr, field, value)
    case 'compare':
      return say(backend.compare, field, value)
    case 'fieldref':
      return say(backend.fieldref, field, value)
    case 'timepart':
      return say(backend.timepart, field, value)
  }
}

function say<Value extends Asked>(
  words: ((field: FieldName, value: Value) => Printed) | string,
  field: FieldName,
  value: Value,
): Printed {
  return typeof words === 'string' ? { cannot: words } : words(field, value)
}

type Pattern = Extract<Asked, { readonly op: 'pattern' }>

function printPattern(backend: Backend, field: FieldName, value: Pattern): Printed {
  const isExact = value.tokens.every((token) => typeof token === 'string')
  if (value.cased && typeof backend.cased === 'string')
    return { cannot: backend.cased, wider: { ...value, cased: false } }
  const forms = value.cased && typeof backend.cased !== 'string' ? backend.cased : backend
  const form = isExact ? forms.exact : forms.wild
  const prefix = field.valuePrefix ?? ''
  const text = writeTokens(form, prefix === '' ? value.tokens : [prefix, ...value.tokens])
  if (typeof text === 'string') return form.half(field, `${form.before}${text}${form.after}`)
  return { cannot: text.cannot, wider: widen(value, text.token) }
}

/** The tokens as they stand between the quotes, or the first that cannot be written. */
export function writeTokens(
  form: Form,
  tokens: readonly PatternToken[],
): string | (Inability & { readonly token: PatternToken }) {
  let text = ''
  for (const [i, token] of tokens.entries()) {
    if (typeof token === 'string') {
      for (const character of token) {
        const written = form.escape(character)
        if (written === undefined)
          return { cannot: `the character ${nameOf(character)} cannot be searched for`, token: character }
        text += written
      }
    } else {
      const written = isAny(token) && form.anyBefore ? form.anyBefore(tokens[i + 1]) : form[token.wild]
      if (written === undefined) return { cannot: MISSING[token.wild], token }
      text += written
    }
  }
  return text
}

const MISSING = {
  any: 'there is no wildcard for any text',
  one: 'there is no wildcard for one character',
  dash: 'there is no wildcard for a dash of any kind',
} as const

function nameOf(character: string): string {
  const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')
  return /^[!-~]$/.test(character) ? `'${character}'` : `U+${code}`
}

/** The pattern with `any` in place of what cannot be written. */
function widen(value: Pattern, missing: PatternToken): Pattern {
  const tokens: PatternToken[] = []
  const add = (token: PatternToken): void => {
    const last = tokens.at(-1)
    if (typeof token === 'string' && typeof last === 'string') tokens[tokens.length - 1] = last + token
    else if (!isAny(token) || !isAny(last)) tokens.push(token)
  }
  for (const token of value.tokens) {
    if (typeof token === 'string') {
      for (const character of token) add(character === missing ? { wild: 'any' } : character)
    } else add(typeof missing === 'object' && token.wild === missing.wild ? { wild: 'any' } : token)
  }
  return { ...value, tokens }
}

function isAny(token: PatternToken | undefined): boolean {
  return typeof token === 'object' && token.wild === 'any'
}
