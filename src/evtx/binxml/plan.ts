/**
 * A compiled template: what the fast decoder must know to locate the values of its instances.
 * Invariant: a plan is a function of its definition's tokens and names alone, so it serves every chunk that has them.
 */
import type { Shape } from '../../event/event.ts'
import type { Definition } from './definition.ts'
import type { OutlineContent, OutlineElement } from './outline.ts'
import { localName } from './outline.ts'
import type { Skeleton } from './skeleton.ts'

/** Part of the event, as far as it decides how elements become leaves. */
export const Part = { None: 0, System: 1, EventData: 2, Other: 3 } as const

/** A place for embedded BinXML: where it stands among the elements of the plan. */
export interface Hole {
  readonly slot: number
  /** Elements of the plan around it. */
  readonly depth: number
  /** Part that the plan's root and the element below it on the way would name, were they a child of `<Event>`. */
  readonly rootPart: number
  readonly secondPart: number
}

/** How a value is used in element content. */
export const ContentUse = { None: 0, Value: 1, Hole: 2 } as const

export interface Plan {
  /** Never used twice. */
  readonly id: number
  /** First dword of the definition's GUID, signed. */
  readonly templateId: number
  /** Undefined when only the slow decoder can read the definition. */
  readonly root: OutlineElement | undefined
  readonly skeleton: Skeleton | undefined
  /** Part that the root names, as a child of `<Event>`. */
  readonly part: number
  /** Slots that an instance takes, whatever number of values it brings. */
  readonly slotCount: number
  /** Distinct slots that the definition declares as embedded BinXML in content, ascending. */
  readonly holes: readonly Hole[]
  /** `ContentUse` of each slot. */
  readonly contentUse: Uint8Array
  /** Leaves of System alone, when the plan is an event's outer one; null while not known, undefined if not possible. */
  systemShape: Shape | null | undefined
}

export function partOf(elementName: string): number {
  const name = localName(elementName)
  if (name === 'System') return Part.System
  return name === 'EventData' ? Part.EventData : Part.Other
}

export function createPlan(id: number, templateId: number, definition: Definition): Plan {
  const { root, skeleton, valueCount } = definition
  const contentUse = new Uint8Array(valueCount)
  const holes: Hole[] = []
  noteContent(root, 1, [partOf(root.name)], contentUse, holes)
  const distinct = holes.filter((h, i) => holes.findIndex((other) => other.slot === h.slot) === i)
  distinct.sort((a, b) => a.slot - b.slot)
  const systemShape = null
  return {
    id,
    templateId,
    root,
    skeleton,
    part: partOf(root.name),
    slotCount: valueCount,
    holes: distinct,
    contentUse,
    systemShape,
  }
}

/** A plan whose definition only the slow decoder reads. */
export function createOddPlan(id: number, templateId: number): Plan {
  const none = { root: undefined, skeleton: undefined, slotCount: 0, holes: [], systemShape: undefined }
  return { id, templateId, ...none, part: Part.None, contentUse: new Uint8Array(0) }
}

/** Depth is limited by the definition parser. */
function noteContent(
  element: OutlineElement,
  depth: number,
  parts: readonly number[],
  use: Uint8Array,
  holes: Hole[],
): void {
  for (const item of element.content as readonly OutlineContent[]) {
    if (item.kind === 'element') noteContent(item, depth + 1, [...parts, partOf(item.name)], use, holes)
    if (item.kind !== 'slot') continue
    if (item.isHole)
      holes.push({ slot: item.slot, depth, rootPart: parts[0]!, secondPart: parts[1] ?? Part.None })
    use[item.slot] = item.isHole ? ContentUse.Hole : Math.max(use[item.slot]!, ContentUse.Value)
  }
}
