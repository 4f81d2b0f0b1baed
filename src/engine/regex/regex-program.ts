/**
 * A tree becomes steps for the matchers of this folder. In: a tree. Out: a list of steps. Invariant: counts are written
 * out, so the list is as long as `regexSize` says, except that repeated sets are one step where the matcher counts them;
 * what stands in a look-behind runs from right to left.
 */
import type { CharSet } from './char-set.ts'
import type { AssertKind, RegexNode } from './regex-node.ts'
import { withoutCaptures } from './regex-node.ts'

export type Step =
  | { readonly op: 'char'; readonly set: CharSet; readonly back: boolean }
  /** `min` to `max` characters of the set. */
  | { readonly op: 'count'; readonly set: CharSet; readonly min: number; readonly max: number }
  | { readonly op: 'assert'; readonly kind: AssertKind }
  /** Goes on at `first`, later at `second`. */
  | { readonly op: 'split'; first: number; second: number }
  | { readonly op: 'jump'; to: number }
  /** Remembers the position. */
  | { readonly op: 'save'; readonly register: number }
  /** Fails when the position is still the remembered one: a round of a loop that took nothing. */
  | { readonly op: 'moved'; readonly register: number }
  | {
      readonly op: 'reference'
      readonly from: number
      readonly to: number
      readonly folded: boolean
      readonly back: boolean
    }
  /** Runs the steps behind it up to `match` on their own; `next` is where it goes on. */
  | { readonly op: 'look'; readonly negated: boolean; next: number }
  | { readonly op: 'atomic'; next: number }
  | { readonly op: 'match' }

export interface RegexProgram {
  readonly steps: readonly Step[]
  readonly registers: number
  /** Without back references a state that failed once fails always. */
  readonly hasReferences: boolean
}

interface Builder {
  readonly steps: Step[]
  readonly counting: boolean
  registers: number
  hasReferences: boolean
}

/**
 * `captures`: number of capturing groups; group `i` has the registers `2 * i` and `2 * i + 1`. `counting`: the matcher
 * knows `count`, and looks at no registers.
 */
export function buildRegexProgram(root: RegexNode, captures: number, counting: boolean): RegexProgram {
  const builder: Builder = { steps: [], counting, registers: 2 * (captures + 1), hasReferences: false }
  emit(builder, root, false)
  builder.steps.push({ op: 'match' })
  return builder
}

function emit(builder: Builder, node: RegexNode, back: boolean): void {
  const { steps } = builder
  switch (node.type) {
    case 'empty':
      return
    case 'set':
      steps.push({ op: 'char', set: node.set, back })
      return
    case 'assert':
      steps.push({ op: 'assert', kind: node.kind })
      return
    case 'concat':
      for (const child of back ? node.children.toReversed() : node.children) emit(builder, child, back)
      return
    case 'alternation':
      emitAlternation(builder, node.children, back)
      return
    case 'repeat':
      emitRepeat(builder, node, back)
      return
    case 'capture': {
      const [first, last] = back ? [2 * node.index + 1, 2 * node.index] : [2 * node.index, 2 * node.index + 1]
      steps.push({ op: 'save', register: first })
      emit(builder, node.child, back)
      steps.push({ op: 'save', register: last })
      return
    }
    case 'backReference':
      builder.hasReferences = true
      steps.push({ op: 'reference', from: 2 * node.index, to: 2 * node.index + 1, folded: node.folded, back })
      return
    case 'look':
      emitSub(builder, { op: 'look', negated: node.negated, next: 0 }, node.child, node.behind)
      return
    case 'atomic':
      emitSub(builder, { op: 'atomic', next: 0 }, node.child, back)
  }
}

function emitSub(builder: Builder, step: Step & { next: number }, child: RegexNode, back: boolean): void {
  builder.steps.push(step)
  emit(builder, child, back)
  builder.steps.push({ op: 'match' })
  step.next = builder.steps.length
}

function emitAlternation(builder: Builder, children: readonly RegexNode[], back: boolean): void {
  const { steps } = builder
  const jumps: (Step & { op: 'jump' })[] = []
  for (const [i, child] of children.entries()) {
    if (i === children.length - 1) {
      emit(builder, child, back)
      break
    }
    const split: Step & { op: 'split' } = { op: 'split', first: steps.length + 1, second: 0 }
    const jump: Step & { op: 'jump' } = { op: 'jump', to: 0 }
    steps.push(split)
    emit(builder, child, back)
    steps.push(jump)
    split.second = steps.length
    jumps.push(jump)
  }
  for (const jump of jumps) jump.to = steps.length
}

function emitRepeat(builder: Builder, node: RegexNode & { type: 'repeat' }, back: boolean): void {
  const { steps } = builder
  const child = withoutCaptures(node.child)
  if (builder.counting && child.type === 'set' && node.max !== 1) {
    if (node.max > 0) steps.push({ op: 'count', set: child.set, min: node.min, max: node.max })
    return
  }
  const isOpen = node.max === Number.POSITIVE_INFINITY
  const copies = isOpen ? node.min - 1 : node.min
  for (let i = 0; i < copies; i++) emit(builder, node.child, back)
  if (isOpen) {
    emitLoop(builder, node, back)
    return
  }
  const splits: { readonly split: Step & { op: 'split' }; readonly inside: number }[] = []
  for (let i = node.min; i < node.max; i++) {
    splits.push({ split: pushSplit(builder), inside: steps.length })
    emit(builder, node.child, back)
  }
  for (const { split, inside } of splits) aim(split, node.greedy, inside, steps.length)
}

/** Zero or more rounds, or one or more: then the way out stands behind the round instead of before it. */
function emitLoop(builder: Builder, node: RegexNode & { type: 'repeat' }, back: boolean): void {
  const { steps } = builder
  const register = builder.registers++
  const loop = steps.length
  const before = node.min === 0 ? pushSplit(builder) : undefined
  steps.push({ op: 'save', register })
  emit(builder, node.child, back)
  const behind = before === undefined ? pushSplit(builder) : undefined
  const again = steps.length
  steps.push({ op: 'moved', register }, { op: 'jump', to: loop })
  if (before !== undefined) aim(before, node.greedy, loop + 1, steps.length)
  if (behind !== undefined) aim(behind, node.greedy, again, steps.length)
}

function pushSplit(builder: Builder): Step & { op: 'split' } {
  const split: Step & { op: 'split' } = { op: 'split', first: 0, second: 0 }
  builder.steps.push(split)
  return split
}

function aim(split: Step & { op: 'split' }, greedy: boolean, inside: number, outside: number): void {
  split.first = greedy ? inside : outside
  split.second = greedy ? outside : inside
}
