/**
 * What the engine remembers about a shape: where channel and event id stand, and its lanes. In: a shape. Out: the
 * memo. Invariant: a memo belongs to one engine and one generation of its tables; any other is replaced.
 */
import type { Leaf, Shape } from '../../../event/event.ts'
import type { Bucket } from '../dispatch/bucket.ts'
import { type ChannelClass, classOfChannel } from '../dispatch/dispatch.ts'
import type { Lane } from './lane.ts'
import { createLeafIndex, type LeafIndex, leavesOf } from './leaf-index.ts'
import type { Runtime } from './runtime.ts'

export interface ShapeMemo {
  readonly owner: Runtime
  readonly generation: number
  /** Set where the template alone tells the channel. */
  readonly constantClass: ChannelClass | undefined
  /** Slots that hold channel and event id by themselves; -1: ask `event-key.ts`. */
  readonly channelSlot: number
  readonly eventIdSlot: number
  /** Slots that they stand in, alone or depending on others; -1: constants, or none. */
  readonly channelPlace: number
  readonly eventIdPlace: number
  /** Bytes of the last channel that stood in `channelSlot`, -1 bytes before the first, and its class. */
  readonly channelBytes: Buffer
  readonly channelView: DataView
  channelLength: number
  channelClass: ChannelClass | undefined
  readonly asked: AskedMemo
  /** Made by the first record that is matched, not only asked for. */
  matched: MatchedMemo | undefined
}

/** The last record asked for with its System part, and the answer. */
interface AskedMemo {
  /** The field EventID is the header's, whatever the body holds. */
  readonly knowsId: boolean
  lastClass: ChannelClass | undefined
  lastEventId: number
  lastScalar: boolean
  isWanted: boolean
}

/** The last record matched, and its lane; undefined when no rule can fire. */
export interface MatchedMemo {
  readonly index: LeafIndex
  /** The fields EventID and Channel are the header's. */
  readonly knowsId: boolean
  readonly knowsChannel: boolean
  readonly lanes: Map<Bucket, Lane>
  lastClass: ChannelClass | undefined
  lastEventId: number
  lastScalar: boolean
  lastLane: Lane | undefined
}

/** Longer names of channels are looked up each time (longest on a real system: 113 characters). */
export const MAX_CHANNEL_BYTES = 512

export function memoOf(runtime: Runtime, shape: Shape): ShapeMemo {
  const known = shape.memo as ShapeMemo | undefined
  if (known !== undefined && known.owner === runtime && known.generation === runtime.generation) return known
  const channel = shape.leaves[shape.channel]
  const channelBytes = Buffer.from(new ArrayBuffer(MAX_CHANNEL_BYTES))
  const headerIds = shape.leaves.filter((l) => l.section === 'system' && l.name === 'EventID')
  const memo: ShapeMemo = {
    owner: runtime,
    generation: runtime.generation,
    constantClass: constantClassOf(runtime, channel),
    channelSlot: slotOf(channel),
    eventIdSlot: slotOf(shape.leaves[shape.eventId]),
    channelPlace: channel?.slot ?? -1,
    eventIdPlace: shape.leaves[shape.eventId]?.slot ?? -1,
    channelBytes,
    channelView: new DataView(channelBytes.buffer),
    channelLength: -1,
    channelClass: undefined,
    asked: {
      knowsId: headerIds.length === 1,
      lastClass: undefined,
      lastEventId: 0,
      lastScalar: false,
      isWanted: false,
    },
    matched: undefined,
  }
  shape.memo = memo
  return memo
}

export function matchedOf(memo: ShapeMemo, shape: Shape): MatchedMemo {
  if (memo.matched === undefined) {
    const index = createLeafIndex(shape)
    memo.matched = {
      index,
      knowsId: isOnly(leavesOf(index, 'EventID'), shape.leaves[shape.eventId]),
      knowsChannel: isOnly(leavesOf(index, 'Channel'), shape.leaves[shape.channel]),
      lanes: new Map(),
      lastClass: undefined,
      lastEventId: 0,
      lastScalar: false,
      lastLane: undefined,
    }
  }
  return memo.matched
}

function constantClassOf(runtime: Runtime, channel: Leaf | undefined): ChannelClass | undefined {
  if (channel === undefined) return classOfChannel(runtime.dispatch, undefined)
  if (channel.slot >= 0 || channel.guards.length > 0) return undefined
  return classOfChannel(runtime.dispatch, channel.constant)
}

function slotOf(leaf: Leaf | undefined): number {
  return leaf === undefined || leaf.guards.length > 0 ? -1 : leaf.slot
}

/** The field has no leaves, or the header's alone. */
function isOnly(leaves: readonly Leaf[], header: Leaf | undefined): boolean {
  return leaves.length === 0 ? header === undefined : leaves.length === 1 && leaves[0] === header
}
