/** Template definitions and their instances through the fast decoder, the slow one beside it (evtx-format §4 to §7). */
import { describe, expect, test } from 'vitest'
import { createDecoder } from '../../src/evtx/decode.ts'
import type { StreamWriter } from '../support/binxml-bytes.ts'
import { element, NONE } from '../support/binxml-bytes.ts'
import { decodeLog, memoryReader } from '../support/decode-log.ts'
import {
  dataInDefinition,
  embedded,
  eventBody,
  eventId,
  eventInShort,
  inDefinition,
  NULL,
  ofTemplate,
  readLogBytes,
  readStreams,
  string,
} from '../support/decode-streams.ts'
import { CHUNK, FILE_HEADER, logOfStreams, sealFile } from '../support/log-bytes.ts'

/** `<Event>…<EventData><Data Name="A">%1</Data><Data Name="B">%2</Data></EventData></Event>`. */
const TWO_FIELDS = eventBody((w) =>
  inDefinition(w, 'EventData', () => {
    dataInDefinition(w, 'A', 1)
    dataInDefinition(w, 'B', 2)
  }),
)

/** Like `ofTemplate`, but the definition stands in the record before; `offset` gives its place. */
function again(id: number, offset: () => number, values: Parameters<StreamWriter['instanceOf']>[2]) {
  return (w: StreamWriter): void => {
    w.u8(0x0f, 1, 1, 0)
    w.instanceOf(offset(), id, values)
    w.eof()
  }
}

describe('instances', () => {
  test('values by their slots', () => {
    const { events } = readStreams(ofTemplate(1, TWO_FIELDS, [eventId(4624), string('a'), string('b')]))
    expect(events).toEqual(['EventID=4624 A=a B=b'])
  })

  test('equal structure, one shape, whatever the number of extra values', () => {
    let at = 0
    const values = [eventId(1), string('x'), string('y')]
    const first = (w: StreamWriter): void => {
      w.u8(0x0f, 1, 1, 0)
      at = w.instance(1, TWO_FIELDS, values)
      w.eof()
    }
    const { events, shapes } = readStreams(
      first,
      again(1, () => at, [...values, string('extra'), NULL]),
      again(1, () => at, [eventId(2), NULL, string('')]),
    )
    expect(events).toEqual(['EventID=1 A=x B=y', 'EventID=1 A=x B=y', 'EventID=2 A= B='])
    expect(new Set(shapes).size).toBe(1)
  })

  test('fewer values than substitutions: the rest is Null', () => {
    expect(readStreams(ofTemplate(1, TWO_FIELDS, [eventId(7)])).events).toEqual(['EventID=7 A= B='])
  })

  test('indexes that no instance can have are Null', () => {
    const body = eventBody((w) =>
      inDefinition(w, 'EventData', () => {
        dataInDefinition(w, 'A', 1)
        dataInDefinition(w, 'Far', 65_535)
      }),
    )
    const { events } = readStreams(ofTemplate(1, body, [eventId(7), string('a')]))
    expect(events).toEqual(['EventID=7 A=a Far='])
  })

  test('a Null with a size is stepped over', () => {
    const values = [eventId(7), { type: 0, bytes: Buffer.alloc(16, 0xcc) }, string('b')]
    expect(readStreams(ofTemplate(1, TWO_FIELDS, values)).events).toEqual(['EventID=7 A= B=b'])
  })

  test('declared sizes decide, whatever the type', () => {
    const values = [eventId(7), { type: 13, bytes: Buffer.from([1]) }, string('b')]
    expect(readStreams(ofTemplate(1, TWO_FIELDS, values)).events).toEqual(['EventID=7 A=01 B=b'])
  })

  test('the definition must have the id that the instance names', () => {
    let at = 0
    const first = (w: StreamWriter): void => {
      at = w.instance(1, TWO_FIELDS, [eventId(1), NULL, NULL])
      w.eof()
    }
    const { events, codes, counts } = readStreams(
      first,
      again(2, () => at, [eventId(2), NULL, NULL]),
    )
    expect(events).toEqual(['EventID=1 A= B='])
    expect(codes).toEqual(['record-unreadable'])
    expect(counts).toMatchObject({ recordsRead: 1, recordsFailed: 1 })
  })
})

describe('Null and dependencies', () => {
  const body = eventBody((w) =>
    inDefinition(w, 'EventData', () => {
      w.open('Data', { dependency: 1, attributes: true })
      w.attribute('Name')
      w.text('Own')
      w.close()
      w.substitution(1, true)
      w.end()
      w.open('Data', { dependency: 2, attributes: true })
      w.attribute('Name')
      w.text('Other')
      w.attribute('Type')
      w.substitution(3, true)
      w.close()
      w.substitution(1, true)
      w.end()
      dataInDefinition(w, 'Kept', 1)
    }),
  )

  test.each([
    [[string('v'), string('x'), string('t')], 'EventID=9 Own=v Data_Type=t Other=v Kept=v'],
    [[NULL, string('x'), string('t')], 'EventID=9 Data_Type=t Other= Kept='],
    [[string('v'), NULL, string('t')], 'EventID=9 Own=v Kept=v'],
    [[string('v'), string('x'), NULL], 'EventID=9 Own=v Other=v Kept=v'],
    [[string(''), string(''), string('')], 'EventID=9 Own= Data_Type= Other= Kept='],
  ])('%#', (values, expected) => {
    expect(readStreams(ofTemplate(1, body, [eventId(9), ...values])).events).toEqual([expected])
  })
})

describe('embedded BinXML', () => {
  const inner = (name: string) => (w: StreamWriter) => {
    w.u8(0x0f, 1, 1, 0)
    inDefinition(w, 'EventData', () => dataInDefinition(w, name, 0))
    w.eof()
  }
  const outer = eventBody((w) => w.substitution(1, false, 0x21))

  test('a template in a hole, and another one in the same hole', () => {
    let at = 0
    const first = (w: StreamWriter): void => {
      at = w.instance(1, outer, [eventId(1), embedded((v) => v.instance(2, inner('In'), [string('x')]))])
      w.eof()
    }
    const second = again(1, () => at, [
      eventId(2),
      embedded((v) => v.instance(3, inner('Other'), [string('y')])),
    ])
    const { events, shapes } = readStreams(
      first,
      second,
      again(1, () => at, [eventId(3), NULL]),
    )
    expect(events).toEqual(['EventID=1 In=x', 'EventID=2 Other=y', 'EventID=3'])
    expect(new Set(shapes).size).toBe(3)
  })

  test.each<[string, (w: StreamWriter) => void, string]>([
    [
      'an element',
      (w) => element(w, 'EventData', () => element(w, 'Data', () => w.text('t'))),
      'EventID=1 Data=t',
    ],
    [
      'an element with header and end',
      (w) => {
        w.u8(0x0f, 1, 1, 0)
        element(w, 'UserData', () => element(w, 'X', () => element(w, 'Y', () => w.text('t'))))
        w.eof()
      },
      'EventID=1 Y=t',
    ],
    [
      'a named field',
      (w) =>
        element(w, 'EventData', () => {
          w.open('Data', { attributes: true })
          w.attribute('Name')
          w.text('N')
          w.close()
          w.text('t')
          w.end()
        }),
      'EventID=1 N=t',
    ],
    [
      'two elements',
      (w) => {
        element(w, 'EventData', () => element(w, 'Data', () => w.text('a')))
        element(w, 'UserData', () => element(w, 'Z', () => w.text('b')))
      },
      'EventID=1 Data=a Z=b',
    ],
    [
      'a template inside an element',
      (w) =>
        element(w, 'EventData', () =>
          w.instance(
            5,
            (d) => {
              inDefinition(d, 'Data', () => d.substitution(0))
              d.eof()
            },
            [string('deep')],
          ),
        ),
      'EventID=1 Data=deep',
    ],
    [
      'a template whose definition is nothing but an instance of another',
      (w) =>
        w.instance(
          6,
          (d) => {
            d.instance(7, inner('Deep'), [string('deep')])
            d.eof()
          },
          [],
        ),
      'EventID=1 Deep=deep',
    ],
  ])('%s', (_, write, expected) => {
    expect(readStreams(ofTemplate(1, outer, [eventId(1), embedded(write)])).events).toEqual([expected])
  })

  test('several holes, one of them inside UserData', () => {
    const body = eventBody((w) => {
      w.substitution(1, false, 0x21)
      inDefinition(w, 'UserData', () => w.substitution(2, false, 0x21))
    })
    const user = embedded((v) => element(v, 'EventXML', () => element(v, 'User', () => v.text('mallory'))))
    const data = embedded((v) => v.instance(2, inner('In'), [string('x')]))
    expect(readStreams(ofTemplate(1, body, [eventId(1), data, user])).events).toEqual([
      'EventID=1 In=x User=mallory',
    ])
    expect(readStreams(ofTemplate(1, body, [eventId(1), NULL, user])).events).toEqual([
      'EventID=1 User=mallory',
    ])
    expect(readStreams(ofTemplate(1, body, [eventId(1), data, NULL])).events).toEqual(['EventID=1 In=x'])
  })

  test('where the definition does not expect it', () => {
    const values = [eventId(1), embedded((v) => element(v, 'X', () => v.text('inside'))), string('b')]
    expect(readStreams(ofTemplate(1, TWO_FIELDS, values)).events).toEqual(['EventID=1 X=inside B=b'])
  })

  test('another value where the definition expects it', () => {
    const body = eventBody((w) => inDefinition(w, 'UserData', () => w.substitution(1, false, 0x21)))
    expect(readStreams(ofTemplate(1, body, [eventId(1), string('text')])).events).toEqual([
      'EventID=1 UserData=text',
    ])
    expect(readStreams(ofTemplate(1, body, [eventId(1), string('')])).events).toEqual(['EventID=1'])
  })

  test('what cannot be read costs only itself', () => {
    const body = eventBody((w) => {
      w.substitution(1, false, 0x21)
      inDefinition(w, 'UserData', () => w.substitution(2, false, 0x21))
    })
    const broken = embedded((v) => v.u8(0x0c, 1, 1, 1, 1, 1))
    const user = embedded((v) => element(v, 'EventXML', () => element(v, 'User', () => v.text('mallory'))))
    const { events, codes, counts } = readStreams(ofTemplate(1, body, [eventId(1), broken, user]))
    expect(events).toEqual(['EventID=1 User=mallory'])
    expect(codes).toEqual(['record-unreadable'])
    expect(counts).toMatchObject({ recordsRead: 1, recordsPartial: 1, recordsFailed: 0 })
  })
})

describe('what only the slow decoder reads', () => {
  test('a field name that is a value', () => {
    const body = eventBody((w) =>
      inDefinition(w, 'EventData', () => {
        w.open('Data', { dependency: NONE, attributes: true })
        w.attribute('Name')
        w.substitution(1)
        w.close()
        w.substitution(2)
        w.end()
      }),
    )
    const { events } = readStreams(ofTemplate(1, body, [eventId(1), string('Dyn'), string('v')]))
    expect(events).toEqual(['EventID=1 Dyn=v'])
  })

  test('text around values', () => {
    const body = eventBody((w) =>
      inDefinition(w, 'EventData', () =>
        inDefinition(w, 'Data', () => {
          w.text('a')
          w.substitution(1)
          w.u8(0x49)
          w.name('amp')
          w.substitution(2)
        }),
      ),
    )
    const { events } = readStreams(ofTemplate(1, body, [eventId(1), string('B'), string('C')]))
    expect(events).toEqual(['EventID=1 Data=aB&C'])
  })

  test('fixed text of several pieces is a constant', () => {
    const body = eventBody((w) =>
      inDefinition(w, 'EventData', () =>
        inDefinition(w, 'Data', () => {
          w.text('a')
          w.u8(0x49)
          w.name('lt')
          w.u8(0x48)
          w.u16(0x42)
          w.u8(0x07)
          w.u16(1)
          w.u16(0x43)
        }),
      ),
    )
    const { events, shapes } = readStreams(ofTemplate(1, body, [eventId(1)]))
    expect(events).toEqual(['EventID=1 Data=a<BC'])
    expect(shapes[0]!.leaves[1]).toMatchObject({ slot: -1, constant: 'a<BC' })
  })
})

describe('definitions across chunks', () => {
  /** Two chunks with one record each; the second is a copy of the first, then changed. */
  function twoChunks(change: (chunk: Buffer) => void): Buffer {
    const log = logOfStreams([ofTemplate(1, TWO_FIELDS, [eventId(1), string('a'), string('b')])])
    const second = Buffer.from(log.subarray(FILE_HEADER))
    change(second)
    return sealFile(Buffer.concat([log, second]))
  }
  const rename = (chunk: Buffer, from: string, to: string): void => {
    const at = chunk.indexOf(Buffer.from(from, 'utf16le'))
    chunk.write(to, at, 'utf16le')
  }

  test('equal definitions give equal shapes', () => {
    const { events, shapes } = readLogBytes(twoChunks(() => {}))
    expect(events).toEqual(['EventID=1 A=a B=b', 'EventID=1 A=a B=b'])
    expect(shapes[0]).toBe(shapes[1])
  })

  test('equal bytes with another name behind the same offset', () => {
    const { events } = readLogBytes(twoChunks((chunk) => rename(chunk, 'EventID', 'EventXX')))
    expect(events).toEqual(['EventID=1 A=a B=b', 'EventXX=1 A=a B=b'])
  })

  test('another literal in the definition', () => {
    const { events } = readLogBytes(
      twoChunks((chunk) => chunk.writeUInt16LE(0x58, chunk.indexOf(Buffer.from('A\0')))),
    )
    expect(events).toHaveLength(2)
    expect(events[0]).not.toBe(events[1])
  })

  test('another substitution type: the same fields', () => {
    // Literal `Name` texts and the substitution tokens follow each other: 0E, index 1, type.
    const { events } = readLogBytes(
      twoChunks((chunk) => {
        const at = chunk.indexOf(Buffer.from([0x0e, 1, 0, 1]))
        chunk[at + 3] = 2
      }),
    )
    expect(events).toEqual(['EventID=1 A=a B=b', 'EventID=1 A=a B=b'])
  })

  test('an order of chunks that differs gives the same events', () => {
    const log = twoChunks((chunk) => rename(chunk, 'EventID', 'EventXX'))
    const decoder = createDecoder()
    const reader = memoryReader(log)
    const layout = decoder.readLayout(reader, 'x', () => {})!
    const events: string[] = []
    const consumer = {
      accept: () => true,
      visit: (e: Parameters<typeof eventInShort>[0]) => events.push(eventInShort(e)),
    }
    for (const chunk of [1, 0, 1]) decoder.decodeRange(reader, 'x', layout, chunk, 1, consumer, () => {})
    expect(events).toEqual(['EventXX=1 A=a B=b', 'EventID=1 A=a B=b', 'EventXX=1 A=a B=b'])
    expect(log.length).toBe(FILE_HEADER + 2 * CHUNK)
  })
})

test('a definition without dependency ids is read the other way', () => {
  const body = (w: StreamWriter): void => {
    w.u8(0x0f, 1, 1, 0)
    element(w, 'Event', () => element(w, 'System', () => element(w, 'EventID', () => w.substitution(0))))
    w.eof()
  }
  const { events, codes } = readStreams(ofTemplate(1, body, [eventId(1)]), ofTemplate(1, body, [eventId(2)]))
  expect(events).toEqual(['EventID=1', 'EventID=2'])
  expect(codes).toEqual([])
})

describe('asking in two steps', () => {
  const outer = eventBody((w) => w.substitution(1, false, 0x21))
  const inner = embedded((v) => element(v, 'EventData', () => element(v, 'Data', () => v.text('x'))))
  const log = logOfStreams([
    ofTemplate(1, outer, [eventId(1), inner]),
    ofTemplate(1, outer, [eventId(2), inner]),
  ])

  test('first the System part, then the record', () => {
    const asked: string[] = []
    const visited: string[] = []
    const decoder = createDecoder()
    const reader = memoryReader(log)
    const layout = decoder.readLayout(reader, 'x', () => {})!
    const counts = decoder.decodeRange(
      reader,
      'x',
      layout,
      0,
      1,
      {
        accept: (event) => {
          asked.push(eventInShort(event))
          return event.recordIdLow === 2
        },
        visit: (event) => visited.push(eventInShort(event)),
      },
      () => {},
    )
    expect(asked).toEqual(['EventID=1', 'EventID=2'])
    expect(visited).toEqual(['EventID=2 Data=x'])
    expect(counts).toMatchObject({ recordsRead: 1, recordsSkipped: 1 })
  })

  test('the whole record at once when the outer template has no System', () => {
    const body = (w: StreamWriter): void => {
      inDefinition(w, 'Event', () => w.substitution(0, false, 0x21))
      w.eof()
    }
    const system = embedded((v) => element(v, 'System', () => element(v, 'EventID', () => v.text('5'))))
    const asked: string[] = []
    decodeLog(createDecoder(), logOfStreams([ofTemplate(1, body, [system])]), (event) =>
      asked.push(eventInShort(event)),
    )
    expect(asked).toEqual(['EventID=5'])
  })

  test('an exception of the consumer is not swallowed', () => {
    expect(() =>
      decodeLog(createDecoder(), log, () => {
        throw new Error('a bug elsewhere')
      }),
    ).toThrow('a bug elsewhere')
  })
})
