/**
 * Hand-written records through the fast and the slow decoder. In: streams or a log. Out: what a consumer sees, after
 * both have told the same. Events read `name=text` in document order, separated by blanks.
 */
import { expect } from 'vitest'
import type { EventView, Shape } from '../../src/event/event.ts'
import { leafTexts } from '../../src/event/values.ts'
import { createDecoder } from '../../src/evtx/decode.ts'
import { createSlowDecoder } from '../../src/evtx/decode-slow.ts'
import type { StreamWriter, WrittenValue } from './binxml-bytes.ts'
import { element, NONE, utf16 } from './binxml-bytes.ts'
import type { DecodedLog } from './decode-log.ts'
import { decodeLog } from './decode-log.ts'
import { describeEvent, describeRun } from './describe-event.ts'
import { logOfStreams } from './log-bytes.ts'

export interface ReadEvents extends DecodedLog {
  readonly events: readonly string[]
  readonly shapes: readonly Shape[]
  readonly codes: readonly string[]
}

/** Decodes the log with a fresh decoder of each kind. */
export function readLogBytes(log: Buffer): ReadEvents {
  const events: string[] = []
  const shapes: Shape[] = []
  const fast: string[] = []
  const slow: string[] = []
  const quickly = decodeLog(createDecoder(), log, (event) => {
    events.push(eventInShort(event))
    shapes.push(event.shape)
    fast.push(describeEvent(event))
  })
  const slowly = decodeLog(createSlowDecoder(), log, (event) => slow.push(describeEvent(event)))
  expect(fast).toEqual(slow)
  expect(describeRun(quickly)).toEqual(describeRun(slowly))
  return { ...quickly, events, shapes, codes: quickly.diagnostics.map((d) => d.code) }
}

export function readStreams(...streams: ((w: StreamWriter) => void)[]): ReadEvents {
  return readLogBytes(logOfStreams(streams))
}

export function eventInShort(event: EventView): string {
  const fields = event.shape.leaves.flatMap((leaf) => {
    const texts = leafTexts(event, leaf)
    return texts.length === 0 ? [] : [`${leaf.name}=${texts.join('|')}`]
  })
  return fields.join(' ')
}

export const NULL: WrittenValue = { type: 0, bytes: Buffer.alloc(0) }

export function string(text: string): WrittenValue {
  return { type: 1, bytes: utf16(text) }
}

export function embedded(bytes: (w: StreamWriter) => void): WrittenValue {
  return { type: 0x21, bytes }
}

/** A stream with one instance; `body` writes its definition. */
export function ofTemplate(
  id: number,
  body: (w: StreamWriter) => void,
  values: readonly WrittenValue[],
): (w: StreamWriter) => void {
  return (w) => {
    w.u8(0x0f, 1, 1, 0)
    w.instance(id, body, values)
    w.eof()
  }
}

/** The body of an outer definition: `<Event><System><EventID>%0</EventID></System>` and what `rest` writes. */
export function eventBody(rest: (w: StreamWriter) => void): (w: StreamWriter) => void {
  return (w) => {
    w.u8(0x0f, 1, 1, 0)
    inDefinition(w, 'Event', () => {
      inDefinition(w, 'System', () => inDefinition(w, 'EventID', () => w.substitution(0, false, 6)))
      rest(w)
    })
    w.eof()
  }
}

/** An element of a definition, which depends on no value. */
export function inDefinition(w: StreamWriter, name: string, inside: () => void = () => {}): void {
  element(w, name, inside, NONE)
}

/** `<Data Name="…">%index</Data>` of a definition. */
export function dataInDefinition(w: StreamWriter, name: string, index: number): void {
  w.open('Data', { dependency: NONE, attributes: true })
  w.attribute('Name')
  w.text(name)
  w.close()
  w.substitution(index, true)
  w.end()
}

export function eventId(value: number): WrittenValue {
  return { type: 6, bytes: Buffer.from([value & 0xff, value >> 8]) }
}
