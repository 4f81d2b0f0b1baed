/**
 * Correlations in the order in which they can be judged: those that others refer to first. In: correlations and what
 * each refers to. Out: all of them once, and the circles. Nothing recurses, so that a file of ten thousand correlations
 * that refer to each other in a row costs no stack.
 */

export interface OrderedReferences<T> {
  readonly order: readonly T[]
  /** For one node of each circle: the nodes from it around to it. */
  readonly circles: ReadonlyMap<T, readonly T[]>
}

interface Step<T> {
  readonly node: T
  readonly references: readonly T[]
  next: number
}

export function orderReferences<T extends object>(
  nodes: readonly T[],
  referencesOf: (node: T) => readonly T[],
): OrderedReferences<T> {
  const order: T[] = []
  const circles = new Map<T, readonly T[]>()
  /** Nodes met: those that are not done lie on the path. */
  const isDone = new Map<T, boolean>()
  for (const root of nodes) {
    if (isDone.has(root)) continue
    const path: Step<T>[] = [{ node: root, references: referencesOf(root), next: 0 }]
    isDone.set(root, false)
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const reference = step.references[step.next++]
      if (reference === undefined) {
        order.push(step.node)
        isDone.set(step.node, true)
        path.pop()
      } else if (!isDone.has(reference)) {
        isDone.set(reference, false)
        path.push({ node: reference, references: referencesOf(reference), next: 0 })
      } else if (isDone.get(reference) === false) {
        const start = path.findIndex(({ node }) => node === reference)
        circles.set(step.node, [step.node, ...path.slice(start).map(({ node }) => node)])
      }
    }
  }
  return { order, circles }
}
