/**
 * Whether an event is one of a target's, test by test. In: target and event. Out: a verdict for each thing that the
 * target asks, with what it wants and what it found. Invariant: all hold ⇔ `fitsTarget`.
 */
import type { EventView } from '../event/event.ts'
import { leafText } from '../event/values.ts'
import type { ChannelKey, Target } from '../mapping/mapping.ts'
import { readChannel } from './event-key.ts'
import { readRaw } from './field-reader.ts'
import { type EventKey, fitsChannel, fitsCondition, fitsEventId } from './fits-target.ts'
import { shorten } from './judge-item.ts'
import type { TargetTest } from './rule-verdict.ts'

export function judgeTarget(target: Target, event: EventView, key: EventKey): readonly TargetTest[] {
  const tests: TargetTest[] = []
  const channel = readChannel(event)
  if (target.channels !== undefined) {
    const found = channel === undefined ? [] : shorten([channel])
    const wanted = target.channels.map(describeChannel)
    tests.push({ field: 'Channel', holds: fitsChannel(target, key), wanted, found })
  }
  if (target.eventIds !== undefined) {
    const eventId = leafText(event, event.shape.leaves[event.shape.eventId])
    const found = eventId === undefined ? [] : shorten([eventId])
    tests.push({
      field: 'EventID',
      holds: fitsEventId(target, key),
      wanted: target.eventIds.map(String),
      found,
    })
  }
  for (const condition of target.conditions) {
    const { field, values } = condition
    const found = shorten(readRaw(event, field))
    tests.push({ field, holds: fitsCondition(condition, event), wanted: values, found })
  }
  return tests
}

function describeChannel({ key, isPrefix }: ChannelKey): string {
  return isPrefix ? `${key}*` : key
}
