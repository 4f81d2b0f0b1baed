/**
 * How the library `@ts-evtx/core` 1.1.1 decodes values otherwise than we do. Each class is a rule over the values at
 * one place of one record, never a list of records; the given section says who is right.
 */
import { ValueType } from '../../src/event/value-type.ts'
import type { DifferenceClass } from './difference-tally.ts'
import { singlePair } from './difference-tally.ts'
import type { PlacedValue, PlacedValues } from './truth-record.ts'

export const TS_EVTX_DIFFERENCES: readonly DifferenceClass[] = [
  {
    name: 'FILETIME cut to milliseconds',
    section: '§5.12',
    explains(d) {
      const p = singlePair(d)
      return p?.type === ValueType.FileTime && p.theirs === p.ours.replace(/\d{4}Z$/, '0000Z')
    },
  },
  {
    name: 'a Boolean read from its first byte',
    section: '§5.1, evtx-format §8',
    explains(d) {
      const p = singlePair(d)
      return p?.type === ValueType.Boolean && p.ours === 'true' && p.theirs === 'false'
    },
  },
  {
    name: 'empty items at the end of an array lost',
    section: '§5.8, evtx-format §8.1',
    explains({ ours, theirs }) {
      const rest = ours.slice(theirs.length)
      return (
        rest.length > 0 &&
        ours.every((value) => value.type === (ValueType.String | ValueType.ArrayFlag)) &&
        rest.every((value) => value.text === '') &&
        theirs.every((value, i) => value.text === ours[i]!.text)
      )
    },
  },
  {
    name: 'a part of the event that has no template lost, and reported',
    section: '§4.5, evtx-format §7',
    explains: (d) =>
      d.theirs.length === 0 &&
      partOf(d.place) !== 'System' &&
      ![...d.record.theirs.keys()].some((place) => partOf(place) === partOf(d.place)),
  },
  {
    name: 'names unknown that the table of the chunk lacks',
    section: '§2.3',
    explains: ({ place, ours, theirs, record }) =>
      UNKNOWN.test(place)
        ? ours.length === 0 && hasTwin(record.ours, place, theirs)
        : theirs.length === 0 && hasTwin(record.theirs, place, ours),
  },
]

const UNKNOWN = /[/@]Unknown(?:Tag|Attribute)_0x[0-9a-f]+$/

/** The name of the child of `<Event>`. */
function partOf(place: string): string {
  return place.split(/[/@]/, 1)[0]!
}

/** The other side has a name with the same values beside where this one stands. */
function hasTwin(other: PlacedValues, place: string, values: readonly PlacedValue[]): boolean {
  const parent = /^.*[/@]/.exec(place)?.[0] ?? place
  return [...other].some(
    ([key, found]) =>
      key.startsWith(parent) &&
      UNKNOWN.test(key) !== UNKNOWN.test(place) &&
      found.length === values.length &&
      found.every((value, i) => value.text === values[i]!.text),
  )
}
