/**
 * An atom of a pack, whose test is read when a value has to be tested. A class, because there are tens of thousands at
 * every start: an object literal with a getter costs twenty times as much. In: the pack's texts and field keys.
 */
import { hasShape, isCount, isOneOf, parseJson } from '../../base/shape.ts'
import { UnsoundPackError } from '../../base/unsound-pack-error.ts'
import { isValue } from '../../sigma/check-value.ts'
import type { Atom, AtomTest, FieldRefMode, TextValue } from '../program/lower/atom-table.ts'
import type { FieldKey } from '../program/lower/field-key.ts'
import { compileRegex } from '../regex/compile-regex.ts'
import type { PackParts } from './check-pack.ts'
import { ATOM_KINDS, ATOM_WORDS } from './packed-head.ts'

export class PackedAtom implements Atom {
  readonly id: number
  readonly field: FieldKey
  readonly kind: AtomTest['kind']
  readonly commonness: number
  readonly #parts: PackParts
  readonly #fields: readonly FieldKey[]
  #test: AtomTest | undefined

  constructor(id: number, parts: PackParts, fields: readonly FieldKey[]) {
    const at = ATOM_WORDS * id
    this.id = id
    this.field = fields[parts.atoms[at]!]!
    this.kind = ATOM_KINDS[parts.atoms[at + 1]!]!
    this.commonness = parts.atoms[at + 2]!
    this.#parts = parts
    this.#fields = fields
  }

  get test(): AtomTest {
    this.#test ??= readTest(this.kind, this.#text(), this.#fields)
    return this.#test
  }

  #text(): string {
    const { tests, testStarts } = this.#parts
    return tests.toString('utf8', testStarts[this.id], testStarts[this.id + 1])
  }
}

function readTest(kind: AtomTest['kind'], text: string, fields: readonly FieldKey[]): AtomTest {
  if (kind === 'nonEmpty' || kind === 'present') return { kind }
  const value = parseJson(text)
  if (kind === 'text') {
    if (!isTextValue(value)) throw new UnsoundPackError('a test')
    return { kind, value }
  }
  if (!isComparison(value)) throw new UnsoundPackError('a comparison')
  const { other, mode } = value as { other: number; mode: FieldRefMode }
  const field = fields[other]
  if (field === undefined) throw new UnsoundPackError('a field')
  return { kind, other: field, mode }
}

const OPS: readonly string[] = ['pattern', 'regex', 'cidr', 'compare', 'timepart']

/** A test of one text; an expression is known to compile then. */
function isTextValue(value: unknown): value is TextValue {
  if (!isValue(value) || !OPS.includes((value as TextValue).op)) return false
  const { op, ...rest } = value as TextValue
  if (op !== 'regex') return true
  const { source, flags } = rest as Extract<TextValue, { op: 'regex' }>
  return compileRegex(source, flags).type !== 'error'
}

const isComparison = hasShape({
  other: isCount,
  mode: isOneOf(['equals', 'startswith', 'endswith', 'contains']),
})
