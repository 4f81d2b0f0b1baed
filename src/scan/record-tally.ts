/**
 * Counts over the records of a task: hosts, pairs of channel and event id that no rule looks at, oldest and newest time.
 * Called for every record, so names are made once for the same bytes and counters are found once for the same names.
 * Invariant: bounded whatever the records say.
 */
import { type BoundedTally, type Counter, createBoundedTally } from '../base/bounded-tally.ts'
import type { EventView } from '../event/event.ts'
import { ticksOf } from '../event/filetime.ts'
import { createTextMemo } from '../event/text-memo.ts'
import { compareTimes, type TimeHalves } from './record-time.ts'
import { MAX_HOSTS, MAX_NAME_UNITS, MAX_PAIRS, type PartTally, pairKey } from './stats.ts'

export interface RecordTally {
  /** Counts the record to its host and remembers it as the current one. */
  countHost(event: EventView): void
  /** Counts hits to the host of the current record. */
  countHits(rules: readonly number[]): void
  countUnwatched(event: EventView): void
  countOutOfRange(records: number): void
  /** What was counted elsewhere: of a host, by rule (without hosts), records that no rule looks at. */
  addHost(computer: string, records: number, hits: number): void
  addHits(rule: number, records: number): void
  addUnwatched(channel: string, eventId: string, records: number): void
  noteTime(time: Readonly<TimeHalves>): void
  finish(): PartTally
}

/** Counters looked up before, by channel and event id, or by computer; emptied when full. */
const MAX_KNOWN = 4096

export function createRecordTally(ruleCount: number): RecordTally {
  const hosts = createBoundedTally(MAX_HOSTS)
  const pairs = createBoundedTally(MAX_PAIRS)
  const findHost = createHostFinder(hosts)
  const findPair = createPairFinder(pairs)
  const oldest: TimeHalves = { low: 0, high: 0 }
  const newest: TimeHalves = { low: 0, high: 0 }
  const hitsByRule = new Map<number, number>()
  let hasTime = false
  let outOfRange = 0
  let host: Counter = { records: 0, hits: 0 }
  const addHits = (rule: number, records: number): void => {
    if (rule >= ruleCount) throw new RangeError(`rule ${rule} of ${ruleCount}`)
    hitsByRule.set(rule, (hitsByRule.get(rule) ?? 0) + records)
  }
  return {
    countHost(event) {
      host = findHost(event)
      host.records++
    },
    countHits(rules) {
      host.hits += rules.length
      for (const rule of rules) addHits(rule, 1)
    },
    countUnwatched(event) {
      findPair(event).records++
    },
    countOutOfRange(records) {
      outOfRange += records
    },
    addHost(computer, records, hits) {
      const counter = hosts.counter(computer.slice(0, MAX_NAME_UNITS))
      counter.records += records
      counter.hits += hits
    },
    addHits,
    addUnwatched(channel, eventId, records) {
      pairs.counter(keyOfPair(channel, eventId)).records += records
    },
    noteTime(time) {
      if (!hasTime || compareTimes(time, oldest) < 0) copyTime(oldest, time)
      if (!hasTime || compareTimes(time, newest) > 0) copyTime(newest, time)
      hasTime = true
    },
    finish: () => ({
      hosts: hosts.entries(),
      unwatched: pairs.entries(),
      outOfRange,
      oldest: hasTime ? ticksOf(oldest.low, oldest.high) : undefined,
      newest: hasTime ? ticksOf(newest.low, newest.high) : undefined,
      hitsByRule: [...hitsByRule].sort(([a], [b]) => a - b),
    }),
  }
}

type FindCounter = (event: EventView) => Counter

function createHostFinder(hosts: BoundedTally): FindCounter {
  const memo = createTextMemo()
  let lastName: string | undefined
  let lastCounter: Counter | undefined
  let generation = hosts.generation
  return (event) => {
    const name = memo.read(event, event.shape.computer) ?? ''
    if (lastCounter !== undefined && name === lastName && generation === hosts.generation) return lastCounter
    lastCounter = hosts.counter(name.slice(0, MAX_NAME_UNITS))
    lastName = name
    generation = hosts.generation
    return lastCounter
  }
}

function createPairFinder(pairs: BoundedTally): FindCounter {
  const channels = createTextMemo()
  const eventIds = createTextMemo()
  const known = new Map<string, Map<string, Counter>>()
  let size = 0
  let generation = pairs.generation
  // Records of one kind follow each other.
  let lastChannel = ''
  let lastEventId = ''
  let lastCounter: Counter | undefined
  const remember = (channel: string, eventId: string, counter: Counter): Counter => {
    lastChannel = channel
    lastEventId = eventId
    lastCounter = counter
    return counter
  }
  return (event) => {
    const channel = channels.read(event, event.shape.channel) ?? ''
    const eventId = eventIds.read(event, event.shape.eventId) ?? ''
    if (generation !== pairs.generation || size >= MAX_KNOWN) {
      known.clear()
      size = 0
      lastCounter = undefined
    }
    if (lastCounter !== undefined && eventId === lastEventId && channel === lastChannel) return lastCounter
    const found = known.get(channel)?.get(eventId)
    if (found !== undefined) return remember(channel, eventId, found)
    const counter = pairs.counter(keyOfPair(channel, eventId))
    // Looking a counter up may have made those known before stale.
    if (generation !== pairs.generation) known.clear()
    generation = pairs.generation
    const into = known.get(channel) ?? new Map<string, Counter>()
    known.set(channel, into.set(eventId, counter))
    size++
    return remember(channel, eventId, counter)
  }
}

function keyOfPair(channel: string, eventId: string): string {
  return pairKey(channel.slice(0, MAX_NAME_UNITS), eventId.slice(0, MAX_NAME_UNITS))
}

function copyTime(into: TimeHalves, from: Readonly<TimeHalves>): void {
  into.low = from.low
  into.high = from.high
}
