/**
 * The texts of a rule's field in an event, the slow obvious way. In: event, view and field name. Out: texts.
 * Invariant: no texts ⇔ the field is absent; present but empty is `['']` (sigma-semantics §2.3).
 */
import type { EventView, Leaf, Shape } from '../event/event.ts'
import { findLeaves, isBody } from '../event/lookup.ts'
import { leafTexts } from '../event/values.ts'
import type { FieldSource, FieldView } from '../mapping/mapping.ts'

/** A text and the name of the leaf where it stands. */
export interface NamedText {
  readonly name: string
  readonly text: string
}

/** All texts of a field as the view serves it. */
export function readField(event: EventView, view: FieldView, field: string): readonly string[] {
  const sources = view.sourcesOf(field)
  if (sources === undefined) return readRaw(event, field)
  return sources.flatMap((source) => readSource(event, source))
}

/** All texts of the event's own field of this name. */
export function readRaw(event: EventView, name: string): readonly string[] {
  return readLeaves(
    event,
    leavesOf(event.shape, name).map((index) => event.shape.leaves[index]!),
  ).map(({ text }) => text)
}

/** What keywords look at: each value of the body by itself, and the rendered message (sigma-semantics §2.6). */
export function readKeywordTexts(event: EventView): readonly NamedText[] {
  return readLeaves(event, event.shape.leaves.filter(isKeywordLeaf))
}

/** True when keywords look at the leaf. */
export function isKeywordLeaf(leaf: Leaf): boolean {
  return isBody(leaf) || isRenderedMessage(leaf)
}

function readSource(event: EventView, source: FieldSource): readonly string[] {
  switch (source.kind) {
    case 'raw':
      return readRaw(event, source.name)
    case 'derived':
      return source.derive(source.from.map((name) => readRaw(event, name)))
    case 'body':
      return readLeaves(event, event.shape.leaves.filter(isBody)).map(({ text }) => text)
  }
}

/**
 * Texts of the leaves in order. A slot is read once, however many leaves show it: a template may name one long value
 * thousands of times, and a second copy of a text changes no test.
 */
function readLeaves(event: EventView, leaves: readonly Leaf[]): readonly NamedText[] {
  const texts: NamedText[] = []
  const seen = new Set<number>()
  for (const leaf of leaves) {
    if (leaf.slot >= 0 && seen.has(leaf.slot)) continue
    for (const text of leafTexts(event, leaf)) {
      texts.push({ name: leaf.name, text })
      seen.add(leaf.slot)
    }
  }
  return texts
}

function isRenderedMessage(leaf: Leaf): boolean {
  return leaf.section === 'rendering' && leaf.name === 'Message'
}

/** Most names remembered for a shape; a rule set asks for some 220. */
const MAX_NAMES = 10_000

const known = new WeakMap<Shape, Map<string, readonly number[]>>()

function leavesOf(shape: Shape, name: string): readonly number[] {
  let names = known.get(shape)
  if (names === undefined || names.size >= MAX_NAMES) {
    names = new Map()
    known.set(shape, names)
  }
  let leaves = names.get(name)
  if (leaves === undefined) {
    leaves = findLeaves(shape, name)
    names.set(name, leaves)
  }
  return leaves
}
