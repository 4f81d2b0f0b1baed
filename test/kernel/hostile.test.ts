/**
 * Records made to set the kernel apart from the decoder beside it: sizes, counts, types, offsets and definitions that no
 * log has. Whatever they are, both scans tell the same; what the kernel does not understand it leaves alone.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StreamWriter, WrittenValue } from '../support/binxml-bytes.ts'
import { element, NONE } from '../support/binxml-bytes.ts'
import { embedded, eventId, inDefinition, NULL, string } from '../support/decode-streams.ts'
import { CHUNK, chunkAt, FILE_HEADER, logOfStreams, recordsAt, seal, sealFile } from '../support/log-bytes.ts'
import { createTemplate, dataBody, RULES, SYSMON, systemBody, systemValues } from './kernel-logs.ts'
import { createTwins } from './twin-scans.ts'

type Stream = (w: StreamWriter) => void

const FIELDS = ['Image', 'CommandLine', 'User']
const QUIET = [string('C:\\a.exe'), string('cmd'), string('me')]
const LOUD = [string('C:\\a.exe'), string('mimikatz'), string('me')]

/** The records after others that have taught the kernel their template; how many of them have hits. */
function hitsOf(streams: readonly Stream[], change: (log: Buffer) => void = () => {}): number {
  const log = logOfStreams(streams)
  change(log)
  seal(log)
  const twins = createTwins(RULES)
  const { told, calls } = twins.scan([log])
  expect(twins.scan([log]).told).toEqual(told)
  expect(calls.accepted).toBeLessThan(told.counts[0]!.recordsRead + told.counts[0]!.recordsSkipped + 1)
  return told.hits.length
}

/** Quiet records around one of the same template, whose bytes are then changed; `at` is where its last values stand. */
function changed(
  values: readonly WrittenValue[],
  change: (log: Buffer, place: { record: number; end: number }) => void,
): number {
  const { record } = createTemplate(FIELDS)
  const quiet = Array.from({ length: 10 }, () => record({}, QUIET))
  return hitsOf([...quiet, record({}, values), ...quiet], (log) => {
    const places = recordsAt(log)
    change(log, { record: places[10]!, end: places[11]! })
  })
}

/** Where the descriptor of the value with this text stands; the texts of `values` follow one another. */
function descriptorOf(log: Buffer, record: number, values: readonly WrittenValue[], index: number): number {
  const bytes = values.map((v) => (typeof v.bytes === 'function' ? Buffer.alloc(0) : v.bytes))
  const at = log.indexOf(Buffer.concat(bytes), record)
  expect(at).toBeGreaterThan(record)
  return at - 4 * (values.length - index)
}

describe('types', () => {
  it.each([1, 2, 0x80, 0xff])('the byte above a type, which is no part of it: %i', (high) => {
    for (const values of [LOUD, QUIET])
      expect(
        changed(values, (log, { record }) => {
          log[descriptorOf(log, record, values, 1) + 3] = high
        }),
      ).toBe(values === LOUD ? 1 : 0)
  })

  it('of a value that a rule looks at: all there are', () => {
    let hits = 0
    for (let type = 0; type < 256; type += (type & 0x7f) < 0x26 ? 1 : 13)
      hits += changed(LOUD, (log, { record }) => {
        log[descriptorOf(log, record, LOUD, 1) + 2] = type
      })
    expect(hits).toBeGreaterThan(1)
    expect(hits).toBeLessThan(20)
  })

  it.each([0, 1, 4, 6, 0x0e, 0x21, 0x81, 0xa1])('of the value that holds what is embedded: %i', (type) => {
    const { record } = createTemplate(FIELDS)
    const quiet = Array.from({ length: 5 }, () => record({}, QUIET))
    const odd: Stream = (w) => {
      w.u8(0x0f, 1, 1, 0)
      w.instanceOf(outerOf(), 101, [...systemValues({}), { type, bytes: Buffer.from('mimikatz', 'utf16le') }])
      w.eof()
    }
    let outer = 0
    const outerOf = (): number => outer
    const first: Stream = (w) => {
      // The definition stands behind fragment header, token, version, id and offset.
      outer = w.at() + 4 + 10
      quiet[0]!(w)
    }
    hitsOf([first, odd, ...quiet.slice(1), odd, record({}, LOUD)])
  })
})

describe('counts and sizes', () => {
  it.each([0, 1, 2, 4, 5, 40, 1024])('%i values where the definition has three', (count) => {
    const { record } = createTemplate(FIELDS)
    const quiet = Array.from({ length: 5 }, () => record({}, QUIET))
    const values = Array.from({ length: count }, (_, i) =>
      i === 1 ? LOUD[1]! : string(i % 2 === 0 ? 'x' : ''),
    )
    const log = [...quiet, record({}, values), ...quiet, record({}, LOUD)]
    expect(hitsOf(log)).toBe(count > 1 ? 2 : 1)
  })

  it('fields of the instance changed to awkward numbers', () => {
    const awkward = fc.constantFrom(
      0,
      1,
      0x21,
      28,
      0x8000,
      0xffff,
      0x10000,
      0x7fffffff,
      0xfffffff0,
      0xffffffff,
    )
    fc.assert(
      fc.property(fc.nat(400), awkward, fc.constantFrom(1, 2, 4), (place, value, width) => {
        changed(LOUD, (log, { record, end }) => {
          const at = record + (place % (end - record - 4))
          if (width === 4) log.writeUInt32LE(value, at)
          else if (width === 2) log.writeUInt16LE(value & 0xffff, at)
          else log[at] = value & 0xff
        })
      }),
      { numRuns: 250 },
    )
  })

  it('bytes changed anywhere in the chunk', () => {
    const { record } = createTemplate(FIELDS)
    const base = logOfStreams(
      Array.from({ length: 30 }, (_, i) => record({ id: i % 5 === 4 ? 3 : 1 }, i % 7 === 6 ? LOUD : QUIET)),
    )
    const used = base.readUInt32LE(FILE_HEADER + 48)
    const change = fc.tuple(fc.integer({ min: 512, max: used - 1 }), fc.nat(255))
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const log = Buffer.from(base)
        for (const [at, byte] of changes) log[FILE_HEADER + at] = byte
        const twins = createTwins(RULES, { cacheBytes: 1 << 14 })
        twins.scan([log])
        twins.scan([base, log])
      }),
      { numRuns: 250 },
    )
  })

  it('more values than a record may have, in two instances', () => {
    const names = Array.from({ length: 300 }, (_, i) => `F${i}`)
    const { record } = createTemplate(names)
    const values = names.map((_, i) => string(i === 299 ? 'x' : ''))
    const all = Array.from({ length: 3 }, () => record({}, values))
    expect(hitsOf([...all, record({}, values)])).toBe(0)
  })
})

describe('definitions', () => {
  it('a template id that is not the one of the definition', () => {
    expect(
      changed(LOUD, (log, { record }) => {
        log.writeUInt32LE(102, record + 24 + 4 + 2)
      }),
    ).toBe(0)
  })

  it('an offset that points at another definition', () => {
    const first = createTemplate(FIELDS)
    const second = createTemplate(['Other', 'Fields'], { outer: 101, inner: 203 })
    const quiet = [first.record({}, QUIET), second.record({}, QUIET), first.record({}, QUIET)]
    hitsOf([...quiet, first.record({}, LOUD)], (log) => {
      const places = recordsAt(log)
      const offset = places[1]! - FILE_HEADER + 24 + 4 + 10
      log.writeUInt32LE(offset, places[2]! + 24 + 4 + 6)
    })
  })

  it('other definitions at the same places of the next chunk, with the same ids', () => {
    const chunkOf = (names: readonly string[]): Buffer => {
      const { record } = createTemplate(names)
      return logOfStreams(Array.from({ length: 20 }, (_, i) => record({}, i === 13 ? LOUD : QUIET)))
    }
    // Names of the same length, so that everything stands at the same place.
    const orders = [FIELDS, ['XmageNo', 'User', 'Image'], FIELDS, ['Image', 'CommandText', 'User'], FIELDS]
    const chunks = orders.map(chunkOf)
    const log = sealFile(Buffer.concat([chunks[0]!, ...chunks.slice(1).map((c) => c.subarray(chunkAt(0)))]))
    expect(log.length).toBe(FILE_HEADER + orders.length * CHUNK)
    const { told, calls } = createTwins(RULES).scan([log])
    expect(told.hits).toHaveLength(3)
    expect(calls.accepted).toBeLessThan(20)
  })

  it('instances in what is embedded', () => {
    const inner: Stream = (w) => {
      w.u8(0x0f, 1, 1, 0)
      w.instance(301, dataBody(FIELDS), LOUD)
      w.eof()
    }
    const around: Stream = (w) => {
      inDefinition(w, 'Around', () => w.substitution(0, false, 0x21))
      w.eof()
    }
    const deep: Stream = (w) => {
      w.u8(0x0f, 1, 1, 0)
      w.instance(302, around, [embedded(inner)])
      w.eof()
    }
    const plainElement: Stream = (w) => {
      w.u8(0x0f, 1, 1, 0)
      element(w, 'EventData', () => element(w, 'CommandLine', () => w.text('mimikatz')))
      w.eof()
    }
    const several: Stream = (w) => {
      inner(w)
      inner(w)
    }
    const of = (inside: Stream) => (w: StreamWriter) => {
      w.u8(0x0f, 1, 1, 0)
      w.instance(101, systemBody, [...systemValues({}), embedded(inside)])
      w.eof()
    }
    const all = [deep, plainElement, several, inner].map(of)
    hitsOf([...all, ...all, ...all])
  })
})

describe('the System part', () => {
  const odd: readonly WrittenValue[] = [
    NULL,
    string(''),
    string('\0'),
    string(`${SYSMON}\0\0`),
    string('x'.repeat(2100)),
    { type: 0x81, bytes: Buffer.from(`${SYSMON}\0b\0`, 'utf16le') },
    { type: 1, bytes: Buffer.concat([string(SYSMON).bytes as Buffer, Buffer.of(7)]) },
    { type: 2, bytes: Buffer.from(SYSMON) },
    { type: 0x0e, bytes: Buffer.from('cafe', 'hex') },
  ]

  it('names of every kind', () => {
    const { record } = createTemplate(FIELDS)
    const streams = [...odd, ...odd].flatMap((value) => [
      record({ channel: value }, LOUD),
      record({ computer: value }, LOUD),
      record({ channel: value }, QUIET),
      record({ computer: value }, QUIET),
    ])
    expect(hitsOf(streams)).toBeGreaterThan(10)
  })

  it('event ids that are texts of the template, with blanks', () => {
    const body =
      (id: string, channel: string): Stream =>
      (w) => {
        w.u8(0x0f, 1, 1, 0)
        inDefinition(w, 'Event', () =>
          inDefinition(w, 'System', () => {
            inDefinition(w, 'EventID', () => w.text(id))
            w.open('TimeCreated', { dependency: NONE, attributes: true })
            w.attribute('SystemTime')
            w.substitution(0, false, 0x11)
            w.closeEmpty()
            inDefinition(w, 'Channel', () => w.text(channel))
          }),
        )
        w.eof()
      }
    const time = systemValues({})[1]!
    const of =
      (template: number, id: string, channel: string): Stream =>
      (w) => {
        w.u8(0x0f, 1, 1, 0)
        w.instance(template, body(id, channel), [time])
        w.eof()
      }
    expect(hitsOf([of(1, '7 A', 'B'), of(2, '7', 'A B'), of(3, '7 A', 'B'), of(4, '7', 'A B')])).toBe(0)
  })

  it('event ids of other types and sizes', () => {
    const ids: readonly WrittenValue[] = [
      eventId(1),
      { type: 8, bytes: Buffer.of(1, 0, 0, 0) },
      { type: 8, bytes: Buffer.of(1, 0, 1, 0) },
      { type: 6, bytes: Buffer.of(1, 0, 0) },
      { type: 0x0a, bytes: Buffer.of(1, 0, 0, 0, 0, 0, 0, 0) },
      string('1'),
      string('01'),
      { type: 0x86, bytes: Buffer.of(1, 0, 3, 0) },
      NULL,
    ]
    const streams = [...ids, ...ids].map(
      (id): Stream =>
        (w) => {
          const [, ...rest] = systemValues({})
          const inside = embedded((v) => {
            v.instance(202, dataBody(FIELDS), LOUD)
            v.eof()
          })
          w.u8(0x0f, 1, 1, 0)
          w.instance(101, systemBody, [id, ...rest, inside])
          w.eof()
        },
    )
    expect(hitsOf(streams)).toBe(2 * 5)
  })
})
