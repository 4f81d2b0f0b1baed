import { expect, it } from 'vitest'
import { intersectChannels } from '../../src/mapping/intersect-channels.ts'

const keys = (names: string | undefined): { key: string; isPrefix: boolean }[] | undefined =>
  names
    ?.split(' ')
    .filter(Boolean)
    .map((name) => ({ key: name.replace('*', ''), isPrefix: name.endsWith('*') }))

it.each([
  ['a b', 'b c', 'b'],
  ['a', 'b', ''],
  ['ab*', 'abc b', 'abc'],
  ['abc', 'ab*', 'abc'],
  ['ab*', 'abc*', 'abc*'],
  ['abc*', 'ab*', 'abc*'],
  ['abc', 'abc*', 'abc'],
  ['ab', 'abc*', ''],
  [undefined, 'a b', 'a b'],
  ['a b', undefined, 'a b'],
  [undefined, undefined, undefined],
])('%s and %s have in common %s', (a, b, common) => {
  expect(intersectChannels(keys(a), keys(b))).toEqual(keys(common))
})
