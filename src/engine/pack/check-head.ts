/**
 * Is the head of a pack sound? In: JSON. Out: yes or no. Invariant: its lists hold what their types say, and no place
 * leads outside of them.
 */
import {
  type Check,
  hasShape,
  isBoolean,
  isCount,
  isListOf,
  isText,
  isVariant,
  isWhole,
} from '../../base/shape.ts'
import { isLogSource } from '../../sigma/check-document.ts'
import type { PackedHead } from './packed-head.ts'

/** Event ids have 16 bits; rules may name larger ones, which never fit. */
const isEventId = isCount
const isPlace = isCount

const isSource = isVariant('kind', {
  raw: hasShape({ kind: isText, name: isText }),
  body: hasShape({ kind: isText }),
  keywords: hasShape({ kind: isText }),
})
const isPlainField = hasShape({ sources: isListOf(isSource) })
const isComputedField = hasShape({ logsource: isPlace, target: isPlace, field: isText })
const isField: Check = (value) => isPlainField(value) || isComputedField(value)

const hasHeadShape = hasShape({
  logsources: isListOf(isLogSource),
  fields: isListOf(isField),
  channelLists: isListOf(isListOf(hasShape({ key: isText, isPrefix: isBoolean }))),
  eventIdLists: isListOf(isListOf(isEventId)),
  eventIdAtoms: isListOf((pair) => isListOf(isCount, 2)(pair) && (pair as readonly number[]).length === 2),
  channelAtoms: isListOf(isPlace),
  extra: () => true,
})

export function isHead(value: unknown, atomCount: number): value is PackedHead {
  if (!hasHeadShape(value)) return false
  const { logsources, fields, eventIdAtoms, channelAtoms } = value as PackedHead
  const isAtom = isWhole(0, atomCount - 1)
  return (
    fields.every((field) => 'sources' in field || field.logsource < logsources.length) &&
    eventIdAtoms.every(([atom]) => isAtom(atom)) &&
    channelAtoms.every(isAtom)
  )
}
