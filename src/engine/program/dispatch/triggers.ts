/**
 * Which rules of a bucket a set of atoms makes worth evaluating. In: the bucket's rules. Out: an index from atom to
 * rules, and the rules that no atom has to trigger. Invariant (soundness): a rule that holds is among the untriggered
 * ones, or is listed at an atom that holds.
 */

import type { Atom } from '../lower/atom-table.ts'
import { necessaryAtoms } from '../lower/necessary-atoms.ts'
import type { BucketRule } from './bucket.ts'

export interface Triggers {
  /** Ascending; rules of `atoms[i]` are `rules[starts[i] … starts[i + 1] - 1]`, as places in the bucket's list. */
  readonly atoms: Int32Array
  readonly starts: Int32Array
  readonly rules: Int32Array
  readonly untriggered: readonly number[]
}

export function buildTriggers(rules: readonly BucketRule[], atoms: readonly Atom[]): Triggers {
  const costOf = (atom: number): number => atoms[atom]!.commonness
  const untriggered: number[] = []
  // Pairs of atom and rule, each as one number that sorts by both.
  const keys: number[] = []
  rules.forEach(({ expression }, place) => {
    const necessary = necessaryAtoms(expression, costOf)
    if (necessary === undefined) untriggered.push(place)
    else for (const atom of necessary) keys.push(atom * rules.length + place)
  })
  const pairs = Float64Array.from(keys).sort()
  const ruleOf = new Int32Array(pairs.length)
  const triggering: number[] = []
  const starts: number[] = []
  let last = -1
  for (let i = 0; i < pairs.length; i++) {
    const atom = Math.floor(pairs[i]! / rules.length)
    ruleOf[i] = pairs[i]! - atom * rules.length
    if (atom === last) continue
    last = atom
    triggering.push(atom)
    starts.push(i)
  }
  starts.push(pairs.length)
  return {
    atoms: Int32Array.from(triggering),
    starts: Int32Array.from(starts),
    rules: ruleOf,
    untriggered,
  }
}

/** Place of the atom in `triggers.atoms`, -1 when it triggers nothing. */
export function findTrigger({ atoms }: Triggers, atom: number): number {
  let low = 0
  let high = atoms.length - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const found = atoms[middle]!
    if (found === atom) return middle
    if (found < atom) low = middle + 1
    else high = middle - 1
  }
  return -1
}
