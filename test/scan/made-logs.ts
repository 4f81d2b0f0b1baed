/** Logs with known records, an engine with known answers, and units over them. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EventView } from '../../src/event/event.ts'
import { leafText } from '../../src/event/values.ts'
import { createDecoder } from '../../src/evtx/decode.ts'
import { encodeLog, type LogEvent } from '../../src/evtx/encode.ts'
import { findSources, type Source } from '../../src/input/walk.ts'
import type { Engine, StageLoader } from '../../src/scan/stages.ts'
import { makeTree } from '../input/temp-tree.ts'
import { systemPart } from '../support/log-events.ts'

export interface MadeRecord {
  readonly eventId?: number
  readonly time?: string
  readonly channel?: string
  readonly computer?: string
  /** Makes the record longer, characters. */
  readonly padding?: number
}

export function makeLog(records: readonly MadeRecord[]): Uint8Array {
  return encodeLog(
    records.map(({ padding = 0, ...system }): LogEvent => {
      const data = [['Padding', 'x'.repeat(padding)]] as const
      return { system: systemPart(system), eventData: { data } }
    }),
  )
}

/** About `chunks` chunks of records; event ids 1 to 7, a minute apart, computers in turn. */
export function manyRecords(chunks: number, seed = 0): MadeRecord[] {
  return Array.from({ length: chunks * 15 }, (_, i) => ({
    eventId: 1 + ((i * 5 + seed) % 7),
    time: new Date(Date.UTC(2026, 0, 1, 0, i + seed)).toISOString(),
    computer: `host${(i + seed) % 3}`,
    padding: 2000,
  }))
}

/** Sources of a folder with these logs. */
export function makeSources(logs: Readonly<Record<string, Uint8Array | string>>): readonly Source[] {
  const root = makeTree()
  for (const [name, bytes] of Object.entries(logs)) writeFileSync(join(root, name), bytes)
  return findSources([root]).sources
}

/** Rule 0: event ids 1 and 2. Rule 1: host1. Rule 2: event id 2 again. Nobody wants event ids 6 and 7. */
export const RULE_COUNT = 3

export function createKnownEngine(): Engine {
  const text = (event: EventView, index: number): string => leafText(event, event.shape.leaves[index]) ?? ''
  const eventId = (event: EventView): number => Number(text(event, event.shape.eventId))
  const found: number[] = []
  return {
    ruleCount: RULE_COUNT,
    matcher: {
      wants: (event) => eventId(event) < 6,
      matchEvent: (event) => {
        found.length = 0
        if (eventId(event) <= 2) found.push(0)
        if (text(event, event.shape.computer) === 'host1') found.push(1)
        if (eventId(event) === 2) found.push(2)
        return found
      },
    },
    explain: (rule, event) => [
      { identifier: `rule${rule}`, field: 'EventID', value: text(event, event.shape.eventId), pattern: '*' },
    ],
  }
}

export function createKnownLoader(details = true): StageLoader {
  return {
    details,
    isTimed: false,
    loadDecoder: async () => createDecoder(),
    loadEngine: async () => createKnownEngine(),
  }
}
