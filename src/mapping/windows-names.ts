/**
 * From keys back to the names that people know: of channels, and of categories that stand for an event.
 */
import { CATEGORIES, ETW_ONLY_CATEGORIES } from './data/categories.ts'
import { SERVICES } from './data/services.ts'
import { type ChannelKey, canonicalChannel } from './mapping.ts'

const CHANNEL_NAMES: ReadonlyMap<string, string> = new Map(
  SERVICES.flatMap(({ channels }) => channels.map((name) => [canonicalChannel(name), name] as const)),
)

/** A channel as Windows writes it; channels that no service has are shown by their key. `*` stands for any rest. */
export function channelName({ key, isPrefix }: ChannelKey): string {
  return `${CHANNEL_NAMES.get(key) ?? key}${isPrefix ? '*' : ''}`
}

/** The category that is nothing but this event of a service; of the Security log the one that every rule should use. */
export function categoryOfEvent(service: string, eventId: number): string | undefined {
  if (service === 'security') return eventId === 4688 ? 'process_creation' : undefined
  if (service !== 'sysmon') return undefined
  return CATEGORIES.find(
    ({ events: [first] }) =>
      first?.service === service && first.where === undefined && first.eventIds.includes(eventId),
  )?.name
}

/** Sigma knows the category, and no event log of Windows holds such events. */
export function isEtwOnly(category: string | undefined): boolean {
  return category !== undefined && ETW_ONLY_CATEGORIES.includes(category)
}
