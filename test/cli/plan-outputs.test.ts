import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { planOutputs } from '../../src/cli/plan-outputs.ts'
import { findSources } from '../../src/input/walk.ts'
import { makeFolder } from './run-program.ts'

type Flags = Parameters<typeof planOutputs>[0]

const dir = makeFolder({ 'rule.yml': 'title: t', 'thor.yml': '', 'other.csv': '' })
const log = join(dir, 'logs', 'a.evtx')
mkdirSync(join(dir, 'logs'))
writeFileSync(log, 'a log')

function plan(flags: Partial<Flags>) {
  const given = {
    outputs: [],
    format: undefined,
    manifestFile: undefined,
    profileFile: undefined,
    rulePaths: [],
    mappingFile: undefined,
  }
  return planOutputs({ ...given, ...flags }, findSources([join(dir, 'logs')]).sources)
}

const at = (...names: string[]): string => join(dir, ...names)

describe('planned outputs', () => {
  it('keep their order, the manifest last', () => {
    const wanted = plan({
      outputs: [at('b.csv'), '-', at('a.json')],
      format: 'jsonl',
      manifestFile: at('m.json'),
    })
    expect(wanted).toMatchObject([
      { path: at('b.csv'), takesHits: true, hasManifest: false },
      { path: '-', takesHits: true, hasManifest: false },
      { path: at('a.json'), takesHits: true, hasManifest: true },
      { path: at('m.json'), takesHits: false, hasManifest: true },
    ])
  })

  it('are standard output under its other names too', () => {
    expect(plan({ outputs: ['/dev/stdout'], format: 'csv' })).toMatchObject([{ path: '-' }])
  })

  it.each<[string, Partial<Flags>, string]>([
    ['an unknown extension', { outputs: [at('a.txt')] }, 'its extension is none of'],
    ['standard output without a format', { outputs: ['-'] }, '-o - needs --format'],
    ['one path twice', { outputs: [at('a.csv'), at('a.csv')] }, 'a.csv is given for two outputs'],
    ['two names of one path', { outputs: [at('a.csv'), `${dir}/logs/../a.csv`] }, 'are the same output'],
    ['a relative name', { outputs: [at('a.csv'), relative('.', at('a.csv'))] }, 'are the same output'],
    ['a report and the manifest', { outputs: [at('a.json')], manifestFile: at('a.json') }, 'two outputs'],
    [
      'standard output twice',
      { outputs: ['-', '/dev/fd/1'], format: 'csv' },
      'standard output is given for two',
    ],
    ['a log', { outputs: [log], format: 'csv' }, 'is a log that is to be read; it is not written over'],
    ['a log as manifest', { manifestFile: log }, 'is a log that is to be read'],
    [
      'a rule',
      { outputs: [at('rule.yml')], format: 'csv', rulePaths: [at('rule.yml')] },
      'is read for the scan',
    ],
    ['the mapping', { manifestFile: at('thor.yml'), mappingFile: at('thor.yml') }, 'is read for the scan'],
  ])('refuse %s', (_, flags, message) => {
    expect(plan(flags)).toContain(message)
  })

  it.skipIf(process.platform === 'win32')(
    'refuse links to a log, hard and symbolic (Windows needs rights for one)',
    () => {
      linkSync(log, at('hard.csv'))
      symlinkSync(log, at('soft.csv'))
      symlinkSync(at('logs'), at('folder'))
      for (const path of [at('hard.csv'), at('soft.csv'), at('folder', 'a.evtx')])
        expect(plan({ outputs: [path], format: 'csv' })).toContain('is a log that is to be read')
    },
  )

  it('may stand in a folder that is scanned, and beside what is not read', () => {
    expect(plan({ outputs: [at('logs', 'hits.csv'), at('other.csv')] })).toHaveLength(2)
  })
})
