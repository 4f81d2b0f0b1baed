/** Which channels two targets have in common. In: channel keys, undefined = every channel. Out: the narrower keys. */
import type { ChannelKey } from './mapping.ts'

export function intersectChannels(
  a: readonly ChannelKey[] | undefined,
  b: readonly ChannelKey[] | undefined,
): readonly ChannelKey[] | undefined {
  if (a === undefined || b === undefined) return a ?? b
  const common: ChannelKey[] = []
  for (const left of a) {
    for (const right of b) {
      const narrower = covers(left, right) ? right : covers(right, left) ? left : undefined
      if (narrower !== undefined && !common.includes(narrower)) common.push(narrower)
    }
  }
  return common
}

function covers(wide: ChannelKey, narrow: ChannelKey): boolean {
  if (wide.isPrefix) return narrow.key.startsWith(wide.key)
  return !narrow.isPrefix && narrow.key === wide.key
}
