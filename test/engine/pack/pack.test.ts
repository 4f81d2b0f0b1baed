/** A pack answers as the rules that were packed; what is damaged or made up is refused. */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createInterpreter } from '../../../src/engine/interpret.ts'
import type { RunnableRule } from '../../../src/engine/match.ts'
import { Section } from '../../../src/engine/pack/packed-head.ts'
import { readPack } from '../../../src/engine/pack/read-pack.ts'
import { readSections, writeSections } from '../../../src/engine/pack/sections.ts'
import { writePack } from '../../../src/engine/pack/write-pack.ts'
import { prepareRules } from '../../../src/engine/prepare-rules.ts'
import { createLoweredProgram } from '../../../src/engine/program/create-program.ts'
import type { Mapping } from '../../../src/mapping/mapping.ts'
import { createBuiltinMapping } from '../../../src/mapping/resolve.ts'
import { parseSigma } from '../../../src/sigma/parse.ts'
import { arbitraryEvents } from '../../support/arbitrary-events.ts'
import { arbitraryRules } from '../../support/arbitrary-rules.ts'
import { shortReport } from '../../support/short-report.ts'

/** Each rule under a log source of its own, and the mapping that leads from there to its targets. */
function withLogSources(rules: readonly RunnableRule[]): {
  rules: readonly RunnableRule[]
  mapping: Mapping
} {
  const placed = rules.map(({ rule, targets }, i) => ({
    rule: { ...rule, logsource: { ...rule.logsource, category: `category${i}` } },
    targets,
  }))
  const resolve: Mapping['resolve'] = ({ category }) => {
    const found = placed.find(({ rule }) => rule.logsource.category === category)
    return found === undefined
      ? { type: 'not-applicable', reason: 'unknown' }
      : { type: 'targets', targets: found.targets }
  }
  return { rules: placed, mapping: { name: 'test', resolve } }
}

const RULES = `
title: Log cleared
id: 11111111-1111-4111-8111-111111111111
logsource: {product: windows, service: security}
detection:
  a: {EventID: [1102, 517], SubjectUserName|contains: ['ad\\*min', 'ü']}
  b: {Other|re: 'x{20,}y', SubjectUserName|fieldref: TargetUserName}
  c: {Missing: null}
  condition: a or (b and not c)
---
title: Process
id: 22222222-2222-4222-8222-222222222222
logsource: {product: windows, category: process_creation}
detection:
  a: {Image|endswith: '\\cmd.exe', ParentUser|windash|contains: ' -a', IpAddress|cidr: 10.0.0.0/8}
  condition: a
`

function packOf(text: string): { readonly bytes: Uint8Array; readonly rules: readonly RunnableRule[] } {
  const { runnable } = prepareRules(parseSigma(text, 'rules.yml').documents, createBuiltinMapping())
  return { bytes: writePack(runnable, { note: 'ü' }), rules: runnable }
}

/** The sections with one changed, under a right digest. */
function changed(bytes: Uint8Array, section: number, change: (copy: Uint8Array) => Uint8Array): Uint8Array {
  const sections = [...readSections(bytes)!]
  sections[section] = change(new Uint8Array(sections[section]!))
  return writeSections(sections)
}

function setWord(place: number, value: number): (copy: Uint8Array) => Uint8Array {
  return (copy) => {
    new Int32Array(copy.buffer, copy.byteOffset)[place] = value
    return copy
  }
}

describe('pack', () => {
  it('answers as the reference does, for any rules and events', () => {
    fc.assert(
      fc.property(
        arbitraryRules,
        fc.array(arbitraryEvents, { minLength: 1, maxLength: 3 }),
        (made, groups) => {
          const { rules, mapping } = withLogSources(made)
          const program = createLoweredProgram(readPack(writePack(rules, undefined), () => mapping)!)
          const reference = createInterpreter(rules)
          for (const event of groups.flat())
            expect([...program.matchEvent(event)]).toEqual([...reference.matchEvent(event)])
        },
      ),
      { numRuns: 300, reporter: shortReport },
    )
  })

  it('gives back rules, targets and what was put beside them', () => {
    const { bytes, rules } = packOf(RULES)
    const mapping = createBuiltinMapping()
    const pack = readPack(bytes, () => mapping)!
    expect(pack.extra).toEqual({ note: 'ü' })
    expect(pack.rules.map(({ rule }) => rule)).toEqual(
      JSON.parse(JSON.stringify(rules.map(({ rule }) => rule))),
    )
    expect(pack.rules.map(({ targets }) => targets.map(({ id }) => id))).toEqual(
      rules.map(({ targets }) => targets.map(({ id }) => id)),
    )
  })

  it('does not ask for the mapping before it is needed', () => {
    const pack = readPack(packOf(RULES).bytes, () => {
      throw new Error('asked')
    })!
    expect(() => createLoweredProgram(pack)).not.toThrow()
    expect(() => pack.rules[0]!.targets).toThrow('asked')
  })

  it('says that it does not fit another mapping', () => {
    const other: Mapping = { name: 'other', resolve: () => ({ type: 'not-applicable', reason: '' }) }
    const pack = readPack(packOf(RULES).bytes, () => other)!
    expect(() => pack.rules[0]!.targets).toThrow('does not fit the mapping other')
  })

  it('is refused when it is cut or any byte is changed', () => {
    const { bytes } = packOf(RULES)
    const load = (damaged: Uint8Array): unknown => readPack(damaged, createBuiltinMapping)
    for (const length of [0, 1, 15, 60, bytes.length - 8, bytes.length - 1])
      expect(load(bytes.slice(0, length))).toBeUndefined()
    for (let at = 0; at < bytes.length; at += 7) {
      const copy = bytes.slice()
      copy[at]! ^= 0x40
      expect(load(copy)).toBeUndefined()
    }
    expect(load(bytes)).toBeDefined()
  })

  it('is refused when its bytes do not start where numbers can', () => {
    const { bytes } = packOf(RULES)
    const shifted = new Uint8Array(bytes.length + 4)
    shifted.set(bytes, 4)
    expect(readPack(shifted.subarray(4), createBuiltinMapping)).toBeUndefined()
  })

  const BIG = 0x7fffffff
  it.each<[string, number, (copy: Uint8Array) => Uint8Array]>([
    ['a rule behind the texts', Section.RuleStarts, setWord(1, BIG)],
    ['rules that run backwards', Section.RuleStarts, setWord(1, -1)],
    ['one rule start too few', Section.RuleStarts, (copy) => copy.subarray(4)],
    ['a log source that is missing', Section.RuleLogsources, setWord(0, 99)],
    ['a target of no rule', Section.Targets, setWord(0, 2)],
    ['a target with a list that is missing', Section.Targets, setWord(1, 99)],
    ['a tree in the middle of another', Section.Targets, setWord(3, 1)],
    ['half a target', Section.Targets, (copy) => copy.subarray(4)],
    ['a tree over an atom that is missing', Section.Code, setWord(1, BIG & ~3)],
    ['a tree with more children than there are', Section.Code, setWord(0, (1000 << 2) | 2)],
    ['code behind the last tree', Section.Code, (copy) => Buffer.concat([copy, Buffer.alloc(4)])],
    ['endless negation', Section.Code, (copy) => copy.map((_, i) => (i % 4 === 0 ? 1 : 0))],
    ['an atom of no field', Section.Atoms, setWord(0, 99)],
    ['an atom of no kind', Section.Atoms, setWord(1, 4)],
    ['one atom too few', Section.Atoms, (copy) => copy.subarray(12)],
    ['a test behind the texts', Section.TestStarts, setWord(2, BIG)],
    ['a probe too few', Section.ProbeKinds, (copy) => copy.subarray(1)],
    ['a body behind the pool', Section.BodyStarts, setWord(0, BIG)],
    ['a body of negative length', Section.BodyLengths, setWord(0, -1)],
    ['a gram behind its body', Section.GramEnds, setWord(0, BIG)],
  ])('is refused with %s', (_, section, change) => {
    const { bytes } = packOf(RULES)
    expect(
      readPack(
        changed(bytes, section, (copy) => copy),
        createBuiltinMapping,
      ),
    ).toBeDefined()
    expect(readPack(changed(bytes, section, change), createBuiltinMapping)).toBeUndefined()
  })

  it('is refused when it was made by another version, or has too many sections', () => {
    const { bytes } = packOf(RULES)
    const resign = (copy: Uint8Array): Uint8Array => {
      copy.set(createHash('sha256').update(copy.subarray(48)).digest(), 16)
      return copy
    }
    expect(readPack(resign(bytes.slice()), createBuiltinMapping)).toBeDefined()
    for (const at of [48, 52]) {
      const copy = bytes.slice()
      copy[at] = 65
      expect(readPack(resign(copy), createBuiltinMapping)).toBeUndefined()
    }
  })
})
