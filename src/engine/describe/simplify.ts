/**
 * What follows from the parts of a condition for the rest of it. In: a tree in normal form. Out: an equal tree in normal
 * form in which an atom that an `and` demands is taken as given in its other children (and the reverse for `or`), so
 * that a contradiction shows as FALSE. Not complete: two texts that exclude each other are still two atoms.
 * Invariant: the result holds exactly when the given tree does.
 */
import { andOf, type Expression, notOf, orOf } from '../program/lower/expression.ts'
import { foldConstants } from '../program/lower/fold-constants.ts'

export function simplify(expression: Expression): Expression {
  switch (expression.op) {
    case 'constant':
    case 'atom':
      return expression
    case 'not':
      return notOf(simplify(expression.child))
    default:
      return simplifyGroup(expression.op, expression.children)
  }
}

/** Each round gives at least one more atom or is the last, so there are no more rounds than atoms. */
function simplifyGroup(op: 'and' | 'or', parts: readonly Expression[]): Expression {
  const join = op === 'and' ? andOf : orOf
  let current = join(parts.map(simplify))
  for (let given = 0; current.op === op; ) {
    const truths = listTruths(current.children, op === 'and')
    if (truths === undefined) return join([{ op: 'constant', value: op === 'or' }])
    if (truths.size === given) return current
    given = truths.size
    current = join(
      current.children.map((child) =>
        isLiteral(child) ? child : simplify(foldConstants(child, (atom) => truths.get(atom))),
      ),
    )
  }
  return current
}

function isLiteral(expression: Expression): boolean {
  return expression.op === 'atom' || (expression.op === 'not' && expression.child.op === 'atom')
}

/** What the single atoms among the children say; undefined when two contradict each other. */
function listTruths(
  children: readonly Expression[],
  isAnd: boolean,
): ReadonlyMap<number, boolean> | undefined {
  const truths = new Map<number, boolean>()
  for (const child of children) {
    const atom = child.op === 'not' ? child.child : child
    if (atom.op !== 'atom') continue
    const truth = (child.op === 'atom') === isAnd
    if (truths.get(atom.atom) === !truth) return undefined
    truths.set(atom.atom, truth)
  }
  return truths
}
