/** SigmaHQ's rules find every record planted in generated logs, and nothing else: the logs are as sparse as asked for. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { generateLogs } from '../../bench/generate/generate-logs.mjs'
import { encoder } from '../bench/encoder.ts'
import { createFinder } from '../bench/found-records.ts'
import { withFolder } from '../bench/temp-folder.ts'
import { hasShared, sharedPath } from '../support/shared.ts'
import { RULE_FOLDERS } from '../support/truth-hits.ts'

describe.skipIf(!hasShared)('generated logs', () => {
  it('have no hits but the planted ones', () => {
    const find = createFinder(RULE_FOLDERS.map((folder) => sharedPath('data/sigma', folder)))
    withFolder((folder) => {
      const { logs } = generateLogs(folder, { bytes: 16_000_000, seed: 5, hosts: 3, hits: 0.01 }, encoder)
      let planted = 0
      for (const log of logs) {
        const found = find(readFileSync(join(folder, log.name)))
        const expected = new Set(log.planted)
        const others = [...found].filter(([id]) => !expected.has(id)).map(([, titles]) => titles)
        expect(others.flat(), log.name).toEqual([])
        expect(
          log.planted.filter((id: number) => !found.has(id)),
          log.name,
        ).toEqual([])
        planted += log.planted.length
      }
      expect(planted).toBeGreaterThan(100)
    })
  })
})
