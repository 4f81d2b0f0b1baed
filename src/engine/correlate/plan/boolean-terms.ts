/**
 * A boolean condition over rules as alternatives: each a list of rules that must have matched and one of rules that must
 * not. In: the tree. Out: terms, or why there are none. Invariant: each term needs a rule: an absence alone has no event
 * from which its time could be counted.
 */
import type { Condition } from '../../../sigma/ast.ts'
import type { Term } from './correlation-plan.ts'
import { MAX_TERMS } from './limits.ts'

/** `slotOf` knows every name of the condition. A text says why the condition cannot run. */
export function findTerms(
  condition: Condition,
  slotOf: ReadonlyMap<string, number>,
): readonly Term[] | string {
  const terms = expand(condition, false, slotOf)
  if (terms === undefined)
    return `its condition comes to more than ${MAX_TERMS} alternatives; write several correlations`
  if (terms.length === 0) return 'its condition contradicts itself and can never hold'
  if (terms.some(({ needs }) => needs.length === 0))
    return "its condition can hold without any rule having matched; add a rule that must match before what is negated with 'not'"
  return terms
}

/** Undefined when there are too many. */
function expand(
  node: Condition,
  isNegated: boolean,
  slotOf: ReadonlyMap<string, number>,
): readonly Term[] | undefined {
  switch (node.type) {
    case 'not':
      return expand(node.child, !isNegated, slotOf)
    case 'identifier': {
      const slot = slotOf.get(node.name)!
      return [isNegated ? { needs: [], bans: [slot] } : { needs: [slot], bans: [] }]
    }
    case 'of':
      throw new Error('a correlation has no "x of"')
    default: {
      const children = node.children.map((child) => expand(child, isNegated, slotOf))
      const isConjunction = (node.type === 'and') !== isNegated
      return children.reduce(
        isConjunction ? joinAll : joinAny,
        isConjunction ? [{ needs: [], bans: [] }] : [],
      )
    }
  }
}

type Terms = readonly Term[] | undefined

function joinAny(a: Terms, b: Terms): Terms {
  return a === undefined || b === undefined ? undefined : bounded([...a, ...b])
}

function joinAll(a: Terms, b: Terms): Terms {
  if (a === undefined || b === undefined) return undefined
  const joined: Term[] = []
  for (const left of a) {
    for (const right of b) {
      const needs = union(left.needs, right.needs)
      const bans = union(left.bans, right.bans)
      if (!needs.some((slot) => bans.includes(slot))) joined.push({ needs, bans })
    }
    if (joined.length > MAX_TERMS * MAX_TERMS) return undefined
  }
  return bounded(joined)
}

/** Without repetitions and without terms that ask for more than another one does. */
function bounded(terms: readonly Term[]): Terms {
  const kept: Term[] = []
  for (const term of terms) {
    if (kept.some((other) => isWider(other, term))) continue
    for (let i = kept.length - 1; i >= 0; i--) if (isWider(term, kept[i]!)) kept.splice(i, 1)
    kept.push(term)
  }
  return kept.length > MAX_TERMS ? undefined : kept
}

/** What fulfils `term` fulfils `other` too, with windows of the same kind. */
function isWider(other: Term, term: Term): boolean {
  if ((other.bans.length === 0) !== (term.bans.length === 0)) return false
  return (
    other.needs.every((slot) => term.needs.includes(slot)) &&
    other.bans.every((slot) => term.bans.includes(slot))
  )
}

function union(a: readonly number[], b: readonly number[]): readonly number[] {
  return [...new Set([...a, ...b])].sort((x, y) => x - y)
}
