/**
 * Sigmac's simplification of its tree: outside of `not` all brackets go and come back around what is left of groups.
 * In: a tree. Out: the tree that is printed; undefined when nothing is left.
 * Invariant: the order of what is kept never changes.
 */
import type { SigmacNode } from './node.ts'

/** Rounds that change something: each removes or moves a node, so the tree's size is far beyond any need. */
const MAX_ROUNDS = 1000

export function simplify(tree: SigmacNode): SigmacNode | undefined {
  let node: SigmacNode | undefined = strip(tree)
  for (let i = 0; i < MAX_ROUNDS && node !== undefined; i++) {
    const state = { isChanged: false }
    node = simplifyOnce(node, state)
    if (!state.isChanged) break
  }
  return node === undefined ? undefined : bracket(node)
}

function isGroup(node: SigmacNode): node is Extract<SigmacNode, { readonly type: 'and' | 'or' }> {
  return node.type === 'and' || node.type === 'or'
}

function strip(node: SigmacNode): SigmacNode {
  if (node.type === 'brackets') return strip(node.item)
  return isGroup(node) ? { ...node, items: node.items.map(strip) } : node
}

function bracket(node: SigmacNode): SigmacNode {
  return isGroup(node) ? { type: 'brackets', item: { ...node, items: node.items.map(bracket) } } : node
}

interface State {
  isChanged: boolean
}

function simplifyOnce(node: SigmacNode, state: State): SigmacNode | undefined {
  if (node.type === 'not') return simplifyNot(node, state)
  if (!isGroup(node)) return node
  const again = (next: SigmacNode | undefined): SigmacNode | undefined => {
    state.isChanged = true
    return next === undefined ? undefined : simplifyOnce(next, state)
  }
  const { items } = node
  if (items.length === 0) return again(undefined)
  if (items.length === 1) return again(items[0])
  const distinct = dropRepeated(items)
  if (distinct.length < items.length) return again({ ...node, items: distinct })
  if (
    items.some(({ type }) => type === node.type) &&
    items.every(({ type }) => type === node.type || type === 'field')
  )
    return again({ ...node, items: items.flatMap((item) => (isGroup(item) ? item.items : [item])) })
  const promoted = promote(node)
  if (promoted !== undefined) return again(promoted)
  const simplified = items.map((item) => simplifyOnce(item, state))
  return { ...node, items: simplified.filter((item) => item !== undefined) }
}

function simplifyNot(
  node: Extract<SigmacNode, { readonly type: 'not' }>,
  state: State,
): SigmacNode | undefined {
  const { item } = node
  const changed =
    item.type === 'not'
      ? item.item
      : item.type === 'isNull'
        ? ({ type: 'isNotNull', name: item.name } as const)
        : item.type === 'isNotNull'
          ? ({ type: 'isNull', name: item.name } as const)
          : undefined
  if (changed === undefined) {
    const inner = simplifyOnce(item, state)
    return inner === undefined ? undefined : { type: 'not', item: inner }
  }
  state.isChanged = true
  return simplifyOnce(changed, state)
}

/** Fields and keywords are equal by content, all else by identity. */
function keyOf(node: SigmacNode): unknown {
  return node.type === 'field' || node.type === 'keyword' ? JSON.stringify(node) : node
}

function dropRepeated(items: readonly SigmacNode[]): readonly SigmacNode[] {
  const seen = new Set<unknown>()
  return items.filter((item) => {
    const key = keyOf(item)
    const isNew = !seen.has(key)
    seen.add(key)
    return isNew
  })
}

/** What every group of an opposite kind holds is said once: `(a and b) or (a and c)`. */
function promote(node: Extract<SigmacNode, { readonly type: 'and' | 'or' }>): SigmacNode | undefined {
  const other = node.type === 'or' ? 'and' : 'or'
  const groups = node.items.filter(isGroup).filter(({ type }) => type === other)
  if (groups.length < node.items.length) return undefined
  const [first, ...rest] = groups
  const keys = rest.map(({ items }) => new Set(items.map(keyOf)))
  const common = first!.items.filter((item) => keys.every((set) => set.has(keyOf(item))))
  if (common.length === 0) return undefined
  const commonKeys = new Set(common.map(keyOf))
  const left = groups.map((group) => ({
    ...group,
    items: group.items.filter((item) => !commonKeys.has(keyOf(item))),
  }))
  return { type: other, items: [...common, { type: node.type, items: left }] }
}
