/**
 * `splitDetails` over the fields of a written event: which explain the hit, and which are the rest. In: hit and record.
 * Out: indexes of the plan's fields; what the rule matched and no field has is `-1 - i` for the hit's `i`th entry.
 * Invariant: the same choice in the same order as `splitDetails` makes.
 */

import type { MatchedAtom } from '../../engine/hit.ts'
import type { EventHeader } from '../../engine/take-snapshot.ts'
import { COLUMN_FIELDS, FALLBACK_FIELDS, mainFieldsOf } from '../details.ts'
import type { ShapePlan } from './shape-plan.ts'
import { Form, type WrittenEvent } from './write-event.ts'

export interface PickedDetails {
  readonly details: readonly number[]
  readonly extra: readonly number[]
}

export function pickDetails(
  matched: readonly MatchedAtom[],
  { channel, eventId }: EventHeader,
  plan: ShapePlan,
  event: WrittenEvent,
): PickedDetails {
  const { fields } = plan
  const details: number[] = []
  const isTaken = new Uint8Array(fields.length)
  const take = (name: string): boolean => {
    let found = false
    for (const index of plan.fieldsNamed(name)) {
      const { leaf } = fields[index]!
      if (event.forms[leaf] === Form.absent) continue
      found = true
      if (isTaken[index] === 1 || isEmpty(event, leaf)) continue
      isTaken[index] = 1
      details.push(index)
    }
    return found
  }
  for (let i = 0; i < matched.length; i++) {
    const { field, value } = matched[i]!
    const isShown = take(field) || value === undefined || value === '' || COLUMN_FIELDS.has(field)
    // No field of the record has the name, so only such entries can.
    if (!isShown && !details.some((index) => index < 0 && matched[-1 - index]!.field === field))
      details.push(-1 - i)
  }
  const main = knownMainFields(channel, eventId)
  if (main !== undefined) for (const name of main) take(name)
  else {
    let left = FALLBACK_FIELDS
    for (const { leaf, name } of fields) {
      if (left === 0) break
      if (event.forms[leaf] === Form.absent || isEmpty(event, leaf)) continue
      left--
      take(name)
    }
  }
  const extra: number[] = []
  for (let index = 0; index < fields.length; index++)
    if (isTaken[index] === 0 && event.forms[fields[index]!.leaf] !== Form.absent) extra.push(index)
  return { details, extra }
}

/** Its text is ''. */
function isEmpty({ forms, starts, ends }: WrittenEvent, leaf: number): boolean {
  const form = forms[leaf]
  return form === Form.nothing || (form !== Form.bare && ends[leaf]! - starts[leaf]! === 2)
}

let lastChannel = ''
let lastEventId = ''
let lastMain: readonly string[] | undefined = mainFieldsOf('', '')

/** Events of one kind follow one another. */
function knownMainFields(channel: string, eventId: string): readonly string[] | undefined {
  if (channel !== lastChannel || eventId !== lastEventId) {
    lastMain = mainFieldsOf(channel, eventId)
    lastChannel = channel
    lastEventId = eventId
  }
  return lastMain
}
