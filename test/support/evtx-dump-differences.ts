/**
 * How evtx_dump 0.13 renders values otherwise than we do. Each class is a rule over the values at one place of one
 * record, never a list of records; evtx-pitfalls.md says in the given section who is right.
 */
import { ValueType } from '../../src/event/value-type.ts'
import type { DifferenceClass } from './difference-tally.ts'
import { singlePair } from './difference-tally.ts'
import type { PlacedValue } from './truth-record.ts'

const isNull = (values: readonly PlacedValue[]): boolean =>
  values.length === 1 && values[0]!.text === undefined

export const EVTX_DUMP_DIFFERENCES: readonly DifferenceClass[] = [
  {
    name: 'GUID values without braces',
    section: '§7 GUID',
    explains(d) {
      const p = singlePair(d)
      return p?.type === ValueType.Guid && p.ours === `{${p.theirs}}`
    },
  },
  {
    name: 'FILETIME cut to microseconds',
    section: '§5.12',
    explains(d) {
      const p = singlePair(d)
      return p?.type === ValueType.FileTime && p.theirs === p.ours.replace(/\dZ$/, 'Z')
    },
  },
  {
    name: 'null for an empty element of System, which is no leaf of ours',
    section: '§7 Null',
    explains: (d) => d.ours.length === 0 && isNull(d.theirs) && /^System\/\w+$/.test(d.place),
  },
  {
    name: 'null for an empty text',
    section: '§7 Null',
    explains: (d) => d.ours.length === 1 && d.ours[0]!.text === '' && isNull(d.theirs),
  },
  {
    name: 'null for a part of the event with nothing in it, which is no leaf of ours',
    section: '§7 Null',
    explains: (d) => d.ours.length === 0 && isNull(d.theirs) && !d.place.includes('/'),
  },
  {
    name: 'namespace declarations, which are no values',
    section: 'Leaf in event/event.ts',
    explains: (d) => d.ours.length === 0 && /@xmlns(:|$)/.test(d.place),
  },
  {
    name: 'an element kept although what it depends on is Null',
    section: '§5.10',
    explains: (d) => d.ours.length === 0 && isNull(d.theirs) && /^(EventData|UserData)\//.test(d.place),
  },
  {
    name: 'the empty text of an element that has attributes only',
    section: 'Leaf in event/event.ts',
    explains: (d) =>
      d.theirs.length === 0 &&
      d.ours.every((value) => value.text === '') &&
      [...d.record.theirs.keys()].some((place) => place.startsWith(`${d.place}@`)),
  },
]
