/**
 * How an atom is found in a value: by a piece of literal text that every match holds (its body), in which one short
 * run of units (the gram) is looked for. In: the test of an atom. Out: kind of probe, body and anchors.
 * Invariant (soundness): a value that passes the test contains the body, folded, at the places the anchors allow.
 */
import { foldText } from '../../../base/fold.ts'
import type { PatternToken } from '../../../sigma/ast.ts'
import { requiredLiteral } from '../../regex/required-literal.ts'
import type { AtomTest, PatternValue } from '../lower/atom-table.ts'

/** Stands in a body for one of the five dashes; bodies that hold this noncharacter themselves have no dash places. */
export const DASH_PLACE = 0xffff

export interface Probe {
  /**
   * `always`, `nonEmpty`, `empty`: decided by presence and length. `body`: decided by finding the body.
   * `nominated`: the body is necessary, the predicate decides. `predicate`: nothing is known, the predicate decides.
   */
  readonly kind: 'always' | 'nonEmpty' | 'empty' | 'body' | 'nominated' | 'predicate'
  /** Folded; `DASH_PLACE` for a dash. Empty for kinds without a body. */
  readonly body: string
  /** The body stands at the very start, the very end of the value. */
  readonly atStart: boolean
  readonly atEnd: boolean
  readonly hasDash: boolean
}

export function probeOf(test: AtomTest): Probe {
  if (test.kind === 'present') return without('always')
  if (test.kind === 'nonEmpty') return without('nonEmpty')
  if (test.kind === 'fieldref') throw new Error('a comparison of fields is no test of one value')
  const { value } = test
  if (value.op === 'pattern') return probeOfPattern(value)
  if (value.op !== 'regex') return without('predicate')
  const body = requiredLiteral(value)
  if (body === undefined) return without('predicate')
  return { kind: 'nominated', body, atStart: false, atEnd: false, hasDash: false }
}

/**
 * A half surrogate pair at an edge may meet its other half in the value, and the pair fold to other units. That matters
 * only where the test compares without folding. (Regular expressions have no such literals.)
 */
function withoutHalfPairs(body: string): string {
  return body.replace(/^[\udc00-\udfff]+|[\ud800-\udbff]+$/g, '')
}

function without(kind: Probe['kind']): Probe {
  return { kind, body: '', atStart: false, atEnd: false, hasDash: false }
}

function probeOfPattern({ tokens, cased }: PatternValue): Probe {
  if (tokens.length === 0) return without('empty')
  const simple = cased ? undefined : probeOfLiteral(tokens)
  if (simple !== undefined) return simple
  const runs = runsOf(tokens)
  const best = runs.reduce<Run | undefined>(
    (a, b) => (a === undefined || b.weight > a.weight ? b : a),
    undefined,
  )
  if (best === undefined || best.weight === 0) return without('predicate')
  const isWhole = runs.length === 1 && tokens.every((t) => typeof t === 'string' || t.wild !== 'one')
  const { body, atStart, atEnd, hasDash } = best
  if (!cased) return { kind: isWhole ? 'body' : 'nominated', body, atStart, atEnd, hasDash }
  const whole = withoutHalfPairs(body)
  const hasLiteral = [...whole].some((unit) => !hasDash || unit.charCodeAt(0) !== DASH_PLACE)
  if (!hasLiteral) return without('predicate')
  const isSame = whole.length === body.length
  return { kind: 'nominated', body: whole, atStart: atStart && isSame, atEnd: atEnd && isSame, hasDash }
}

/** The common shapes: one literal, open or anchored at either end. */
function probeOfLiteral(tokens: readonly PatternToken[]): Probe | undefined {
  const last = tokens.length - 1
  const from = isAny(tokens[0]!) ? 1 : 0
  const to = isAny(tokens[last]!) ? last - 1 : last
  const literal = tokens[from]
  if (from !== to || typeof literal !== 'string') return undefined
  return { kind: 'body', body: foldText(literal), atStart: from === 0, atEnd: to === last, hasDash: false }
}

function isAny(token: PatternToken): boolean {
  return typeof token !== 'string' && token.wild === 'any'
}

interface Run {
  body: string
  atStart: boolean
  atEnd: boolean
  hasDash: boolean
  /** Length of the longest literal stretch, in units. */
  weight: number
}

/** The stretches between `any` and `one` wildcards. */
function runsOf(tokens: readonly PatternToken[]): Run[] {
  const runs: Run[] = []
  let from = 0
  for (let i = 0; i <= tokens.length; i++) {
    const token = tokens[i]
    const isBreak = token === undefined || (typeof token !== 'string' && token.wild !== 'dash')
    if (!isBreak) continue
    if (i > from) runs.push(...runOf(tokens.slice(from, i), from === 0, i === tokens.length))
    from = i + 1
  }
  return runs
}

/** One run; its longest literal alone, as a separate run, when a dash place could not be told from the text. */
function runOf(tokens: readonly PatternToken[], atStart: boolean, atEnd: boolean): Run[] {
  const literals = tokens.map((t) => (typeof t === 'string' ? foldText(t) : ''))
  const weight = Math.max(...literals.map((l) => l.length))
  const hasDash = literals.includes('')
  if (!hasDash || !literals.some((l) => l.includes('\uffff'))) {
    const body = literals.map((l) => (l === '' ? '\uffff' : l)).join('')
    return [{ body, atStart, atEnd, hasDash, weight }]
  }
  return literals.map((body, i) => ({
    body,
    atStart: atStart && i === 0,
    atEnd: atEnd && i === tokens.length - 1,
    hasDash: false,
    weight: body.length,
  }))
}
