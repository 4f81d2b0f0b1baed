/**
 * From (channel, event id) to a bucket. In: lowered rules. Out: classes of channels and their buckets, made when first
 * needed. Invariant: channels that no rule tells apart share a class, event ids that no rule of a class names share a
 * bucket; so the number of buckets depends on the rules, not on what a log makes up.
 */
import { type ChannelKey, canonicalChannel } from '../../../mapping/mapping.ts'
import type { BucketSample, BucketSamples, LearntSamples } from '../../bucket-sample.ts'
import { createPredicate, type Predicate } from '../../predicate/create-predicate.ts'
import { forEachAtom } from '../lower/expression.ts'
import { requiredIds } from '../lower/required-ids.ts'
import { type Bucket, type BucketRule, OTHER_ID, selectRules } from './bucket.ts'
import { createBucketWatch, type WatchLimits } from './bucket-watch.ts'
import type { LoweredRules, LoweredTarget } from './lowered-target.ts'

/** Channels for which the same targets are asked. */
interface Selection {
  readonly name: string
  readonly targets: readonly LoweredTarget[]
  /** Ids that some target names. */
  readonly eventIds: ReadonlySet<number>
  /** Places in `targets`, ascending: of those that need an id to hold, by id, and of the others. */
  readonly byId: ReadonlyMap<number, readonly number[]>
  readonly ofAnyId: readonly number[]
  readonly asksChannel: boolean
  readonly buckets: Map<number, Bucket>
}

/** Channels that no test of any rule tells apart. */
export interface ChannelClass {
  readonly id: number
  readonly name: string
  readonly selection: Selection
  /** Atoms of the header's channel that hold. */
  readonly holding: ReadonlySet<number>
  /** Buckets that know the channel. */
  readonly buckets: Map<number, Bucket>
}

export interface Dispatch {
  readonly rules: LoweredRules
  readonly limits: WatchLimits
  readonly selectors: readonly ChannelKey[]
  readonly selections: Map<string, Selection>
  readonly classes: ChannelClass[]
  readonly classBySignature: Map<string, ChannelClass>
  readonly channelTests: readonly (readonly [atom: number, test: Predicate])[]
  bucketCount: number
  /** What earlier scans counted, and what this one did since it was asked last. */
  readonly known: BucketSamples
  learnt: Map<string, BucketSample | undefined>
}

const NOTHING_KNOWN: BucketSamples = new Map()

export function createDispatch(
  rules: LoweredRules,
  limits: WatchLimits,
  known: BucketSamples = NOTHING_KNOWN,
): Dispatch {
  const selectors = new Map<string, ChannelKey>()
  for (const { channels } of rules.targets) {
    for (const channel of channels ?? []) selectors.set(signatureOf(channel), channel)
  }
  const channelTests: [number, Predicate][] = []
  for (const atom of rules.channelAtoms) {
    const { test } = rules.atoms[atom]!
    if (test.kind === 'text') channelTests.push([atom, createPredicate(test.value)])
  }
  return {
    rules,
    limits,
    selectors: [...selectors.values()],
    selections: new Map(),
    classes: [],
    classBySignature: new Map(),
    channelTests,
    bucketCount: 0,
    known,
    learnt: new Map(),
  }
}

/** Forgets classes and buckets; ids start anew. */
export function clearDispatch(dispatch: Dispatch): void {
  dispatch.selections.clear()
  dispatch.classes.length = 0
  dispatch.classBySignature.clear()
  dispatch.bucketCount = 0
}

/** The class of a channel; undefined = the record has none. */
export function classOfChannel(dispatch: Dispatch, channel: string | undefined): ChannelClass {
  const key = channel === undefined ? undefined : canonicalChannel(channel)
  const fitting = new Set<string>()
  for (const selector of dispatch.selectors) {
    const fits =
      key !== undefined && (selector.isPrefix ? key.startsWith(selector.key) : key === selector.key)
    if (fits) fitting.add(signatureOf(selector))
  }
  const holding = new Set<number>()
  if (channel !== undefined)
    for (const [atom, test] of dispatch.channelTests) if (test(channel)) holding.add(atom)
  const selected = [...fitting].join('\n')
  const signature = `${selected}\n\n${[...holding].join()}`
  let found = dispatch.classBySignature.get(signature)
  if (found === undefined) {
    const selection = selectionOf(dispatch, selected, fitting)
    found = { id: dispatch.classes.length, name: signature, selection, holding, buckets: new Map() }
    dispatch.classes.push(found)
    dispatch.classBySignature.set(signature, found)
  }
  return found
}

function selectionOf(dispatch: Dispatch, signature: string, fitting: ReadonlySet<string>): Selection {
  const known = dispatch.selections.get(signature)
  if (known !== undefined) return known
  const targets = dispatch.rules.targets.filter(
    ({ channels }) => channels === undefined || channels.some((c) => fitting.has(signatureOf(c))),
  )
  const asksChannel = targets.some((target) => target.asksChannel)
  const ids = sortByIds(targets, dispatch.rules.eventIdAtoms)
  const selection = { name: signature, targets, ...ids, asksChannel, buckets: new Map<number, Bucket>() }
  dispatch.selections.set(signature, selection)
  return selection
}

function sortByIds(
  targets: readonly LoweredTarget[],
  eventIdAtoms: ReadonlyMap<number, number>,
): Pick<Selection, 'eventIds' | 'byId' | 'ofAnyId'> {
  const eventIds = new Set<number>()
  const byId = new Map<number, number[]>()
  const ofAnyId: number[] = []
  targets.forEach((target, place) => {
    const ids = new Set(idsOf(target, eventIdAtoms))
    for (const id of ids) {
      eventIds.add(id)
      const places = byId.get(id)
      if (places === undefined) byId.set(id, [place])
      else places.push(place)
    }
    if (ids.size > 0 || target.eventIds !== undefined) return
    ofAnyId.push(place)
    if (!target.asksEventId) return
    forEachAtom(target.expression, (atom) => {
      const id = eventIdAtoms.get(atom)
      if (id !== undefined) eventIds.add(id)
    })
  })
  return { eventIds, byId, ofAnyId }
}

/** Ids that the target needs one of; none when it may hold with any. */
function idsOf(
  { asksEventId, eventIds, expression }: LoweredTarget,
  eventIdAtoms: ReadonlyMap<number, number>,
): Iterable<number> {
  if (eventIds !== undefined) return eventIds
  return (asksEventId ? requiredIds(expression, eventIdAtoms) : undefined) ?? []
}

/** Targets that may hold with this id; those that need another one are left out where the field EventID is known. */
function targetsWith(
  { targets, byId, ofAnyId }: Selection,
  id: number,
  knowsId: boolean,
): readonly LoweredTarget[] {
  if (!knowsId) return targets
  const places = Int32Array.from([...ofAnyId, ...(byId.get(id) ?? [])]).sort()
  return Array.from(places, (place) => targets[place]!)
}

/**
 * The bucket of a record. `knowsId`: the field EventID is this id and nothing else, so atoms on it are decided;
 * `knowsChannel`: the field Channel is the header's.
 */
export function bucketOf(
  dispatch: Dispatch,
  channel: ChannelClass,
  eventId: number,
  knowsId: boolean,
  knowsChannel: boolean,
): Bucket {
  const { selection } = channel
  const isDecided = knowsChannel && selection.asksChannel
  const buckets = isDecided ? channel.buckets : selection.buckets
  const id = selection.eventIds.has(eventId) ? eventId : OTHER_ID
  const key = 2 * id + (knowsId ? 1 : 0)
  let bucket = buckets.get(key)
  if (bucket === undefined) {
    const { eventIdAtoms, channelAtoms } = dispatch.rules
    const rules = selectRules(targetsWith(selection, id, knowsId), id, (atom) => {
      const number = eventIdAtoms.get(atom)
      if (number !== undefined) return knowsId ? number === id : undefined
      return isDecided && channelAtoms.has(atom) ? channel.holding.has(atom) : undefined
    })
    bucket = createBucket(dispatch, rules, `${isDecided ? channel.name : selection.name}\n${key}`)
    buckets.set(key, bucket)
  }
  return bucket
}

/** What was counted since the last call. */
export function takeLearnt(dispatch: Dispatch): LearntSamples {
  const { learnt } = dispatch
  dispatch.learnt = new Map()
  return learnt
}

/** A bucket of these rules, with an id of its own. */
export function createBucket(dispatch: Dispatch, rules: readonly BucketRule[], name = ''): Bucket {
  dispatch.bucketCount++
  return {
    id: 2 * dispatch.bucketCount,
    name,
    rules,
    prepared: undefined,
    watch: createBucketWatch(dispatch.limits, dispatch.known.get(name)),
  }
}

function signatureOf({ key, isPrefix }: ChannelKey): string {
  return isPrefix ? `${key}*` : key
}
