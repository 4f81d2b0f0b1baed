/** Real logs and real rules: the same hits and the same account over any number of threads, digests included. */
import { describe, expect, it } from 'vitest'
import { prepareRules } from '../../src/engine/prepare-rules.ts'
import { findSources } from '../../src/input/walk.ts'
import { createBuiltinMapping } from '../../src/mapping/resolve.ts'
import { loadRuleSet } from '../../src/scan/rule-set.ts'
import type { FoundHit } from '../../src/scan/scan.ts'
import { importBuiltScan } from '../scan/built.ts'
import { hasShared, sharedPath } from '../support/shared.ts'

describe.skipIf(!hasShared)('scan of real logs', () => {
  it('does not depend on threads', async () => {
    const { scan } = await importBuiltScan()
    const { sources } = findSources(
      ['attack-samples', 'damaged-and-odd'].map((name) => sharedPath('data/evtx', name)),
    )
    const { documents } = loadRuleSet([sharedPath('data/sigma/rules/windows')], 'builtin')
    const rules = prepareRules(documents, createBuiltinMapping()).runnable
    const run = async (threads: number): Promise<unknown> => {
      const found: FoundHit[] = []
      const options = {
        sources,
        rules,
        mapping: { type: 'builtin' },
        threads,
        hash: true,
        inlineBelowBytes: 0,
      } as const
      const { threads: used, ...result } = await scan(options, { onHits: (hits) => void found.push(...hits) })
      expect(used).toBe(threads)
      expect(result.complete).toBe(true)
      return { result, hits: found.map((hit) => JSON.stringify(hit)) }
    }
    const one = await run(1)
    expect(await run(2)).toEqual(one)
    expect(await run(3)).toEqual(one)
  })
})
