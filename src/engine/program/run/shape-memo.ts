/**
 * What the engine remembers about a shape: where channel and event id stand, and its programs. In: a shape. Out: the
 * memo. Invariant: a memo belongs to one engine and one generation of its tables; any other is replaced.
 */
import type { Leaf, Shape } from '../../../event/event.ts'
import type { Bucket } from '../dispatch/bucket.ts'
import { type ChannelClass, classOfChannel } from '../dispatch/dispatch.ts'
import { createLeafIndex, type LeafIndex, leavesOf } from './leaf-index.ts'
import type { Program } from './program.ts'
import type { Runtime } from './runtime.ts'

export interface ShapeMemo {
  readonly owner: Runtime
  readonly generation: number
  readonly index: LeafIndex
  /** Set where the template alone tells the channel. */
  readonly constantClass: ChannelClass | undefined
  /** Slots that hold channel and event id by themselves; -1: ask `event-key.ts`. */
  readonly channelSlot: number
  readonly eventIdSlot: number
  /** The field EventID is the header's: in this shape, and in any shape with this System part. */
  readonly knowsId: boolean
  readonly knowsHeaderId: boolean
  /** The field Channel is the header's. */
  readonly knowsChannel: boolean
  readonly programs: Map<Bucket, Program>
  /** Bytes of the last channel that stood in `channelSlot`, -1 bytes before the first, and its class. */
  readonly channelBytes: Buffer
  readonly channelView: DataView
  channelLength: number
  channelClass: ChannelClass | undefined
  /** The last record matched, and what was found for it. */
  lastClass: ChannelClass | undefined
  lastEventId: number
  lastScalar: boolean
  lastProgram: Program | undefined
  /** The last record asked for, and the answer. */
  askedClass: ChannelClass | undefined
  askedEventId: number
  askedScalar: boolean
  isWanted: boolean
}

/** Longer names of channels are looked up each time (longest on a real system: 113 characters). */
export const MAX_CHANNEL_BYTES = 512

export function memoOf(runtime: Runtime, shape: Shape): ShapeMemo {
  const known = shape.memo as ShapeMemo | undefined
  if (known !== undefined && known.owner === runtime && known.generation === runtime.generation) return known
  const index = known !== undefined && known.owner === runtime ? known.index : createLeafIndex(shape)
  const memo = createMemo(runtime, shape, index)
  shape.memo = memo
  return memo
}

function createMemo(runtime: Runtime, shape: Shape, index: LeafIndex): ShapeMemo {
  const channel = shape.leaves[shape.channel]
  const eventId = shape.leaves[shape.eventId]
  const channelBytes = Buffer.from(new ArrayBuffer(MAX_CHANNEL_BYTES))
  const headerIds = shape.leaves.filter((l) => l.section === 'system' && l.name === 'EventID')
  return {
    owner: runtime,
    generation: runtime.generation,
    index,
    constantClass: constantClassOf(runtime, channel),
    channelSlot: slotOf(channel),
    eventIdSlot: slotOf(eventId),
    knowsId: isOnly(leavesOf(index, 'EventID'), eventId),
    knowsHeaderId: headerIds.length === 1,
    knowsChannel: isOnly(leavesOf(index, 'Channel'), channel),
    programs: new Map(),
    channelBytes,
    channelView: new DataView(channelBytes.buffer),
    channelLength: -1,
    channelClass: undefined,
    lastClass: undefined,
    lastEventId: 0,
    lastScalar: false,
    lastProgram: undefined,
    askedClass: undefined,
    askedEventId: 0,
    askedScalar: false,
    isWanted: false,
  }
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
