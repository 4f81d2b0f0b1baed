/**
 * Atoms: the single tests that rules are made of, each kept once whatever the number of rules that ask it.
 * In: field and test. Out: the atom's leaf. Invariant: ids are dense; an atom holds when ANY value of its field passes
 * the test, so the atoms of several values simply add up; `null` and "does not exist" are negations of positive atoms.
 */
import { foldText } from '../../../base/fold.ts'
import type { PatternToken, Value } from '../../../sigma/ast.ts'
import type { Expression } from './expression.ts'
import type { FieldKey } from './field-key.ts'

export type PatternValue = Extract<Value, { op: 'pattern' }>
/** Values that are a test of one text; the others are lowered to trees or to tests of their own. */
export type TextValue = Extract<Value, { op: 'pattern' | 'regex' | 'cidr' | 'compare' | 'timepart' }>
export type FieldRefMode = Extract<Value, { op: 'fieldref' }>['mode']

export type AtomTest =
  | { readonly kind: 'text'; readonly value: TextValue }
  /** A value whose text is not empty; `null` is its negation. */
  | { readonly kind: 'nonEmpty' }
  /** Any value, the empty one included: `exists`, and `*` alone. */
  | { readonly kind: 'present' }
  /** Compared with the values of another field, any pair. */
  | { readonly kind: 'fieldref'; readonly other: FieldKey; readonly mode: FieldRefMode }

export interface Atom {
  readonly id: number
  readonly field: FieldKey
  readonly kind: AtomTest['kind']
  /** A guess how often the atom holds, in no unit. */
  readonly commonness: number
  /** May be made when it is first asked for. */
  readonly test: AtomTest
}

export interface AtomTable {
  readonly atoms: readonly Atom[]
  leafOf(field: FieldKey, test: AtomTest): Expression
}

export function createAtomTable(): AtomTable {
  const atoms: Atom[] = []
  /** By field id, then by signature. */
  const leaves: Map<string, Expression>[] = []
  return {
    atoms,
    leafOf: (field, test) => {
      let known = leaves[field.id]
      if (known === undefined) {
        known = new Map()
        leaves[field.id] = known
      }
      const signature = signatureOf(test)
      let leaf = known.get(signature)
      if (leaf === undefined) {
        leaf = { op: 'atom', atom: atoms.length }
        known.set(signature, leaf)
        atoms.push(makeAtom(atoms.length, field, test))
      }
      return leaf
    },
  }
}

export function makeAtom(id: number, field: FieldKey, test: AtomTest): Atom {
  return { id, field, kind: test.kind, commonness: commonnessOf(test), test }
}

/** Long texts are rare. */
function commonnessOf(test: AtomTest): number {
  if (test.kind === 'fieldref') return 500
  if (test.kind !== 'text') return 10_000
  if (test.value.op !== 'pattern') return 50
  let longest = 0
  for (const token of test.value.tokens) {
    if (typeof token === 'string' && token.length > longest) longest = token.length
  }
  return 1 + (32 >> Math.min(longest, 5))
}

function signatureOf(test: AtomTest): string {
  if (test.kind === 'fieldref') return `fieldref ${test.mode} ${test.other.id}`
  if (test.kind !== 'text') return test.kind
  const { value } = test
  switch (value.op) {
    case 'pattern':
      return patternSignature(value)
    case 'regex':
      return `regex ${[...value.flags].sort().join('')} ${value.source}`
    case 'cidr':
      return `cidr ${value.network.join('.')}/${value.prefixBits}`
    case 'compare':
      return `compare ${value.relation} ${value.value}`
    case 'timepart':
      return `timepart ${value.part} ${value.value}`
  }
}

function patternSignature({ tokens, cased }: PatternValue): string {
  let signature = cased ? 'cased' : 'pattern'
  for (const token of tokens) signature += tokenSignature(token, cased)
  return signature
}

/** Lengths keep literal text and wildcards apart. */
function tokenSignature(token: PatternToken, cased: boolean): string {
  if (typeof token !== 'string') return token.wild === 'any' ? '*' : token.wild === 'one' ? '?' : '-'
  return `${token.length}:${cased ? token : foldText(token)}`
}
