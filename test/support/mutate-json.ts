/** JSON with one place changed, for tests of what reads it. */
import fc from 'fast-check'

type Json = unknown

/** What stands where something else is expected. */
const STRANGERS: readonly Json[] = [null, true, -1, 1e9, 0.5, '', 'x', '__proto__', [], [null], {}, { a: 1 }]

export interface Mutation {
  /** Counts the places of a tree from the front; taken modulo their number. */
  readonly place: number
  readonly kind: 'replace' | 'remove' | 'repeat' | 'nest'
  readonly stranger: number
}

export const arbitraryMutation: fc.Arbitrary<Mutation> = fc.record({
  place: fc.nat(),
  kind: fc.constantFrom('replace', 'replace', 'remove', 'repeat', 'nest'),
  stranger: fc.nat({ max: STRANGERS.length - 1 }),
})

/** A copy with one change. */
export function mutateJson(value: Json, { place, kind, stranger }: Mutation): Json {
  const copy = structuredClone(value)
  const places = listPlaces(copy)
  const at = places[place % places.length]!
  const { owner, key } = at
  if (kind === 'remove') {
    if (Array.isArray(owner)) owner.splice(Number(key), 1)
    else delete owner[key]
  } else if (kind === 'repeat' && Array.isArray(owner)) owner.push(owner[Number(key)])
  else if (kind === 'nest') owner[key as never] = nest(owner[key as never]) as never
  else owner[key as never] = STRANGERS[stranger] as never
  return copy
}

/** Deeper than any rule. */
function nest(value: Json): Json {
  let nested = value
  for (let i = 0; i < 300; i++) nested = { type: 'not', child: nested }
  return nested
}

interface Place {
  readonly owner: Record<string, Json> | Json[]
  readonly key: string
}

function listPlaces(value: Json, places: Place[] = []): Place[] {
  if (typeof value !== 'object' || value === null) return places
  const owner = value as Record<string, Json>
  for (const key of Object.keys(owner)) {
    places.push({ owner, key })
    listPlaces(owner[key], places)
  }
  return places
}
