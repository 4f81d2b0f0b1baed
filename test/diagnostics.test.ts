/** docs/diagnostics.md has a row for each code, with the code's own words. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { DIAGNOSTICS } from '../src/base/diagnostic.ts'

it('documents every code', () => {
  const text = readFileSync(new URL('../docs/diagnostics.md', import.meta.url), 'utf8')
  const rows = [...text.matchAll(/^\| `([a-z-]+)` \| (.+) \|$/gm)].map((match) => [match[1], match[2]])
  expect(rows).toEqual(Object.entries(DIAGNOSTICS))
})
