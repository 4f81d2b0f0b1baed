import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { createAccount } from '../../src/scan/account.ts'
import type { FoundHit } from '../../src/scan/found-hit.ts'
import { planTasks } from '../../src/scan/plan.ts'
import { createReceiver } from '../../src/scan/receive.ts'
import { createTaskRunner } from '../../src/scan/run-task.ts'
import type { ScanTask } from '../../src/scan/task.ts'
import { createKnownLoader, makeLog, makeSources, manyRecords, RULE_COUNT } from './made-logs.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Takes in the whole task in parts of a chunk; `onHits` is given the hits of each. */
async function receiveParts(onHits: (hits: readonly FoundHit[]) => void): Promise<number> {
  const sources = makeSources({ 'a.evtx': makeLog(manyRecords(40)) })
  const units = planTasks(sources, { threads: 1, hash: 'none' }).flat()
  const runner = createTaskRunner(createKnownLoader(), 1)
  const account = createAccount(sources, RULE_COUNT)
  const receive = createReceiver({
    account,
    run: async (task) => [await runner.run(task)],
    isEnded: () => false,
    onPoints: undefined,
    onHits,
  })
  const task: ScanTask = { kind: 'scan', units, range: {} }
  await receive([await runner.run(task)])
  runner.close()
  return account.hits
}

describe('results that stopped early', () => {
  it('are taken in with all their rests, in order', async () => {
    const records: number[] = []
    let parts = 0
    const hits = await receiveParts((found) => {
      parts++
      records.push(...found.map(({ hit }) => hit.snapshot.offsetBytes))
    })
    expect(parts).toBeGreaterThan(20)
    expect(records).toHaveLength(hits)
    expect(records).toEqual([...records].sort((a, b) => a - b))
  })

  it('are let go before their rests end', async () => {
    const given: WeakRef<FoundHit>[] = []
    let heldAtMost = 0
    await receiveParts((found) => {
      given.push(new WeakRef(found[0]!))
      collectGarbage()
      heldAtMost = Math.max(heldAtMost, given.filter((hit) => hit.deref() !== undefined).length)
    })
    expect(given.length).toBeGreaterThan(20)
    // This one, and one that a frame may still name.
    expect(heldAtMost).toBeLessThanOrEqual(2)
  })
})
