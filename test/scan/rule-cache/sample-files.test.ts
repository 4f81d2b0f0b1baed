/** What scans learnt, as files: what comes back is what was kept, and nothing else is taken for it. */
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BucketSample, BucketSamples } from '../../../src/engine/bucket-sample.ts'
import { loadSamples, sampleFile, saveSamples } from '../../../src/scan/rule-cache/sample-files.ts'
import { openSamples } from '../../../src/scan/samples.ts'

let folder = ''
let path = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'goshawk-samples-'))
  path = sampleFile(folder, 'ab')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const sample = (sampled: number): BucketSample => ({
  sampled,
  counts: new Map([
    [7, 1],
    [12, sampled],
  ]),
  freshFields: new Set([3]),
})
const NOTHING: BucketSamples = new Map()

describe('samples', () => {
  it('come back as they were kept', () => {
    saveSamples(path, NOTHING, new Map([['security\n\n9377', sample(256)]]))
    expect(loadSamples(path)).toEqual(new Map([['security\n\n9377', sample(256)]]))
    expect(readdirSync(folder)).toEqual(['ab.samples'])
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('are added to, replaced and dropped', () => {
    const known = new Map([
      ['kept', sample(1)],
      ['replaced', sample(2)],
      ['dropped', sample(3)],
    ])
    saveSamples(
      path,
      known,
      new Map([
        ['replaced', sample(4)],
        ['dropped', undefined],
        ['new', sample(5)],
      ]),
    )
    const expected = new Map([
      ['kept', sample(1)],
      ['replaced', sample(4)],
      ['new', sample(5)],
    ])
    expect(loadSamples(path)).toEqual(expected)
  })

  it.each<[string, string]>([
    ['nothing', ''],
    ['no JSON', '[1,[['],
    ['no list', '{"1":[]}'],
    ['another format', '[2,[]]'],
    ['a sample that is no list', '[1,["x"]]'],
    ['a name that is no text', '[1,[[1,1,[],[]]]]'],
    ['no records', '[1,[["x",0,[],[]]]]'],
    ['half a record', '[1,[["x",1.5,[],[]]]]'],
    ['records below none', '[1,[["x",1,[[1,-1]],[]]]]'],
    ['records of an unsafe number', '[1,[["x",1,[[1,1e300]],[]]]]'],
    ['a count of three numbers', '[1,[["x",1,[[1,1,1]],[]]]]'],
    ['fields that are no numbers', '[1,[["x",1,[],["y"]]]]'],
    ['more than that', '[1,[["x",1,[],[],1]]]'],
    ['a prototype', '{"__proto__":[1,[]]}'],
  ])('are none when the file holds %s', (_, text) => {
    writeFileSync(path, text)
    expect(loadSamples(path)).toEqual(NOTHING)
  })

  it('are none without a file, and where a folder stands in its place', () => {
    expect(loadSamples(path)).toEqual(NOTHING)
    expect(loadSamples(folder)).toEqual(NOTHING)
  })

  it('are not kept where nothing can be written', () => {
    const blocked = join(folder, 'file')
    writeFileSync(blocked, '')
    saveSamples(sampleFile(blocked, 'ab'), NOTHING, new Map([['x', sample(1)]]))
    expect(readdirSync(folder)).toEqual(['file'])
    expect(loadSamples(sampleFile(blocked, 'ab'))).toEqual(NOTHING)
  })

  it('are written only when something was learnt', () => {
    const first = openSamples(path)
    first.save()
    expect(readdirSync(folder)).toEqual([])
    first.note(new Map([['x', sample(1)]]))
    first.note(new Map([['y', sample(2)]]))
    first.save()
    expect([...openSamples(path).known.keys()]).toEqual(['x', 'y'])
    const second = openSamples(path)
    second.note(new Map([['x', undefined]]))
    second.save()
    expect([...openSamples(path).known.keys()]).toEqual(['y'])
  })

  it('are kept nowhere without a file', () => {
    const samples = openSamples(undefined)
    samples.note(new Map([['x', sample(1)]]))
    samples.save()
    expect(samples.known).toEqual(NOTHING)
  })
})
