/**
 * The events that a rule looks at, and the settings without which Windows does not write them. In: rule, mapping.
 * Out: one row a channel and setting; or why the rule has none.
 */
import { type ChannelKey, canonicalChannel, type Mapping, type Target } from '../../mapping/mapping.ts'
import { channelName } from '../../mapping/windows-names.ts'
import type { Condition, Detection, DetectionRule, Search, Value } from '../../sigma/ast.ts'
import { SETTINGS_BY_CHANNEL, SETTINGS_BY_EVENT } from './data/event-settings.ts'

export interface DataRow {
  readonly channel: string
  /** Empty: any event of the channel. */
  readonly eventIds: readonly number[]
  /** Undefined: not known. */
  readonly setting: string | undefined
}

export type DataNeeded =
  | { readonly type: 'rows'; readonly rows: readonly DataRow[] }
  | { readonly type: 'none'; readonly reason: string }

export function findDataNeeded(rule: DetectionRule, mapping: Mapping): DataNeeded {
  const resolution = mapping.resolve(rule.logsource)
  if (resolution.type !== 'targets') return { type: 'none', reason: resolution.reason }
  const tested = testedEventIds(rule.detection)
  const rows = new Map<string, DataRow>()
  for (const target of resolution.targets)
    for (const row of rowsOf(target, tested)) {
      const key = `${row.channel}\n${row.setting}`
      const ids = new Set([...(rows.get(key)?.eventIds ?? []), ...row.eventIds])
      rows.set(key, { ...row, eventIds: [...ids].sort((a, b) => a - b) })
    }
  return { type: 'rows', rows: [...rows.values()] }
}

function rowsOf({ channels, eventIds }: Target, tested: readonly number[]): readonly DataRow[] {
  if (channels === undefined)
    return [{ channel: 'any log of Windows', eventIds: eventIds ?? tested, setting: undefined }]
  const ids = eventIds ?? tested
  return channels.flatMap((channel) =>
    ids.length === 0 ? [anyEvent(channel)] : ids.map((id) => oneEvent(channel, id)),
  )
}

function anyEvent(channel: ChannelKey): DataRow {
  return { channel: channelName(channel), eventIds: [], setting: SETTINGS_BY_CHANNEL.get(channel.key) }
}

function oneEvent(channel: ChannelKey, id: number): DataRow {
  const byEvent = SETTINGS_BY_EVENT.get(canonicalChannel(channel.key))?.get(id)
  return { ...anyEvent(channel), eventIds: [id], setting: byEvent ?? SETTINGS_BY_CHANNEL.get(channel.key) }
}

/** Event ids that a rule asks for, where all its ways to hold ask for one; else none. */
function testedEventIds({ identifiers, conditions }: Detection): readonly number[] {
  const searches = new Map(identifiers.map(({ name, search }) => [name, search]))
  const found = conditions.map((condition) => idsOf(condition, searches))
  return found.every((ids) => ids !== undefined) ? [...new Set(found.flat())] : []
}

type Ids = readonly number[] | undefined

function idsOf(condition: Condition, searches: ReadonlyMap<string, Search>): Ids {
  if (condition.type === 'not') return undefined
  if (condition.type === 'identifier') return idsOfName(condition.name, searches)
  const parts =
    condition.type === 'of'
      ? condition.names.map((name) => idsOfName(name, searches))
      : condition.children.map((child) => idsOf(child, searches))
  return condition.type === 'or' || (condition.type === 'of' && condition.quantifier === 'any')
    ? oneOf(parts)
    : firstOf(parts)
}

function idsOfName(name: string, searches: ReadonlyMap<string, Search>): Ids {
  const search = searches.get(name)
  return search === undefined ? undefined : idsOfSearch(search)
}

function idsOfSearch(search: Search): Ids {
  if (search.type === 'and') return firstOf(search.children.map(idsOfSearch))
  if (search.type === 'or') return oneOf(search.children.map(idsOfSearch))
  if (search.field?.toLowerCase() !== 'eventid' || search.negated) return undefined
  const ids = search.values.map(idOf)
  return ids.every((id) => id !== undefined) ? ids : undefined
}

function idOf(value: Value): number | undefined {
  const isWhole = value.op === 'number' || (value.op === 'pattern' && value.tokens.length === 1)
  return isWhole && /^\d{1,5}$/.test(value.text) ? Number(value.text) : undefined
}

/** All must hold: one that names ids is enough. */
function firstOf(parts: readonly Ids[]): Ids {
  return parts.find((ids) => ids !== undefined)
}

/** One must hold: each has to name ids. */
function oneOf(parts: readonly Ids[]): Ids {
  return parts.every((ids) => ids !== undefined) ? parts.flat() : undefined
}
