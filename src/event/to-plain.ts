/**
 * An event as a plain object for reports: `{ System: {…}, EventData: {…} }`, typed values, names in document order.
 * System and EventData are flat by leaf name; UserData, RenderingInfo and the rest are nested as the elements are,
 * attributes standing as `Element_Attribute` beside their element. Repeated names become lists.
 * Invariant: every object has a null prototype (`__proto__` is a legal Data name); the text of a record is bounded.
 */
import type { ElementStep, EventView, Leaf } from './event.ts'
import { isBody } from './lookup.ts'
import type { PlainScalar } from './plain-value.ts'
import { createTextBudget, plainValues, textsWithin } from './plain-value.ts'
import type { LeafReader } from './values.ts'
import { createLeafReader, isPresent } from './values.ts'

type PlainValue = PlainScalar | readonly PlainValue[] | PlainObject
export interface PlainObject {
  readonly [name: string]: PlainValue
}

interface Building {
  [name: string]: PlainScalar | Building | (PlainScalar | Building)[]
}

/** The whole record. `read`: shared with others that look at the same record. */
export function eventToPlain(event: EventView, read: LeafReader = createLeafReader(event)): PlainObject {
  const root = createObject()
  const elements = new Map<number, Building>()
  const budget = createTextBudget()
  for (const leaf of event.shape.leaves) {
    if (!isPresent(event, leaf)) continue
    const values = plainValues(event, leaf, budget, read)
    const isFlat = leaf.section === 'system' || leaf.section === 'eventData'
    const target = isFlat ? flatObject(root, leaf) : nestedObject(root, elements, leaf)
    const name = isFlat ? leaf.name : nestedName(leaf)
    for (const value of values) append(target, name, value)
  }
  return root as PlainObject
}

/** Name and text of the body's leaves in document order, repeated names repeated. */
export function fieldsOf(
  event: EventView,
  read: LeafReader = createLeafReader(event),
): [name: string, text: string][] {
  const fields: [string, string][] = []
  const budget = createTextBudget()
  for (const leaf of event.shape.leaves) {
    if (!isBody(leaf)) continue
    for (const text of textsWithin(event, leaf, budget, read)) fields.push([leaf.name, text])
  }
  return fields
}

function createObject(): Building {
  return Object.create(null) as Building
}

/** `System` or `EventData`, whichever the leaf belongs to. */
function flatObject(root: Building, leaf: Leaf): Building {
  const name = leaf.path[0]?.name ?? leaf.section
  const found = root[name]
  if (found !== undefined) return found as Building
  const made = createObject()
  root[name] = made
  return made
}

/** The object that holds the leaf: that of the element around it, made on the way down. */
function nestedObject(root: Building, elements: Map<number, Building>, leaf: Leaf): Building {
  // Attributes of a top element stand inside it, so that the event has its elements only.
  const isTopAttribute = leaf.path.length === 1 && leaf.attribute !== undefined
  const count = isTopAttribute ? 1 : leaf.path.length - 1
  let target = root
  for (let i = 0; i < count; i++) target = elementObject(target, elements, leaf.path[i]!)
  return target
}

function elementObject(parent: Building, elements: Map<number, Building>, step: ElementStep): Building {
  const found = elements.get(step.ordinal)
  if (found !== undefined) return found
  const made = createObject()
  elements.set(step.ordinal, made)
  append(parent, step.name, made)
  return made
}

function nestedName(leaf: Leaf): string {
  const element = leaf.path.at(-1)?.name ?? leaf.name
  return leaf.attribute === undefined ? element : `${element}_${leaf.attribute}`
}

/** A second value of a name makes a list of both. */
function append(target: Building, name: string, value: PlainScalar | Building): void {
  const found = target[name]
  if (found === undefined) target[name] = value
  else if (Array.isArray(found)) found.push(value)
  else target[name] = [found, value]
}
