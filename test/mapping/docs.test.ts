import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { CATEGORIES, ETW_ONLY_CATEGORIES } from '../../src/mapping/data/categories.ts'
import { SERVICES } from '../../src/mapping/data/services.ts'
import { readThorMapping } from '../../src/mapping/thor.ts'
import { logsource, targetsOf } from './support.ts'

const text = readFileSync(new URL('../../docs/mapping.md', import.meta.url), 'utf8')
const section = (title: string): string => text.split(/^## /m).find((part) => part.startsWith(title))!
const namesIn = (part: string): string[] =>
  [...part.matchAll(/`([a-z][a-z0-9_-]+)`/g)].map((match) => match[1]!).toSorted()

it('docs/mapping.md lists all categories and services, and no others', () => {
  const categories = CATEGORIES.flatMap(({ name, aliases = [] }) => [name, ...aliases])
  expect(namesIn(section('Categories'))).toEqual([...categories, ...ETW_ONLY_CATEGORIES].toSorted())
  const services = SERVICES.flatMap(({ name, aliases = [] }) => [name, ...aliases])
  expect(namesIn(section('Services').replace(/`src[^`]*`/, ''))).toEqual(services.toSorted())
})

it('docs/mapping.md gives an example that works', () => {
  const example = section('Another mapping').match(/```yaml\n([\s\S]*?)```/)![1]!
  const { mapping, diagnostics } = readThorMapping(example, 'example.yml')
  expect(diagnostics).toEqual([])
  expect(targetsOf(mapping!, logsource('process_creation'))).toMatchObject([
    { id: 'process_creation_security', channels: [{ key: 'security' }], eventIds: [4688] },
  ])
})
