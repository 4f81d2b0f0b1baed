/**
 * How records of a shape are written, worked out once: the objects of its JSON, its names as bytes, which fields are of
 * the body. In: a shape. Out: a plan, or none for shapes that only the slow way writes: names that JavaScript would sort
 * (`7`), elements that lie across one another, more fields than any real event has.
 * Invariant: with a plan, the order of names does not depend on the record unless a repeated one is missing in it.
 */
import type { Leaf, Shape } from '../../event/event.ts'
import { isBody } from '../../event/lookup.ts'
import { isFormula } from '../csv-cell.ts'
import { isSameName } from '../details.ts'
import { packCell } from '../packed-cell.ts'

/** An object of the JSON. */
export interface ObjectPlan {
  readonly members: readonly MemberPlan[]
}

/** A name of an object, and what stands there: several are a list. */
export interface MemberPlan {
  /** `"Name":` */
  readonly key: Uint8Array
  readonly entries: readonly (number | ObjectPlan)[]
}

/** A field as details show it. */
export interface FieldPlan {
  readonly leaf: number
  readonly name: string
  /** Equal for equal names. */
  readonly nameId: number
  /** `"Name":` */
  readonly key: Uint8Array
  /** `Name: ` as it stands in a cell, its quotes doubled. */
  readonly cellKey: Uint8Array
  readonly needsQuotes: boolean
  /** A cell that begins with it would be a formula. */
  readonly isFormula: boolean
  /** Numbers stay numbers: the only field of this name, and below EventData. */
  readonly isTyped: boolean
}

export interface ShapePlan {
  readonly root: ObjectPlan
  /** Of the body, in order. */
  readonly fields: readonly FieldPlan[]
  readonly hasRepeats: boolean
  /** Indexes into `fields` of those that `name` means. */
  fieldsNamed(name: string): readonly number[]
}

/** Leaves of a shape that has a plan. */
export const MAX_LEAVES = 512
/** Names looked up and remembered for a shape. */
const MAX_NAMES = 4096
/** Object keys that JavaScript puts before all others. */
const INDEX = /^(?:0|[1-9][0-9]*)$/

const plans = new WeakMap<Shape, ShapePlan | 'none'>()

export function planOf(shape: Shape): ShapePlan | undefined {
  let plan = plans.get(shape)
  if (plan === undefined) {
    plan = makePlan(shape) ?? 'none'
    plans.set(shape, plan)
  }
  return plan === 'none' ? undefined : plan
}

/** True for names that come first in any object. */
export function isIndexName(name: string): boolean {
  return INDEX.test(name)
}

function makePlan(shape: Shape): ShapePlan | undefined {
  const { leaves } = shape
  if (leaves.length > MAX_LEAVES || leaves.some((leaf) => isIndexName(leaf.name))) return undefined
  const tree = buildTree(leaves)
  const root = tree && freeze(tree)
  if (root === undefined) return undefined
  const fields = planFields(leaves)
  // The slow way looks values up in EventData by name, and so takes a field from elsewhere for one of them.
  if (fields.some(({ leaf, nameId }) => leaves[leaf]!.section !== leaves[fields[nameId]!.leaf]!.section))
    return undefined
  const known = new Map<string, readonly number[]>()
  return {
    root,
    fields,
    hasRepeats: fields.some((field, index) => field.nameId !== index),
    fieldsNamed(name) {
      let found = known.get(name)
      if (found === undefined) {
        found = fields.flatMap((field, index) => (isSameName(field.name, name) ? [index] : []))
        if (known.size >= MAX_NAMES) known.clear()
        known.set(name, found)
      }
      return found
    },
  }
}

function planFields(leaves: readonly Leaf[]): FieldPlan[] {
  const body = leaves.flatMap((leaf, index) => (isBody(leaf) ? [index] : []))
  const names = body.map((index) => leaves[index]!.name)
  return body.map((leaf, index) => {
    const name = names[index]!
    const cellKey = packCell([[name, '']])
    return {
      leaf,
      name,
      nameId: names.indexOf(name),
      key: Buffer.from(`${JSON.stringify(name)}:`),
      cellKey: Buffer.from(cellKey.replaceAll('"', '""')),
      needsQuotes: /[",]/.test(cellKey),
      isFormula: isFormula(cellKey),
      isTyped: leaves[leaf]!.path[0]?.name === 'EventData' && names.indexOf(name) === names.lastIndexOf(name),
    }
  })
}

/** An object while it is put together. */
interface Tree {
  readonly members: Map<string, (number | Tree)[]>
  /** Leaves in it, from and to; they lie together. */
  from: number
  to: number
}

/** As event/to-plain builds it of a record that has all leaves; undefined when elements lie across one another. */
function buildTree(leaves: readonly Leaf[]): Tree | undefined {
  const root = createTree(0)
  const elements = new Map<number, Tree>()
  for (const [index, leaf] of leaves.entries()) {
    const isFlat = leaf.section === 'system' || leaf.section === 'eventData'
    const path = isFlat ? flatPath(root, leaf, index) : nestedPath(root, elements, leaf, index)
    if (path === undefined) return undefined
    for (const tree of path) {
      if (tree.to !== index) return undefined
      tree.to = index + 1
    }
    append(path.at(-1)!, isFlat ? leaf.name : nestedName(leaf), index)
  }
  return root
}

function createTree(from: number): Tree {
  return { members: new Map(), from, to: from }
}

/** Undefined when text stands where the section should. */
function flatPath(root: Tree, leaf: Leaf, index: number): Tree[] | undefined {
  const name = leaf.path[0]?.name ?? leaf.section
  const found = root.members.get(name)?.[0]
  if (typeof found === 'number') return undefined
  if (found !== undefined) return [root, found]
  const made = createTree(index)
  append(root, name, made)
  return [root, made]
}

function nestedPath(root: Tree, elements: Map<number, Tree>, leaf: Leaf, index: number): Tree[] {
  const isTopAttribute = leaf.path.length === 1 && leaf.attribute !== undefined
  const path = [root]
  for (const step of leaf.path.slice(0, isTopAttribute ? 1 : -1)) {
    let tree = elements.get(step.ordinal)
    if (tree === undefined) {
      tree = createTree(index)
      elements.set(step.ordinal, tree)
      append(path.at(-1)!, step.name, tree)
    }
    path.push(tree)
  }
  return path
}

function nestedName(leaf: Leaf): string {
  const element = leaf.path.at(-1)?.name ?? leaf.name
  return leaf.attribute === undefined ? element : `${element}_${leaf.attribute}`
}

function append({ members }: Tree, name: string, entry: number | Tree): void {
  const found = members.get(name)
  if (found === undefined) members.set(name, [entry])
  else found.push(entry)
}

/** Undefined when a name is one that JavaScript sorts, or a section of the event stands twice. */
function freeze(tree: Tree, isRoot = true): ObjectPlan | undefined {
  const members: MemberPlan[] = []
  for (const [name, entries] of tree.members) {
    if (isIndexName(name) || (isRoot && entries.length > 1)) return undefined
    const plans: (number | ObjectPlan)[] = []
    for (const entry of entries) {
      const plan = typeof entry === 'number' ? entry : freeze(entry, false)
      if (plan === undefined) return undefined
      plans.push(plan)
    }
    members.push({ key: Buffer.from(`${JSON.stringify(name)}:`), entries: plans })
  }
  return { members }
}
