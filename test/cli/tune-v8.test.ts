/** V8's flags are set without a word on standard error, in the one version of Node that they are known for. */
import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { tuneV8 } from '../../src/cli/tune-v8.ts'

it('changes nothing but speed, and says nothing', () => {
  // V8 names flags that it does not know on the standard error of the process, not as an exception.
  const done = spawnSync(process.execPath, ['-e', `${tuneV8Source()}; console.log(6 * 7)`], {
    encoding: 'utf8',
  })
  expect([done.stdout, done.stderr, done.status]).toEqual(['42\n', '', 0])
})

/** The flags as a script of their own: what `tuneV8` sets is caught, since this process shall stay as it is. */
function tuneV8Source(): string {
  const set: string[] = []
  tuneV8((flag) => void set.push(flag))
  expect(set.length > 0).toBe(process.versions.node.startsWith('20.'))
  return set.map((flag) => `require('node:v8').setFlagsFromString(${JSON.stringify(flag)})`).join(';')
}

it('leaves versions alone that it does not know', () => {
  const set: string[] = []
  for (const version of ['21.7.3', '22.15.0', '24.1.0', '25.0.0'])
    tuneV8((flag) => void set.push(flag), version)
  tuneV8((flag) => void set.push(flag), '126.1.0')
  expect(set).toEqual([])
})
