/** All that a consumer can see of an event and of a run, in a form that can be compared. */
import type { EventView } from '../../src/event/event.ts'
import { eventToPlain } from '../../src/event/to-plain.ts'
import { leafTexts } from '../../src/event/values.ts'
import type { DecodedLog } from './decode-log.ts'

/** Everything but the numbers of slots; elements are numbered as they come, absent leaves left out. */
export function describeEvent(event: EventView): string {
  const numbers = new Map<number, number>()
  const lines = event.shape.leaves.flatMap((leaf) => {
    const texts = leafTexts(event, leaf)
    if (texts.length === 0) return []
    const path = leaf.path.map(({ name, ordinal }) => {
      if (!numbers.has(ordinal)) numbers.set(ordinal, numbers.size)
      return `${name}#${numbers.get(ordinal)}`
    })
    return [JSON.stringify([leaf.section, leaf.name, path, leaf.attribute ?? null, texts])]
  })
  const { recordIdLow, recordIdHigh, writtenLow, writtenHigh, chunk, record, offsetBytes, partial } = event
  const place = [recordIdLow, recordIdHigh, writtenLow, writtenHigh, chunk, record, offsetBytes, partial]
  return [place.join(), ...lines, JSON.stringify(eventToPlain(event))].join('\n')
}

/** Counts and diagnostics without their messages, in which decoders differ. */
export function describeRun({ counts, diagnostics }: DecodedLog): unknown {
  return { counts, diagnostics: diagnostics.map((d) => ({ ...d, message: '' })) }
}
