/**
 * Hits in the order of reports: by time of the last evidence, then correlation, then group. In: hits in the order of
 * evaluation. Out: batches in order. Invariant: memory is bounded, however many hits there are and however long.
 */
import type { CorrelationHit } from './correlation-hit.ts'
import type { CorrelationPlan } from './plan/correlation-plan.ts'
import { GROUP, GROUP_WORDS } from './point/point-record.ts'
import { createSorter } from './spill/sorter.ts'
import type { TemporaryFiles } from './spill/temporary-file.ts'
import type { Ticks } from './values/ticks.ts'

export interface HitStore {
  add(hit: CorrelationHit, time: Ticks, groupKey: Uint32Array): void
  deliver(onHits: (hits: readonly CorrelationHit[]) => void | Promise<void>): Promise<void>
  close(): void
}

/** Time, correlation, group. */
const KEY_WORDS = 2 + 1 + GROUP_WORDS
/** Text of hits that are delivered at once, characters. */
const BATCH_CHARS = 1024 * 1024

export function createHitStore(
  plans: readonly CorrelationPlan[],
  { memoryBytes, files }: { readonly memoryBytes: number; readonly files: TemporaryFiles },
): HitStore {
  const sorter = createSorter({ keyWords: KEY_WORDS, memoryBytes, files })
  return {
    add(hit, time, groupKey) {
      sorter.key[0] = time.high
      sorter.key[1] = time.low
      sorter.key[2] = plans[hit.plan]!.order
      for (let i = 0; i < GROUP_WORDS; i++) sorter.key[3 + i] = groupKey[GROUP + i]!
      // JSON escapes lone surrogates, so UTF-8 loses nothing.
      const bytes = Buffer.from(JSON.stringify(hit), 'utf8')
      sorter.add(bytes, 0, bytes.length)
    },
    async deliver(onHits) {
      const cursor = sorter.finish().openCursor()
      let batch: CorrelationHit[] = []
      let chars = 0
      for (; !cursor.isAtEnd; cursor.next()) {
        const { bytes, payloadAt, payloadBytes } = cursor
        batch.push(JSON.parse(bytes.toString('utf8', payloadAt, payloadAt + payloadBytes)) as CorrelationHit)
        chars += payloadBytes
        if (chars < BATCH_CHARS) continue
        await onHits(batch)
        batch = []
        chars = 0
      }
      if (batch.length > 0) await onHits(batch)
    },
    close: sorter.reset,
  }
}
