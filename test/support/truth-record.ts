/**
 * Records of `truth/decoded` and our own events in one form, so that they can be compared: values by place, such as
 * `System/Provider@Guid`, `EventData/CommandLine`, `UserData/EventXML/Address`.
 */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { EventView, Leaf } from '../../src/event/event.ts'
import { ValueType } from '../../src/event/value-type.ts'
import { leafTexts } from '../../src/event/values.ts'
import type { ExactJson } from './exact-json.ts'
import { getEntry, parseExactJson } from './exact-json.ts'
import { sharedPath } from './shared.ts'

/** A value: its text, undefined for JSON's null; the type it is stored with, where that is known. */
export interface PlacedValue {
  readonly text: string | undefined
  readonly type: number | undefined
}

export type PlacedValues = Map<string, PlacedValue[]>

export interface TruthRecord {
  readonly file: string
  readonly values: PlacedValues
}

export function readTruth(corpus: string): TruthRecord[] {
  const bytes = gunzipSync(readFileSync(sharedPath('truth/decoded', `${corpus}.jsonl.gz`)))
  return bytes
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const json = parseExactJson(line)
      const file = getEntry(json, 'file')
      const values: PlacedValues = new Map()
      const event = getEntry(getEntry(json, 'record'), 'Event')
      if (file?.kind !== 'string' || event?.kind !== 'object') throw new Error('no truth record')
      for (const [name, value] of event.entries) if (name !== '#attributes') addJson(values, name, value)
      return { file: file.text, values }
    })
}

/** `#attributes` belong to the element itself, `#text` is its content, an array repeats the element. */
function addJson(values: PlacedValues, place: string, json: ExactJson): void {
  if (json.kind === 'array') for (const item of json.items) addJson(values, place, item)
  else if (json.kind === 'object') {
    for (const [name, value] of json.entries) {
      if (name === '#text') addJson(values, place, value)
      else if (name !== '#attributes') addJson(values, `${place}/${name}`, value)
      else if (value.kind === 'object')
        for (const [attribute, text] of value.entries) addJson(values, `${place}@${attribute}`, text)
    }
  } else {
    const isNull = json.kind === 'literal' && json.text === 'null'
    add(values, place, { text: isNull ? undefined : json.text, type: undefined })
  }
}

/** The leaves that the event has. */
export function placeLeaves(event: EventView): PlacedValues {
  const values: PlacedValues = new Map()
  for (const leaf of event.shape.leaves) {
    const type = leaf.slot < 0 ? ValueType.Composed : event.types[leaf.slot]!
    for (const text of leafTexts(event, leaf)) add(values, placeOf(leaf), { text, type })
  }
  return values
}

/** Children of EventData by the name that their `Name` attribute gives them. */
function placeOf(leaf: Leaf): string {
  const names = leaf.path.map((step) => step.name)
  if (leaf.section === 'eventData' && leaf.attribute === undefined) names[names.length - 1] = leaf.name
  return names.join('/') + (leaf.attribute === undefined ? '' : `@${leaf.attribute}`)
}

function add(values: PlacedValues, place: string, value: PlacedValue): void {
  const found = values.get(place)
  if (found === undefined) values.set(place, [value])
  else found.push(value)
}
