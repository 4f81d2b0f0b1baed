import { describe, expect, it } from 'vitest'
import type { Bucket } from '../../../src/engine/program/dispatch/bucket.ts'
import { choose } from '../../../src/engine/program/dispatch/bucket-watch.ts'
import { createBucket } from '../../../src/engine/program/dispatch/dispatch.ts'
import { lowerRules } from '../../../src/engine/program/dispatch/lowered-target.ts'
import { limitsOf } from '../../../src/engine/program/options.ts'
import { createLane, type Lane } from '../../../src/engine/program/run/lane.ts'
import type { LeafIndex } from '../../../src/engine/program/run/leaf-index.ts'
import { createRuntime, type Runtime } from '../../../src/engine/program/run/runtime.ts'
import {
  beginTrial,
  enterTrial,
  mayBeTried,
  noteBounded,
  notePass,
} from '../../../src/engine/program/run/trial.ts'

const index: LeafIndex = new Map() as unknown as LeafIndex

function tryBucket(runtime: Runtime): Bucket {
  const bucket = createBucket(runtime.dispatch, [])
  choose(bucket.watch, {
    keys: new Int32Array(0),
    bounded: [],
    bounds: [],
    evaluated: [],
    asked: undefined,
    buckets: new Map(),
  })
  beginTrial(runtime, bucket)
  return bucket
}

const makeRuntime = (): Runtime => createRuntime(lowerRules([]), 0, limitsOf({ seed: 1 }))

function enter(runtime: Runtime, bucket: Bucket): Lane {
  const lane = createLane(index, bucket)
  enterTrial(runtime, lane)
  return lane
}

const isKept = ({ watch }: Bucket): boolean => watch.choice !== undefined

describe('a gate on trial', () => {
  it('is given up when many shapes come with few records each', () => {
    const runtime = makeRuntime()
    const bucket = tryBucket(runtime)
    for (let i = 0; i < 6; i++) enter(runtime, bucket)
    expect(isKept(bucket)).toBe(true)
    enter(runtime, bucket)
    expect(isKept(bucket)).toBe(false)
  })

  it('is kept when each shape has many', () => {
    const runtime = makeRuntime()
    const bucket = tryBucket(runtime)
    for (let i = 0; i < 20; i++) enter(runtime, bucket).gate.turnedAway += 200
    expect(isKept(bucket)).toBe(true)
  })

  it('is given up when it lets many records through, unless it turns many more away', () => {
    for (const turnedAway of [0, 100]) {
      const runtime = makeRuntime()
      const bucket = tryBucket(runtime)
      const lane = enter(runtime, bucket)
      for (let i = 0; i < 100; i++) {
        lane.gate.turnedAway += turnedAway
        notePass(runtime, lane)
      }
      expect(isKept(bucket)).toBe(turnedAway > 0)
    }
  })

  it('is given up when many rules have to be asked one by one', () => {
    const runtime = makeRuntime()
    const bucket = tryBucket(runtime)
    for (let i = 0; i < 50; i++) noteBounded(runtime, bucket)
    enter(runtime, bucket)
    expect(isKept(bucket)).toBe(false)
  })

  it('is safe once it has proved good', () => {
    const runtime = makeRuntime()
    const bucket = tryBucket(runtime)
    const lane = enter(runtime, bucket)
    lane.gate.turnedAway += 50_000
    for (let i = 0; i < 5000; i++) notePass(runtime, lane)
    expect(isKept(bucket)).toBe(true)
  })

  it('is the last after three that failed', () => {
    const runtime = makeRuntime()
    for (let failed = 0; failed < 3; failed++) {
      expect(mayBeTried(runtime)).toBe(true)
      const bucket = tryBucket(runtime)
      for (let i = 0; i < 7; i++) enter(runtime, bucket)
    }
    expect(mayBeTried(runtime)).toBe(false)
  })
})
