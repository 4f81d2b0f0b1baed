/** Policies about the package: exact versions, each dependency justified, engines that fit ours, one version number. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { VERSION } from '../src/base/version.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8')
const manifest = JSON.parse(read('package.json'))
const dependencies: Record<string, string> = { ...manifest.dependencies, ...manifest.devDependencies }

describe('package', () => {
  it('has one version', () => {
    expect(VERSION).toBe(manifest.version)
    expect(read('CHANGELOG.md')).toContain(`## ${manifest.version}`)
  })

  it.each(Object.entries(dependencies))('pins and justifies %s %s', (name, version) => {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/)
    expect(read('docs/dependencies.md')).toContain(`\`${name}\``)
  })

  it.each(Object.keys(dependencies))('%s runs on the Node that we promise', (name) => {
    const engines = JSON.parse(read(`node_modules/${name}/package.json`)).engines?.node ?? '*'
    // The first number of some alternative is at most 20: `>=20.x`, `^20.19.0 || >=22`, `>= 14.6`, `*`.
    const lowest = Math.min(
      ...engines.split('||').map((range: string) => Number(/\d+/.exec(range)?.[0] ?? 0)),
    )
    expect(lowest).toBeLessThanOrEqual(20)
  })

  it('records no address of a registry', () => {
    expect(read('package-lock.json')).not.toMatch(
      /https?:\/\/(?!opencollective|github|www\.patreon|paulmillr|tidelift|feross|ko-fi)[^"]*\.tgz/,
    )
  })

  it('has a licence', () => {
    expect(existsSync(`${root}LICENSE`)).toBe(true)
  })
})
