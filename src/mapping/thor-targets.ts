/**
 * The targets of a log source by the entries of a mapping file, which is read as given: what it does not say is not
 * added. In: entries and a log source. Out: targets in the order of the file; undefined when rewriting goes too deep or
 * yields too many. Invariant: an entry applies when all that it names equals the rule's; its conditions and field names
 * win over those of the entries that it rewrites to.
 */
import { foldText } from '../base/fold.ts'
import { channelKeys } from './build-target.ts'
import { raw } from './field-source.ts'
import { createFieldView, RAW_VIEW } from './field-view.ts'
import type { FieldView, Target } from './mapping.ts'
import type { SourceNames, ThorEntry } from './thor-entry.ts'

/** Rewrites one behind another (thor.yml: 1). */
const MAX_REWRITES = 8
/** Targets of one log source (thor.yml: 3). */
const MAX_TARGETS = 256
/** Passes over the entries for one log source, which also bounds rewrites that branch (thor.yml: 4). */
const MAX_SEARCHES = 64
/** Largest id of an event. */
const MAX_EVENT_ID = 65_535
/** Digits of that. */
const EVENT_ID = /^\d{1,5}$/

/** What the entries on one way say together. */
interface Route {
  readonly name: string
  readonly channels: readonly string[]
  readonly conditions: ReadonlyMap<string, readonly string[]>
  readonly fields: ReadonlyMap<string, readonly string[]>
}

interface Search {
  readonly entries: readonly ThorEntry[]
  searchesLeft: number
}

export type ThorTargets = (names: SourceNames) => readonly Target[] | undefined

/** A finder over `entries`; views with equal field names are one object. */
export function createThorTargets(entries: readonly ThorEntry[]): ThorTargets {
  const views = new Map<string, FieldView>()
  return (names) => {
    const routes = findRoutes({ entries, searchesLeft: MAX_SEARCHES }, names, 0)
    if (routes === undefined) return undefined
    // With both given, entries of the category say more than the service's own.
    const hasBoth = names.category !== undefined && names.service !== undefined
    const narrow = hasBoth ? routes.filter((route) => route.conditions.size > 0) : []
    return (narrow.length > 0 ? narrow : routes).map((route) => makeTarget(route, views))
  }
}

function findRoutes(search: Search, names: SourceNames, depth: number): readonly Route[] | undefined {
  if (depth > MAX_REWRITES || search.searchesLeft-- <= 0) return undefined
  const routes: Route[] = []
  for (const entry of search.entries) {
    if (!applies(entry, names)) continue
    const found = entry.rewrite === undefined ? ownRoute(entry) : rewrittenRoutes(search, entry, depth)
    if (found === undefined) return undefined
    routes.push(...found)
    if (routes.length > MAX_TARGETS) return undefined
  }
  return routes
}

function applies({ names: wanted, rewrite }: ThorEntry, names: SourceNames): boolean {
  if (wanted.category !== undefined && wanted.category !== names.category) return false
  if (wanted.product !== undefined && wanted.product !== names.product) return false
  if (wanted.service !== undefined && wanted.service !== names.service) return false
  return rewrite === undefined || names.service === undefined || names.service === rewrite.service
}

function ownRoute(entry: ThorEntry): readonly Route[] {
  return entry.channels.length === 0 ? [] : [entry]
}

function rewrittenRoutes(search: Search, entry: ThorEntry, depth: number): readonly Route[] | undefined {
  return findRoutes(search, entry.rewrite!, depth + 1)?.map((route) => ({
    name: entry.name,
    channels: route.channels,
    conditions: new Map([...route.conditions, ...entry.conditions]),
    fields: new Map([...route.fields, ...entry.fields]),
  }))
}

function makeTarget(route: Route, views: Map<string, FieldView>): Target {
  const eventIds = readEventIds(route.conditions.get('EventID'))
  const conditions = [...route.conditions].filter(([field]) => field !== 'EventID' || eventIds === undefined)
  return {
    id: route.name,
    channels: channelKeys(route.channels, false),
    eventIds,
    conditions: conditions.map(([field, values]) => ({ field, values })),
    view: makeView(route.fields, views),
  }
}

/** Numbers, when all texts are ids of events. */
function readEventIds(texts: readonly string[] | undefined): readonly number[] | undefined {
  if (!texts?.every((text) => EVENT_ID.test(text) && Number(text) <= MAX_EVENT_ID)) return undefined
  return texts.map(Number)
}

function makeView(fields: ReadonlyMap<string, readonly string[]>, views: Map<string, FieldView>): FieldView {
  if (fields.size === 0) return RAW_VIEW
  const rows = [...fields].map(([field, names]) => [foldText(field), names] as const)
  const key = JSON.stringify(rows.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
  const known = views.get(key)
  if (known !== undefined) return known
  const view = createFieldView(
    `fields ${key}`,
    rows.map(([field, names]) => [field, ...names.map(raw)]),
    RAW_VIEW,
  )
  views.set(key, view)
  return view
}
