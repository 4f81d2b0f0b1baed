/**
 * The scan's side of the kernel: which records are wanted, and what those count that the kernel turned away. In: a
 * matcher with a screen. Out: a screen, and the counts of a task. Invariant: tallies are what they would be had the
 * consumer seen every record.
 */
import type { Matcher } from '../engine/match.ts'
import type { EventView } from '../event/event.ts'
import { readUtf16 } from '../event/render-text.ts'
import type { ProgramScreen, RecordScreen } from '../event/screen.ts'
import { leafText } from '../event/values.ts'
import type { Kernel } from '../kernel/create-kernel.ts'
import {
  HEAD_COUNTS_HITS,
  HEAD_FROM,
  HEAD_HITS,
  HEAD_NEWEST,
  HEAD_OLDEST,
  HEAD_OUTSIDE,
  HEAD_TO,
  HOST_BYTES,
  HOST_KEY,
  HOSTS,
  MAX_ROUTES,
  ROUTE_BYTES,
  ROUTES,
  UNWANTED,
  WANTED,
} from '../kernel/layout.ts'
import { takeWord } from '../kernel/take-word.ts'
import type { RecordTally } from './record-tally.ts'
import { compareTimes, setHalves, type TimeHalves } from './record-time.ts'
import type { TickRange } from './time-range.ts'

export interface ScanScreen extends RecordScreen {
  /** Starts to count the records of a task; `countsHits`: nobody wants to see those that match. */
  begin(range: TickRange, countsHits: boolean): void
  /** Hits counted since the last call. */
  takeHitCount(): number
  /** Adds what was counted since. */
  addTo(tally: RecordTally): void
}

const ALL_ONES = 0xffff_ffff_ffff_ffffn

/** For one kernel and the matcher that is linked to it. */
export function createScanScreen(kernel: Kernel, matcher: Matcher, screen: ProgramScreen): ScanScreen {
  const { words } = kernel
  /** Names of hosts by their entries. */
  const hosts: (string | undefined)[] = []
  const routes = createRoutes(words, matcher)
  return {
    ...screen,
    routeOf: routes.routeOf,
    nameOf(window, offset, length, key) {
      const entry = screen.nameOf(window, offset, length, key)
      if (key === HOST_KEY && entry > 0) hosts[entry] ??= readUtf16(window.bytes, offset, length)
      return entry
    },
    begin({ from, to }, countsHits) {
      words[HEAD_COUNTS_HITS >> 2] = countsHits ? 1 : 0
      const isEmpty = to !== undefined && to < 0n
      writeTicks(words, HEAD_FROM, isEmpty ? ALL_ONES : from === undefined || from < 0n ? 0n : from)
      writeTicks(words, HEAD_TO, isEmpty ? 0n : (to ?? ALL_ONES))
      writeTicks(words, HEAD_OLDEST, ALL_ONES)
      writeTicks(words, HEAD_NEWEST, 0n)
    },
    takeHitCount: () => takeWord(words, HEAD_HITS),
    addTo(tally) {
      const oldest = readTicks(words, HEAD_OLDEST)
      const newest = readTicks(words, HEAD_NEWEST)
      if (compareTimes(oldest, newest) <= 0) {
        tally.noteTime(oldest)
        tally.noteTime(newest)
      }
      tally.countOutOfRange(takeWord(words, HEAD_OUTSIDE))
      for (let entry = 1; entry < hosts.length; entry++) {
        const records = takeWord(words, HOSTS + HOST_BYTES * entry)
        const hits = takeWord(words, HOSTS + HOST_BYTES * entry + 4)
        if (records > 0) tally.addHost(hosts[entry]!, records, hits)
      }
      for (const [rule, records] of screen.takeHits()) tally.addHits(rule, records)
      routes.addTo(tally)
    },
  }
}

interface Routes {
  routeOf(event: EventView): number
  addTo(tally: RecordTally): void
}

/** A route for each channel and event id, wanted or not. */
function createRoutes(words: Int32Array, matcher: Matcher): Routes {
  const known = new Map<string, number>()
  const unwanted: { readonly route: number; readonly channel: string; readonly eventId: string }[] = []
  return {
    routeOf(event) {
      const isWanted = matcher.wants(event)
      const { channel, eventId, leaves } = event.shape
      const names = {
        channel: leafText(event, leaves[channel]) ?? '',
        eventId: leafText(event, leaves[eventId]) ?? '',
      }
      const key = `${isWanted ? 1 : 0} ${names.eventId.length} ${names.eventId} ${names.channel}`
      const before = known.get(key)
      if (before !== undefined) return before
      const route = known.size + 1
      if (route >= MAX_ROUTES) return 0
      known.set(key, route)
      words[(ROUTES + ROUTE_BYTES * route) >> 2] = isWanted ? WANTED : UNWANTED
      if (!isWanted) unwanted.push({ route, ...names })
      return route
    },
    addTo(tally) {
      for (const { route, channel, eventId } of unwanted) {
        const records = takeWord(words, ROUTES + ROUTE_BYTES * route + 4)
        if (records > 0) tally.addUnwatched(channel, eventId, records)
      }
    },
  }
}

function writeTicks(words: Int32Array, address: number, ticks: bigint): void {
  const halves: TimeHalves = { low: 0, high: 0 }
  setHalves(halves, ticks)
  words[address >> 2] = halves.low
  words[(address >> 2) + 1] = halves.high
}

function readTicks(words: Int32Array, address: number): TimeHalves {
  return { low: words[address >> 2]! >>> 0, high: words[(address >> 2) + 1]! >>> 0 }
}
