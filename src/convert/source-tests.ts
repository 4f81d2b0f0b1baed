/**
 * One value asked of a rule's field, as tests on the event's own fields. In: the field's sources (mapping). Out: a
 * query, or the names that goshawk computes with and no query can.
 * Invariant: a computed source is only replaced where its inputs are few and all tried, or where it adds nothing.
 */
import { foldText } from '../base/fold.ts'
import { aliasOf } from '../event/lookup.ts'
import type { FieldSource, FieldView } from '../mapping/mapping.ts'
import type { Position } from '../sigma/ast.ts'
import { ANY_FIELD, type Asked, allOf, anyOf, type Query } from './query.ts'

export interface Computed {
  readonly type: 'computed'
  readonly field: string
  readonly from: readonly string[]
}

/** Every text that such a field of Windows holds. */
const DOMAINS: ReadonlyMap<string, readonly string[]> = new Map([
  ['Level', ['0', '1', '2', '3', '4', '5']],
  ['MandatoryLabel', ['0', '4096', '8192', '8448', '12288', '16384', '20480'].map((id) => `S-1-16-${id}`)],
  ['Direction', ['%%14592', '%%14593']],
  ['Protocol', ['1', '6', '17']],
  ['OperationType', ['%%1904', '%%1905', '%%1906']],
])

export function testSources(
  view: FieldView,
  field: string,
  value: Asked,
  position: Position,
): Query | Computed {
  const sources = view.sourcesOf(field) ?? [{ kind: 'raw', name: field } as const]
  const parts: Query[] = []
  for (const source of sources) {
    const part = testSource(source, field, value, position)
    if (part.type !== 'computed') parts.push(part)
    else if (!sources.some(({ kind }) => kind === 'raw')) return part
  }
  // An absent field is null in all of its sources, and exists in one of them.
  const isAbsence = value.op === 'null' || (value.op === 'exists' && !value.expected)
  return isAbsence ? allOf(parts) : anyOf(parts)
}

function testSource(source: FieldSource, field: string, value: Asked, position: Position): Query | Computed {
  const test = (name: string): Query => ({ type: 'test', field: name, value, position })
  if (source.kind === 'body') return test(ANY_FIELD)
  if (source.kind === 'raw') return anyName(source.name, value, test)
  const [only, ...others] = source.from
  const computed: Computed = { type: 'computed', field, from: source.from }
  if (only === undefined || others.length > 0) return computed
  const literal = literalOf(value)
  const inputs = DOMAINS.get(only) ?? (literal === undefined ? undefined : spellings(literal, source.derive))
  const holds = holdsOn(value)
  if (inputs === undefined || holds === undefined) return computed
  const fitting = inputs.filter((input) => source.derive([[input]]).some(holds))
  if (DOMAINS.get(only) === undefined && fitting.length === 0) return computed
  return anyOf(
    fitting.map((text) => ({
      type: 'test',
      field: only,
      value: { op: 'pattern', tokens: [text], cased: false, text },
      position,
    })),
  )
}

/** A name that Sigma's rules use for a field of System stands for both (event/lookup). */
function anyName(name: string, value: Asked, test: (name: string) => Query): Query {
  const alias = aliasOf(name)
  if (alias === undefined) return test(name)
  return value.op === 'null' ? test(alias) : anyOf([test(name), test(alias)])
}

/** Other texts that a field may hold for the same: what the text itself is turned into, and blanks at its end. */
function spellings(
  literal: string,
  derive: (texts: readonly (readonly string[])[]) => readonly string[],
): readonly string[] {
  return [...derive([[literal]]), `${literal} `, `${literal}  `].filter((text) => text !== literal)
}

function literalOf(value: Asked): string | undefined {
  if (value.op === 'number') return value.text
  if (value.op !== 'pattern' || value.tokens.length !== 1) return undefined
  return typeof value.tokens[0] === 'string' ? value.tokens[0] : undefined
}

/** The value's test of one text; undefined where it is none of text. */
function holdsOn(value: Asked): ((text: string) => boolean) | undefined {
  if (value.op === 'number') return (text) => text === value.text
  if (value.op !== 'pattern') return undefined
  const source = value.tokens
    .map((token) =>
      typeof token === 'string'
        ? foldText(token).replace(/[\\^$.|?*+()[\]{}/]/g, '\\$&')
        : token.wild === 'any'
          ? '.*'
          : '.',
    )
    .join('')
  const expression = new RegExp(`^${source}$`, 'su')
  return (text) => expression.test(foldText(text))
}
