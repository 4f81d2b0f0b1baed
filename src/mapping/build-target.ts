/**
 * Rows of the tables become targets. In: a service, or events of a category. Out: `Target` with canonical channel keys.
 */
import type { CategoryEvents } from './data/categories.ts'
import type { Service } from './data/services.ts'
import type { ChannelKey, Target } from './mapping.ts'
import { canonicalChannel } from './mapping.ts'
import { WINDOWS_VIEW } from './views/windows-view.ts'

/** Everything that the service's channels hold. */
export function serviceTarget(service: Service): Target {
  return {
    id: service.name,
    channels: channelKeys(service.channels, service.isPrefix ?? false),
    eventIds: undefined,
    conditions: [],
    view: service.view ?? WINDOWS_VIEW,
  }
}

/** The events of a category in one service, whose own target is `base`. */
export function categoryTarget(events: CategoryEvents, base: Target): Target {
  return {
    id: `${base.id}:${describeEventIds(events.eventIds)}`,
    channels: base.channels,
    eventIds: events.eventIds,
    conditions: events.where === undefined ? [] : [events.where],
    view: events.view ?? base.view,
  }
}

/** Keys of channel names, each once. */
export function channelKeys(names: readonly string[], isPrefix: boolean): readonly ChannelKey[] {
  return [...new Set(names.map(canonicalChannel))].map((key) => ({ key, isPrefix }))
}

/** `4,16`; runs of three and more as `1006-1012`. Ascending ids. */
function describeEventIds(ids: readonly number[]): string {
  const parts: string[] = []
  for (let i = 0; i < ids.length; ) {
    let last = i
    while (ids[last + 1] === ids[last]! + 1) last++
    if (last - i < 2) last = i
    parts.push(last === i ? String(ids[i]) : `${ids[i]}-${ids[last]}`)
    i = last + 1
  }
  return parts.join(',')
}
