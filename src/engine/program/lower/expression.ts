/**
 * Boolean trees over atoms, the form of every rule after lowering. In: parts. Out: a tree in normal form.
 * Invariant of the normal form: no constant below the root, no `and` directly in an `and` nor `or` in an `or`, no child
 * object twice in a node, every `and`/`or` has at least two children, no double `not`; atoms stand before larger
 * children. An atom has one leaf object (`leafOf` of the atom table), so equal atoms are equal objects.
 */
export type Expression =
  | { readonly op: 'constant'; readonly value: boolean }
  | { readonly op: 'atom'; readonly atom: number }
  | { readonly op: 'not'; readonly child: Expression }
  | { readonly op: 'and' | 'or'; readonly children: readonly Expression[] }

export const TRUE: Expression = { op: 'constant', value: true }
export const FALSE: Expression = { op: 'constant', value: false }

export function constantOf(value: boolean): Expression {
  return value ? TRUE : FALSE
}

export function notOf(child: Expression): Expression {
  if (child.op === 'constant') return constantOf(!child.value)
  return child.op === 'not' ? child.child : { op: 'not', child }
}

export function andOf(children: readonly Expression[]): Expression {
  return join('and', children)
}

export function orOf(children: readonly Expression[]): Expression {
  return join('or', children)
}

/** `false` ends an `and`, `true` ends an `or`; the other constant is neutral. */
function join(op: 'and' | 'or', children: readonly Expression[]): Expression {
  if (children.length === 1) return children[0]!
  const decisive = op === 'or'
  const kept = new Set<Expression>()
  for (const child of children) {
    if (child.op === 'constant') {
      if (child.value === decisive) return child
    } else if (child.op !== op) kept.add(child)
    else for (const grandchild of child.children) kept.add(grandchild)
  }
  if (kept.size === 0) return constantOf(!decisive)
  const list = cheapFirst([...kept])
  return list.length === 1 ? list[0]! : { op, children: list }
}

/** Evaluation looks at single atoms before it walks into nodes. */
function cheapFirst(children: readonly Expression[]): readonly Expression[] {
  if (children.every((c) => c.op === 'atom')) return children
  const rank = (e: Expression): number => (e.op === 'atom' ? 0 : e.op === 'not' ? 1 : 2)
  return [...children].sort((a, b) => rank(a) - rank(b))
}

/** Calls `visit` with every atom of the tree, repeated ones repeatedly. */
export function forEachAtom(expression: Expression, visit: (atom: number) => void): void {
  if (expression.op === 'atom') visit(expression.atom)
  else if (expression.op === 'not') forEachAtom(expression.child, visit)
  else if (expression.op !== 'constant') for (const child of expression.children) forEachAtom(child, visit)
}
