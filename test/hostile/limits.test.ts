/**
 * Logs made to exhaust a reader (evtx-pitfalls §6): the defect is in the name of the test. Each must be decoded or
 * refused record by record, within what `limits.ts` allows; the record after the hostile one is always read.
 */
import { expect, test } from 'vitest'
import type { EventView } from '../../src/event/event.ts'
import { leafTexts } from '../../src/event/values.ts'
import { createDecoder } from '../../src/evtx/decode.ts'
import {
  MAX_CHUNK_LEAVES,
  MAX_DEFINITION_TOKENS,
  MAX_DEPTH,
  MAX_NESTING,
  MAX_PLANS_PER_ID,
  MAX_RECORD_TOKENS,
  MAX_TEXT_UNITS,
} from '../../src/evtx/limits.ts'
import type { StreamWriter } from '../support/binxml-bytes.ts'
import { element, NONE } from '../support/binxml-bytes.ts'
import type { DecodedLog } from '../support/decode-log.ts'
import { decodeLog } from '../support/decode-log.ts'
import {
  dataInDefinition,
  embedded,
  eventBody,
  eventId,
  inDefinition,
  ofTemplate,
  readStreams,
  string,
} from '../support/decode-streams.ts'
import {
  CHUNK,
  changeChunk,
  FILE_HEADER,
  FIRST_RECORD,
  logOfStreams,
  recordsAt,
  seal,
} from '../support/log-bytes.ts'

/** A record that must survive its neighbours. */
const witness = (w: StreamWriter): void => {
  w.u8(0x0f, 1, 1, 0)
  element(w, 'Event', () => element(w, 'System', () => element(w, 'EventID', () => w.text('7'))))
  w.eof()
}

function decode(log: Buffer): DecodedLog & { events: EventView['shape'][]; texts: string[] } {
  const events: EventView['shape'][] = []
  const texts: string[] = []
  const decoded = decodeLog(createDecoder(), log, (event) => {
    events.push(event.shape)
    texts.push(event.shape.leaves.flatMap((leaf) => leafTexts(event, leaf)).join(' '))
  })
  return { ...decoded, events, texts }
}

/** The hostile record is refused for the reason given, the one after it read. */
function expectRefused(write: (w: StreamWriter) => void, reason: RegExp): void {
  const { events, counts, diagnostics } = readStreams(write, witness)
  expect(events).toEqual(['EventID=7'])
  expect(counts).toMatchObject({ recordsRead: 1, recordsFailed: 1 })
  expect(diagnostics).toMatchObject([{ code: 'record-unreadable', severity: 'error', record: '1' }])
  expect(diagnostics[0]!.message).toMatch(reason)
}

test('4,294,967,280 values', () => {
  const body = eventBody(() => {})
  expectRefused((w) => {
    w.instance(1, body, [eventId(1)], { count: 0xfffffff0 })
    w.eof()
  }, /4294967280 values/)
})

test('more values than bytes', () => {
  expectRefused((w) => {
    w.instance(
      1,
      eventBody(() => {}),
      [eventId(1)],
      { count: 1000 },
    )
    w.eof()
  }, /1000 values, but \d+ bytes left/)
})

test('values that end beyond the record', () => {
  const log = logOfStreams([
    ofTemplate(
      1,
      eventBody(() => {}),
      [eventId(1), string('x')],
    ),
    witness,
  ])
  const at = log.indexOf(Buffer.from([2, 0, 6, 0, 2, 0, 1, 0]))
  log.writeUInt16LE(0xffff, at + 4)
  const { counts, diagnostics } = decode(seal(log))
  expect(counts).toMatchObject({ recordsRead: 1, recordsFailed: 1 })
  expect(diagnostics[0]!.message).toMatch(/beyond their window/)
})

test('a definition of 4 GB', () => {
  expectRefused((w) => {
    w.instance(
      1,
      eventBody(() => {}),
      [eventId(1)],
      { size: 0xffffffff },
    )
    w.eof()
  }, /runs beyond the record/)
})

test('a definition beyond the chunk', () => {
  expectRefused((w) => {
    w.instanceOf(65_530, 1, [])
    w.eof()
  }, /65530, beyond the chunk/)
})

test('a definition at 4,294,967,295', () => {
  expectRefused((w) => {
    w.instanceOf(0xffffffff, 1, [])
    w.eof()
  }, /beyond the chunk/)
})

test('lists of names and templates in the chunk header that run in circles', () => {
  const log = logOfStreams([
    ofTemplate(
      1,
      eventBody(() => {}),
      [eventId(3)],
    ),
    witness,
  ])
  for (let at = FILE_HEADER + 128; at < FILE_HEADER + FIRST_RECORD; at += 4)
    log.writeUInt32LE(at - FILE_HEADER, at)
  const { texts, diagnostics } = decode(seal(log))
  expect(texts).toEqual(['3', '7'])
  expect(diagnostics).toEqual([])
})

test('3,000 elements in each other, in the record', () => {
  const { events, counts, codes } = readStreams((w) => {
    const name = w.at() + 9
    w.open('a')
    w.close()
    for (let i = 1; i < 3000; i++) {
      w.u8(0x01)
      w.u32(0)
      w.u32(name)
      w.close()
    }
  }, witness)
  expect(events.at(-1)).toBe('EventID=7')
  expect(counts).toMatchObject({ recordsFailed: 1 })
  expect(codes).toContain('record-unreadable')
})

test('elements in each other in a definition, one too many', () => {
  const nested = (depth: number) => (w: StreamWriter) => {
    for (let i = 0; i < depth; i++) {
      w.open('a', { dependency: NONE })
      w.close()
    }
    w.text('x')
    for (let i = 0; i < depth; i++) w.end()
    w.eof()
  }
  expect(readStreams(ofTemplate(1, nested(MAX_DEPTH), [])).counts).toMatchObject({ recordsRead: 1 })
  expectRefused(ofTemplate(1, nested(MAX_DEPTH + 1), []), /elements in each other/)
})

test('a definition with too many tokens', () => {
  expectRefused(
    ofTemplate(
      1,
      (w) =>
        inDefinition(w, 'Event', () => {
          for (let i = 0; i < MAX_DEFINITION_TOKENS; i++) w.u8(0x08, 0x41, 0)
        }),
      [],
    ),
    /tokens/,
  )
})

test('a record with too many tokens', () => {
  const { counts, codes } = readStreams((w) => {
    element(w, 'Event', () => {
      for (let i = 0; i < MAX_RECORD_TOKENS; i++) w.u8(0x08, 0x41, 0)
    })
  }, witness)
  expect(counts).toMatchObject({ recordsRead: 1, recordsFailed: 1 })
  expect(codes).toContain('record-unreadable')
})

test('templates in each other, one too many', () => {
  const body = (w: StreamWriter): void => {
    inDefinition(w, 'E', () => w.substitution(0, false, 0x21))
    w.eof()
  }
  const nest = (depth: number): ((w: StreamWriter) => void) => {
    let write = (w: StreamWriter): void => element(w, 'Leaf', () => w.text('deep'))
    for (let i = 0; i < depth; i++) {
      const inside = write
      write = (w) => {
        w.instance(i + 1, body, [embedded(inside)])
      }
    }
    return write
  }
  expect(readStreams(nest(MAX_NESTING)).events).toEqual(['Leaf=deep'])
  const { events, counts } = readStreams(nest(MAX_NESTING + 1), witness)
  expect(events.at(-1)).toBe('EventID=7')
  expect(counts!.recordsFailed + counts!.recordsPartial).toBe(1)
})

test('a slot used twice, seven times over: 128 copies, none of the values', () => {
  const twice = (w: StreamWriter): void => {
    inDefinition(w, 'E', () => {
      w.substitution(0, false, 0x21)
      w.substitution(0, false, 0x21)
    })
    w.eof()
  }
  let write = (w: StreamWriter): void => element(w, 'Leaf', () => w.text('x'))
  for (let i = 0; i < 7; i++) {
    const inside = write
    write = (w) => {
      w.instance(i + 1, twice, [embedded(inside)])
    }
  }
  const { counts } = decode(logOfStreams([write, witness]))
  expect(counts!.recordsRead + counts!.recordsFailed).toBe(2)
  expect(counts!.recordsRead).toBeGreaterThan(0)
})

test('one value of 20 KB used by 1,000 fields is located once', () => {
  const body = eventBody((w) =>
    inDefinition(w, 'EventData', () => {
      for (let i = 0; i < 1000; i++) inDefinition(w, 'D', () => w.substitution(1))
    }),
  )
  let slots = 0
  const log = logOfStreams([ofTemplate(1, body, [eventId(1), string('y'.repeat(10_000))])])
  decodeLog(createDecoder(), log, (event) => {
    slots = event.slotCount
    expect(event.shape.leaves).toHaveLength(1001)
  })
  expect(slots).toBe(2)
})

test('four arrays in one element are no cross product', () => {
  const array = { type: 0x81, bytes: Buffer.from('a\0'.repeat(64), 'utf16le') }
  const body = eventBody((w) =>
    inDefinition(w, 'EventData', () =>
      inDefinition(w, 'Data', () => {
        for (let i = 1; i <= 4; i++) w.substitution(i)
      }),
    ),
  )
  const { events } = readStreams(ofTemplate(1, body, [eventId(1), array, array, array, array]))
  expect(events[0]!.length).toBeLessThan(1000)
})

test('entities that blow up text', () => {
  const long = 'n'.repeat(1000)
  const { counts, codes, texts } = decodeInFull((w) => {
    element(w, 'Event', () =>
      element(w, 'EventData', () =>
        element(w, 'Data', () => {
          const first = w.at() + 1 + 4
          w.u8(0x49)
          w.name(long)
          for (let i = 0; i < 3000; i++) {
            w.u8(0x49)
            w.u32(first)
          }
        }),
      ),
    )
  })
  expect(counts).toMatchObject({ recordsRead: 2 })
  expect(codes).toEqual(['record-text-limit'])
  expect(texts[0]).toHaveLength(MAX_TEXT_UNITS)
})

function decodeInFull(write: (w: StreamWriter) => void): ReturnType<typeof decode> & { codes: string[] } {
  const decoded = decode(logOfStreams([write, witness]))
  return { ...decoded, codes: decoded.diagnostics.map((d) => d.code) }
}

test('definitions that share their tail: the chunk may have so many bytes of them', () => {
  const heads = 300
  const places: number[] = []
  const log = logOfStreams([
    (w) => {
      // A value that holds definitions, each of which steps over the others to one long end.
      w.instance(
        1,
        eventBody(() => {}),
        [
          eventId(1),
          {
            type: 0x0e,
            bytes: (v) => {
              const name = v.at() + 4
              v.name('E')
              const end = v.at() + heads * 44
              for (let i = 0; i < heads; i++) {
                places.push(v.at())
                v.u32(0)
                v.u32(1000 + i)
                for (let k = 0; k < 3; k++) v.u32(0)
                v.u32(65_535 - v.at() - 4)
                v.u8(0x01, 0xff, 0xff)
                v.u32(0)
                v.u32(name)
                v.u8(0x02, 0x05, 1)
                v.u16((end - v.at() - 2) / 2)
                if ((end - v.at()) % 2 === 1) v.u8(0)
                while ((v.at() - places[i]!) % 44 !== 0) v.u8(0)
              }
              for (let i = 0; i < 4000; i++) v.u8(0x08, 0x41, 0)
              v.u8(0x04, 0)
            },
          },
        ],
      )
      w.eof()
    },
    ...Array.from({ length: heads }, (_, i) => (w: StreamWriter) => {
      w.instanceOf(places[i]!, 1000 + i, [])
      w.eof()
    }),
    witness,
  ])
  const { counts, diagnostics, texts } = decode(log)
  const codes = diagnostics.map((d) => d.code)
  expect(codes.filter((code) => code === 'chunk-budget')).toHaveLength(1)
  expect(counts!.recordsFailed).toBeGreaterThan(100)
  expect(counts!.recordsRead + counts!.recordsFailed).toBe(heads + 2)
  expect(texts.at(-1)).toBe('7')
})

test('every record of another kind: the chunk may need so many fields', () => {
  const wide = eventBody((w) =>
    inDefinition(w, 'EventData', () => {
      for (let i = 0; i < 1500; i++) {
        w.open('D', { dependency: NONE })
        w.closeEmpty()
      }
      w.substitution(1, false, 0x21)
    }),
  )
  let at = 0
  const records = 150
  const other = (i: number) => embedded((v: StreamWriter) => element(v, `K${i}`))
  const { counts, diagnostics } = decode(
    logOfStreams([
      (w) => {
        at = w.instance(1, wide, [eventId(1), other(0)])
        w.eof()
      },
      ...Array.from({ length: records }, (_, i) => (w: StreamWriter) => {
        w.instanceOf(at, 1, [eventId(2), other(i + 1)])
        w.eof()
      }),
      witness,
    ]),
  )
  const read = Math.floor(MAX_CHUNK_LEAVES / 1502)
  expect(counts!.recordsRead).toBeGreaterThanOrEqual(read)
  expect(counts!.recordsRead).toBeLessThan(read + 3)
  expect(diagnostics.map((d) => d.code)).toContain('chunk-budget')
})

test('many definitions under one id', () => {
  const body = (i: number) =>
    eventBody((w) =>
      inDefinition(w, 'EventData', () => inDefinition(w, 'Data', () => w.text(`literal ${i}`))),
    )
  const count = MAX_PLANS_PER_ID + 20
  const log = logOfStreams(Array.from({ length: count }, (_, i) => ofTemplate(1, body(i), [eventId(i)])))
  const decoder = createDecoder()
  for (let pass = 0; pass < 2; pass++) {
    const texts: string[] = []
    decodeLog(decoder, log, (event) => texts.push(leafTexts(event, event.shape.leaves[1]!)[0]!))
    expect(texts).toEqual(Array.from({ length: count }, (_, i) => `literal ${i}`))
  }
})

test('field names that an object would stumble over', () => {
  const names = ['__proto__', 'constructor', 'hasOwnProperty', '', 'Name']
  const body = eventBody((w) =>
    inDefinition(w, 'EventData', () => {
      for (const [i, name] of names.entries()) dataInDefinition(w, name, i + 1)
    }),
  )
  const log = logOfStreams([ofTemplate(1, body, [eventId(1), ...names.map((_, i) => string(`v${i}`))])])
  const found: string[] = []
  decodeLog(createDecoder(), log, (event) => {
    for (const leaf of event.shape.leaves) found.push(`${leaf.name}=${leafTexts(event, leaf).join()}`)
  })
  expect(found).toEqual(['EventID=1', ...names.map((name, i) => `${name}=v${i}`)])
})

test.each([
  ['records of 28 bytes', 28],
  ['records of 32 bytes', 32],
])('a chunk full of %s', (_, size) => {
  const log = logOfStreams([witness])
  const end = FILE_HEADER + CHUNK
  for (let at = FILE_HEADER + FIRST_RECORD; at + size <= end; at += size) {
    log.fill(0, at, at + size)
    log.writeUInt32LE(0x2a2a, at)
    log.writeUInt32LE(size, at + 4)
    log.writeUInt32LE(size, at + size - 4)
  }
  const { counts } = decode(seal(changeChunk(log, { freeSpace: CHUNK })))
  expect(counts).toMatchObject({ recordsRead: 0, recordsFailed: Math.floor((CHUNK - FIRST_RECORD) / size) })
})

test('signatures everywhere', () => {
  const log = logOfStreams([witness])
  for (let at = FILE_HEADER + FIRST_RECORD; at < FILE_HEADER + CHUNK; at += 4) log.writeUInt32LE(0x2a2a, at)
  const { counts } = decode(seal(changeChunk(log, { freeSpace: CHUNK })))
  expect(counts!.recordsRead).toBe(0)
})

test('a record as long as the chunk around others', () => {
  const log = logOfStreams([witness, witness, witness])
  const first = recordsAt(log)[0]!
  const size = CHUNK - FIRST_RECORD
  log.writeUInt32LE(size, first + 4)
  log.writeUInt32LE(size, first + size - 4)
  const { texts, counts, diagnostics } = decode(seal(changeChunk(log, { freeSpace: CHUNK })))
  expect(texts).toEqual(['7', '7', '7'])
  expect(counts).toMatchObject({ recordsHidden: 2 })
  expect(diagnostics.filter((d) => d.code === 'record-swallowed')).toHaveLength(2)
})
