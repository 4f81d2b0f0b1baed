/** A channel's name as Windows writes it, from its key. Channels that no service of ours has are shown by their key. */
import { SERVICES } from '../../mapping/data/services.ts'
import { type ChannelKey, canonicalChannel } from '../../mapping/mapping.ts'

const NAMES: ReadonlyMap<string, string> = new Map(
  SERVICES.flatMap(({ channels }) => channels.map((name) => [canonicalChannel(name), name] as const)),
)

export function channelName({ key, isPrefix }: ChannelKey): string {
  return `${NAMES.get(key) ?? key}${isPrefix ? '*' : ''}`
}
