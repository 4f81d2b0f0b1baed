/** goshawk's own rules find every planted record, and nothing else. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { generateLogs } from '../../bench/generate/generate-logs.mjs'
import { encoder } from './encoder.ts'
import { createFinder } from './found-records.ts'
import { withFolder } from './temp-folder.ts'

const rules = fileURLToPath(new URL('../../rules', import.meta.url))

describe('planted records', () => {
  const find = createFinder([rules])

  it.each([0, 0.03])('are all that is found, with a share of %d', (hits) => {
    withFolder((folder) => {
      const { logs } = generateLogs(folder, { bytes: 6_000_000, seed: 3, hosts: 2, hits }, encoder)
      for (const { name, planted } of logs) {
        const found = find(readFileSync(join(folder, name)))
        expect([...found.keys()], `${name}: ${[...new Set([...found.values()].flat())].join(', ')}`).toEqual(
          planted,
        )
        if (hits > 0 && !name.includes('Forwarded')) expect(planted.length).toBeGreaterThan(0)
      }
    })
  })
})
