/**
 * Events from plain values, for sources that are no .evtx bytes: the reference decoder, tests, rule authors' examples.
 * In: System and body as nested names and texts. Out: an `EventView` whose slots are all composed text.
 * Invariant: the same list of names gives the same (shared) shape when the same builder is used, as long as it holds.
 */
import type { EventView, Leaf, Section, Shape } from './event.ts'
import { createEventView, createShape, MAX_SLOTS } from './event.ts'
import { ValueType } from './value-type.ts'

/** One value: where it stands, its name, its texts (several: a repeated element), null for present but empty. */
export interface PlainField {
  readonly section: Section
  readonly name: string
  readonly values: readonly (string | null)[]
  /** Elements from the child of `<Event>` down; by default made from section and name. */
  readonly path?: readonly string[]
  /** Which element each step of `path` is (equal number = same element), for all fields or none; by default each has its own. */
  readonly ordinals?: readonly number[]
  readonly attribute?: string
}

export type PlainEventBuilder = (fields: readonly PlainField[]) => EventView

const ROOT: Record<Section, string> = {
  system: 'System',
  eventData: 'EventData',
  userData: 'UserData',
  rendering: 'RenderingInfo',
  other: 'ProcessingErrorData',
}

/** Shapes that a builder holds; beyond it starts anew (names may come from a file). */
const MAX_SHAPES = 4096

/** A builder with its own cache of shapes and one reused view. Throws a RangeError for more than `MAX_SLOTS` values. */
export function createPlainEventBuilder(): PlainEventBuilder {
  const shapes = new Map<string, Shape>()
  const bytes = Buffer.alloc(0)
  const event = createEventView(createShape([]), bytes)
  return (fields) => {
    if (countValues(fields) > MAX_SLOTS) throw new RangeError(`more than ${MAX_SLOTS} values in an event`)
    const key = keyOf(fields)
    let shape = shapes.get(key)
    if (shape === undefined) {
      shape = createShape(buildLeaves(fields))
      if (shapes.size >= MAX_SHAPES) shapes.clear()
      shapes.set(key, shape)
    }
    let slot = 0
    for (const { values } of fields) {
      for (const value of values) {
        event.types[slot] = value === null ? ValueType.Null : ValueType.Composed
        event.texts[slot] = value ?? ''
        event.offsets[slot] = 0
        event.lengths[slot] = 0
        slot++
      }
    }
    event.slotCount = slot
    event.shape = shape
    event.record++
    return event
  }
}

function countValues(fields: readonly PlainField[]): number {
  return fields.reduce((count, field) => count + field.values.length, 0)
}

function keyOf(fields: readonly PlainField[]): string {
  return JSON.stringify(
    fields.map((f) => [f.section, f.name, f.values.length, f.path, f.ordinals, f.attribute]),
  )
}

function buildLeaves(fields: readonly PlainField[]): Leaf[] {
  const leaves: Leaf[] = []
  let ordinal = 0
  const roots = new Map<string, number>()
  for (const field of fields) {
    const names = field.path ?? defaultPath(field)
    for (let i = 0; i < field.values.length; i++) {
      const root = names[0]!
      if (!roots.has(root)) roots.set(root, ordinal++)
      const path = names.map((name, depth) => ({
        name,
        ordinal: field.ordinals?.[depth] ?? (depth === 0 ? roots.get(root)! : ordinal++),
      }))
      const base = { section: field.section, name: field.name, path, attribute: field.attribute }
      leaves.push({ ...base, slot: leaves.length, constant: '', nullIsAbsent: false, guards: [] })
    }
  }
  return leaves
}

function defaultPath(field: PlainField): readonly string[] {
  return field.section === 'eventData' ? ['EventData', 'Data'] : [ROOT[field.section], field.name]
}
