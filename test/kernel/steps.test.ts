/**
 * The steps that the kernel takes with a record, each against the program without it: values that are Null, empty, missing
 * or present, elements that depend on other values, constants that do, and fields made from several values. Records of one
 * template follow each other, so that the answers for one are at hand when the next comes.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { prepareRules } from '../../src/engine/prepare-rules.ts'
import { createBuiltinMapping } from '../../src/mapping/resolve.ts'
import { parseSigma } from '../../src/sigma/parse.ts'
import type { StreamWriter, WrittenValue } from '../support/binxml-bytes.ts'
import { dataInDefinition, inDefinition, NULL, string } from '../support/decode-streams.ts'
import { logOfStreams } from '../support/log-bytes.ts'
import { shortReport } from '../support/short-report.ts'
import { createTemplate, type ValuesOfSystem } from './kernel-logs.ts'
import { createTwins } from './twin-scans.ts'

/** One rule over process creations. */
function ruleOf(detection: string): Parameters<typeof createTwins>[0] {
  const text = `title: Rule
id: 00000001-0000-4000-8000-000000000000
logsource:
  product: windows
  category: process_creation
detection:
  s:
    ${detection}
  condition: s
`
  return prepareRules(parseSigma(text, 'rule.yml').documents, createBuiltinMapping()).runnable
}

const SECURITY: ValuesOfSystem = { id: 4688, channel: string('Security') }

/** `<Data Name="…">`, there only when the value `guard` is not Null. */
function guarded(w: StreamWriter, name: string, guard: number, inside: () => void): void {
  w.open('Data', { dependency: guard, attributes: true })
  w.attribute('Name')
  w.text(name)
  w.close()
  inside()
  w.end()
}

/** Two guarded fields, a value and a constant, and one that its own value guards. */
function guardedBody(w: StreamWriter): void {
  w.u8(0x0f, 1, 1, 0)
  inDefinition(w, 'EventData', () => {
    dataInDefinition(w, 'Image', 0)
    guarded(w, 'CommandLine', 0, () => w.substitution(1, true))
    guarded(w, 'User', 2, () => w.text('mallory'))
    guarded(w, 'Company', 3, () => w.substitution(3, true))
  })
  w.eof()
}

const value: fc.Arbitrary<WrittenValue> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('a', 'b', 'needle', '', 'B').map(string) },
  { weight: 2, arbitrary: fc.constant(NULL) },
  { weight: 1, arbitrary: fc.constant({ type: 0, bytes: Buffer.from('needle', 'utf16le') }) },
  { weight: 1, arbitrary: fc.constant({ type: 8, bytes: Buffer.of(7, 0, 0, 0) }) },
  { weight: 1, arbitrary: fc.constant({ type: 0x81, bytes: Buffer.from('a\0needle\0', 'utf16le') }) },
)

/** Fewer values than the definition has, now and then. */
const rowOf = (fields: number): fc.Arbitrary<WrittenValue[]> =>
  fc
    .tuple(fc.array(value, { minLength: fields, maxLength: fields }), fc.integer({ min: 0, max: 7 }))
    .map(([values, n]) => values.slice(0, n < fields ? Math.max(1, n) : fields))

const DETECTIONS = [
  'CommandLine: needle',
  'CommandLine: ""',
  'CommandLine: null',
  'CommandLine|exists: false',
  'CommandLine|exists: true\n    Image: b',
  'User|contains: mallory\n    Image: a',
  'User: null',
  'Company: ""',
  'Company|exists: false\n    Image|startswith: n',
  'Image: null',
  'Image|re: "^[ab]$"\n    Company|contains: need',
]

describe.each(DETECTIONS)('%s', (detection) => {
  it.each([
    ['fields that depend on values', guardedBody],
    ['fields that are always there', undefined],
  ] as const)('%s', (_, body) => {
    const rules = ruleOf(detection)
    let hits = 0
    let saved = 0
    const gate = { watchAfterRecords: 0, gateAboveNew: Number.POSITIVE_INFINITY, sampledRecords: 2 }
    fc.assert(
      fc.property(fc.array(rowOf(4), { minLength: 10, maxLength: 60 }), fc.boolean(), (rows, hasGate) => {
        const template = createTemplate(['Image', 'CommandLine', 'User', 'Company'], undefined, body)
        const log = logOfStreams(rows.map((row) => template.record({}, row)))
        const { told, calls } = createTwins(rules, { cacheBytes: 1 << 12, ...(hasGate && gate) }).scan([log])
        hits += told.hits.length
        saved += rows.length - calls.visited
      }),
      { numRuns: 25, reporter: shortReport },
    )
    const isNever = body === undefined && /exists: false|mallory/.test(detection)
    expect(hits > 0).toBe(!isNever)
    expect(saved).toBeGreaterThan(20)
  })
})

describe('fields that are made from several values', () => {
  const FIELDS = [
    'TargetUserName',
    'TargetDomainName',
    'SubjectUserName',
    'SubjectDomainName',
    'NewProcessId',
    'Image',
  ]
  const name = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom('-', 'alice', 'bob', 'CORP', '', 'corp').map(string) },
    { weight: 1, arbitrary: fc.constant(NULL) },
    { weight: 1, arbitrary: fc.constant({ type: 0x0e, bytes: Buffer.from('corp', 'utf16le') }) },
    { weight: 1, arbitrary: fc.constant(string(`long ${'x'.repeat(2100)}`)) },
  )
  const row = fc.tuple(name, name, name, name, fc.constantFrom('0x10', '0x11', '16', '').map(string), name)

  it.each([
    'User: CORP\\alice',
    'User|startswith: "CORP\\\\b"',
    'User|contains: long',
    'ParentUser|endswith: "\\\\bob"\n    ProcessId: 16',
    'ProcessId: [16, 18]',
  ])('%s', (detection) => {
    const rules = ruleOf(detection)
    let hits = 0
    let saved = 0
    fc.assert(
      fc.property(fc.array(row, { minLength: 10, maxLength: 30 }), (rows) => {
        const template = createTemplate(FIELDS)
        // A chunk has 64 KiB, a long name 4.
        const isLong = (values: readonly WrittenValue[]): boolean =>
          values.some(({ bytes }) => bytes.length > 1000)
        const long = rows.filter(isLong).slice(0, 2)
        const fitting = [...rows.filter((values) => !isLong(values)), ...long, ...long.slice(0, 1)]
        const log = logOfStreams(fitting.map((values) => template.record(SECURITY, values)))
        const twins = createTwins(rules, { cacheBytes: 1 << 14 })
        for (let pass = 0; pass < 2; pass++) {
          const { told, calls } = twins.scan([log])
          hits += told.hits.length
          saved += fitting.length - calls.visited
        }
      }),
      { numRuns: 60, reporter: shortReport },
    )
    expect(hits).toBeGreaterThan(0)
    expect(saved).toBeGreaterThan(100)
  })

  it('differ where only the border between the values or a type does', () => {
    const rules = ruleOf('User: CORP\\alice')
    const template = createTemplate(FIELDS)
    const of = (user: WrittenValue, domain: WrittenValue): ((w: StreamWriter) => void) =>
      template.record(SECURITY, [user, domain, string('-'), string('-'), string('0x1'), string('x')])
    const binary = { type: 0x0e, bytes: string('alice').bytes }
    const quiet = Array.from({ length: 5 }, (_, i) => of(string(`u${i}`), string('CORP')))
    const log = logOfStreams([
      ...quiet,
      of(binary, string('CORP')),
      of(string('alice'), string('CORP')),
      of(string('aliceC'), string('ORP')),
      of(binary, string('CORP')),
      of(string('alice'), string('CORP')),
    ])
    const twins = createTwins(rules)
    for (let pass = 0; pass < 2; pass++) expect(twins.scan([log]).told.hits).toHaveLength(2)
  })
})
