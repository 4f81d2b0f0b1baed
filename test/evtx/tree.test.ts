/** The slow decoder of a record, on streams written by hand (evtx-format §4 to §7, evtx-decoder-design §8). */
import { describe, expect, test } from 'vitest'
import { renderText } from '../../src/event/render-text.ts'
import { ValueType } from '../../src/event/value-type.ts'
import { readEventTree } from '../../src/evtx/binxml/tree.ts'
import type { TreeContent, TreePiece } from '../../src/evtx/binxml/tree-types.ts'
import type { ChunkBytes } from '../../src/evtx/binxml/tree-window.ts'
import { MAX_DEPTH, MAX_NESTING, MAX_RECORD_TOKENS, MAX_VALUES } from '../../src/evtx/limits.ts'
import type { StreamWriter, WrittenValue } from '../support/binxml-bytes.ts'
import { element, NONE, utf16, writeStream } from '../support/binxml-bytes.ts'

const string = (text: string): WrittenValue => ({ type: ValueType.String, bytes: utf16(text) })
const NULL: WrittenValue = { type: ValueType.Null, bytes: Buffer.alloc(0) }
const binXml = (bytes: (w: StreamWriter) => void): WrittenValue => ({ type: ValueType.BinXml, bytes })

/** `<a x="…">…</a>`; values in braces, a broken element with `!`. */
function show(chunk: ChunkBytes, item: TreeContent): string {
  if (item.kind !== 'element') return showPiece(chunk, item)
  const attributes = item.attributes.map(
    (a) => ` ${a.name}="${a.pieces.map((p) => showPiece(chunk, p)).join('')}"`,
  )
  const content = item.content.map((c) => show(chunk, c)).join('')
  return `<${item.name}${attributes.join('')}${item.isBroken ? '!' : ''}>${content}</>`
}

function showPiece(chunk: ChunkBytes, piece: TreePiece): string {
  if (piece.kind === 'text') return piece.text
  const { type, offset, length } = piece.span
  if (type === ValueType.Null) return '{null}'
  if (type === ValueType.Absent) return '{absent}'
  return `{${renderText(type, chunk, offset, length)}}`
}

/** The tree in short, the fault after `|`. */
function read(write: (w: StreamWriter) => void, cutBytes = 0, isTorn = false): string {
  const { chunk, start, end } = writeStream(write)
  const { root, fault } = readEventTree(chunk, start, end - cutBytes, isTorn)
  return `${root === undefined ? '' : show(chunk, root)}${fault === undefined ? '' : ` | ${fault.message}`}`
}

/** An outer template with `<E>` around what `inside` writes. */
function record(inside: (w: StreamWriter) => void, values: readonly WrittenValue[], dependency = NONE) {
  return (w: StreamWriter): void => {
    w.u8(0x0f, 1, 1, 0)
    w.instance(
      7,
      (d) => {
        d.u8(0x0f, 1, 1, 0)
        element(d, 'E', () => inside(d), dependency)
        d.eof()
      },
      values,
    )
    w.eof()
  }
}

describe('elements of the record itself', () => {
  test('text in all its forms', () => {
    const text = read((w) => {
      w.u8(0x0f, 1, 1, 0)
      w.open('E', { attributes: true })
      w.attribute('x')
      w.text('a')
      w.u8(0x49)
      w.name('amp')
      w.text('b')
      w.u8(0x46)
      w.name('y')
      w.u8(0x08)
      w.u16(0x41)
      w.close()
      w.u8(0x45, 1)
      w.u16(1)
      w.u16(0x63)
      w.u8(0x09)
      w.name('nope')
      w.u8(0x07)
      w.u16(1)
      w.u16(0x64)
      w.u8(0x0a)
      w.name('target')
      w.u8(0x0b)
      w.u16(1)
      w.u16(0x7a)
      element(w, 'F')
      w.open('G')
      w.closeEmpty()
      w.end()
      w.eof()
    })
    expect(text).toBe('<E x="a&b" y="A">c&nope;d<F></><G></></>')
  })

  test('a name may stand elsewhere in the chunk', () => {
    const text = read((w) => {
      const first = w.at() + 9
      w.open('Name')
      w.close()
      w.u8(0x01)
      w.u32(0)
      w.u32(first)
      w.closeEmpty()
      w.end()
      w.eof()
    })
    expect(text).toBe('<Name><Name></></>')
  })

  test('the end of the stream is where it is, with or without its token', () => {
    const { chunk, start, end } = writeStream((w) => {
      element(w, 'E')
      w.eof()
      w.u8(1, 2, 3)
    })
    expect(readEventTree(chunk, start, end).end).toBe(end - 4)
    expect(read((w) => element(w, 'E'))).toBe('<E></>')
  })
})

describe('Null and optional (evtx-format §6.1)', () => {
  const cases: [string, (w: StreamWriter) => void, WrittenValue, string][] = [
    ['0E in an attribute, Null', (w) => attribute(w, true), NULL, '<E><D></></>'],
    ['0E in an attribute, empty', (w) => attribute(w, true), string(''), '<E><D x="{}"></></>'],
    ['0D in an attribute, Null', (w) => attribute(w, false), NULL, '<E><D x="{null}"></></>'],
    ['0E, the element depends on it, Null', (w) => data(w, true, 0), NULL, '<E></>'],
    ['0E, the element depends on it, empty', (w) => data(w, true, 0), string(''), '<E><D>{}</></>'],
    ['0E, no dependency, Null', (w) => data(w, true, NONE), NULL, '<E><D>{null}</></>'],
    ['0D, Null', (w) => data(w, false, NONE), NULL, '<E><D>{null}</></>'],
    ['0D, the element depends on it, Null', (w) => data(w, false, 0), NULL, '<E></>'],
    ['Null with bytes', (w) => data(w, true, 0), { type: 0, bytes: Buffer.alloc(16, 1) }, '<E></>'],
    ['an index that the record lacks', (w) => data(w, false, NONE, 9), string('x'), '<E><D>{null}</></>'],
    ['depending on an index that the record lacks', (w) => data(w, false, 9), string('x'), '<E></>'],
  ]
  test.each(cases)('%s', (_, inside, value, expected) => {
    expect(read(record(inside, [value]))).toBe(expected)
  })

  test('an element within one that is left out', () => {
    const inside = (w: StreamWriter): void => element(w, 'D', () => data(w, false, NONE, 1), 0)
    expect(read(record(inside, [NULL, string('x')]))).toBe('<E></>')
  })

  test('damage inside an element that is left out is a fault all the same', () => {
    const inside = (w: StreamWriter): void => element(w, 'D', () => w.substitution(1), 0)
    expect(read(record(inside, [NULL, binXml((w) => w.u8(0x05))]))).toBe(
      '<E></> | token 0x05 where a stream begins',
    )
  })

  test('the root stays whatever it depends on', () => {
    expect(read(record((w) => w.text('x'), [NULL], 0))).toBe('<E>x</>')
  })

  function attribute(w: StreamWriter, isOptional: boolean): void {
    w.open('D', { attributes: true, dependency: NONE })
    w.attribute('x')
    w.substitution(0, isOptional)
    w.closeEmpty()
  }
})

function data(w: StreamWriter, isOptional: boolean, dependency: number, index = 0): void {
  element(w, 'D', () => w.substitution(index, isOptional), dependency)
}

const hole = (w: StreamWriter): void => w.substitution(0, false, ValueType.BinXml)

describe('templates and embedded streams', () => {
  test('values in any order, several times, or not at all', () => {
    const inside = (w: StreamWriter): void => {
      w.substitution(2)
      w.text('-')
      w.substitution(0)
      w.substitution(2)
    }
    expect(read(record(inside, [string('a'), string('b'), string('c')]))).toBe('<E>{c}-{a}{c}</>')
  })

  test('an embedded template has values of its own', () => {
    const inner = binXml((w) => {
      w.u8(0x0f, 1, 1, 0)
      w.instance(9, (d) => element(d, 'I', () => d.substitution(0), NONE), [string('inner')])
      w.eof()
    })
    expect(read(record(hole, [inner]))).toBe('<E><I>{inner}</></>')
  })

  test('embedded elements without a template, several in one value', () => {
    const inner = binXml((w) => {
      element(w, 'A', () => w.text('1'))
      element(w, 'B')
      w.eof()
    })
    expect(read(record(hole, [inner]))).toBe('<E><A>1</><B></></>')
  })

  test('the type of the value decides, not the declared one', () => {
    const inner = binXml((w) => element(w, 'A'))
    expect(read(record((w) => w.substitution(0), [inner]))).toBe('<E><A></></>')
    expect(read(record(hole, [string('x')]))).toBe('<E>{x}</>')
  })

  test('a definition used again by its offset', () => {
    const text = read(
      record(hole, [
        binXml((w) => {
          const offset = w.instance(9, (d) => element(d, 'I', () => d.substitution(0), NONE), [string('1')])
          w.instanceOf(offset, 9, [string('2')])
          w.eof()
        }),
      ]),
    )
    expect(text).toBe('<E><I>{1}</><I>{2}</></>')
  })

  test('a definition without dependency ids is read without', () => {
    const text = read((w) => {
      w.instance(7, (d) => element(d, 'E', () => d.substitution(0)), [string('x')])
    })
    expect(text).toBe('<E>{x}</>')
  })
})

describe('what cannot be read', () => {
  const cases: [string, (w: StreamWriter) => void, string][] = [
    ['nothing', () => {}, ' | 1 bytes needed, 0 left'],
    ['only the end', (w) => w.eof(), ' | token 0x00 where a stream begins'],
    ['text alone', (w) => w.text('x'), ' | token 0x05 where a stream begins'],
    [
      'an unknown token',
      (w) => element(w, 'E', () => w.u8(0x1f)),
      '<E!></> | token 0x1f where none is expected',
    ],
    ['text of another type', (w) => element(w, 'E', () => w.u8(0x05, 2)), '<E!></> | value text of type 2'],
    [
      'another definition',
      (w) => w.instance(7, () => {}, [], { storedId: 8 }),
      ' | definition has id 0x00000008, the instance asks for 0x00000007',
    ],
    [
      'a definition larger than its window',
      (w) => w.instance(7, () => {}, [], { size: 70_000 }),
      ' | 70024 bytes needed, 28 left',
    ],
    [
      'more values than bytes',
      (w) => w.instance(7, () => {}, [], { count: 9 }),
      ' | 9 values, but 0 bytes left',
    ],
    [
      'too many values',
      (w) => w.instance(7, () => {}, [], { count: MAX_VALUES + 1 }),
      ` | ${MAX_VALUES + 1} values, at most ${MAX_VALUES} are read`,
    ],
    [
      'a count made to overflow',
      (w) => w.instance(7, () => {}, [], { count: 0xffff_fff0 }),
      ` | 4294967280 values, at most ${MAX_VALUES} are read`,
    ],
    ['a definition beyond the chunk', (w) => w.instanceOf(0xffff_ff00, 7, []), ' | 24 bytes needed, 0 left'],
    [
      'a definition without an element',
      (w) => w.instance(7, (d) => d.eof(), []),
      ' | token 0x00 where a stream begins',
    ],
  ]
  test.each(cases)('%s', (_, write, expected) => {
    expect(read(write)).toBe(expected)
  })

  test.each<[string, number, string]>([
    ['beyond the chunk', 65_535, 'name at 65535, beyond the chunk'],
    ['made to overflow', 0xffff_fff8, 'name at 4294967288, beyond the chunk'],
    ['too long', 600, 'name of 65535 units, at most 1024 are read'],
  ])('a name %s', (_, offset, fault) => {
    const text = read((w) => {
      w.u8(0x01)
      w.u32(0)
      w.u32(offset)
      while (w.at() < 700) w.u8(0xff)
    })
    expect(text).toBe(` | ${fault}`)
  })

  test('elements up to the fault are kept, the text of the innermost is not', () => {
    const text = read((w) => {
      element(w, 'E', () => {
        element(w, 'A', () => w.text('1'))
        element(w, 'B', () => {
          w.text('2')
          w.u8(0x0f)
        })
      })
    })
    expect(text).toBe('<E!><A>1</><B!></></> | token 0x0f where none is expected')
  })

  test('an embedded stream costs itself only', () => {
    const bad = binXml((w) => w.u8(0x01, 0x02))
    const inside = (w: StreamWriter): void => {
      element(w, 'A', () => w.substitution(1), NONE)
      element(w, 'B', () => hole(w), NONE)
      element(w, 'C', () => w.substitution(1), NONE)
    }
    expect(read(record(inside, [bad, string('x')]))).toBe(
      '<E><A>{x}</><B>{0102}</><C>{x}</></> | 4 bytes needed, 1 left',
    )
  })
})

describe('half-written records', () => {
  const write = record(
    (w) => {
      element(w, 'A', () => w.substitution(0), NONE)
      element(w, 'B', () => w.substitution(1), NONE)
      element(w, 'C', () => w.substitution(2), NONE)
      w.open('D', { dependency: 1, attributes: true })
      w.attribute('x')
      w.substitution(1)
      w.closeEmpty()
    },
    [string('aa'), string('bbbb'), string('')],
  )

  test('values beyond the damage are absent', () => {
    expect(read(write)).toBe('<E><A>{aa}</><B>{bbbb}</><C>{}</><D x="{bbbb}"></></>')
    // 1 byte of EOF, 8 of the second value.
    expect(read(write, 3, true)).toBe('<E><A>{aa}</><B>{absent}</><C>{absent}</><D></></>')
    expect(read(write, 3, false)).toBe(' | values end 2 bytes beyond their window')
  })

  test('values whose descriptors are beyond it as well', () => {
    expect(read(write, 1 + 12 + 6, true)).toBe('<E><A>{absent}</><B>{absent}</><C>{absent}</><D></></>')
    expect(read(write, 1 + 12 + 6, false)).toBe(' | 3 values, but 6 bytes left')
  })
})

describe('limits', () => {
  const nest = (w: StreamWriter, depth: number): void => {
    if (depth > 0) element(w, 'N', () => nest(w, depth - 1))
  }

  test('elements in each other', () => {
    expect(read((w) => nest(w, MAX_DEPTH))).not.toContain('|')
    expect(read((w) => nest(w, MAX_DEPTH + 1))).toContain(`| more than ${MAX_DEPTH} elements in each other`)
    expect(read((w) => nest(w, 2000))).toContain(`| more than ${MAX_DEPTH} elements in each other`)
  })

  /** `levels` templates in each other, each showing its value `uses` times. */
  const chain = (levels: number, uses: number): WrittenValue =>
    binXml((w) => {
      const body = (d: StreamWriter): void =>
        element(
          d,
          'N',
          () => {
            for (let i = 0; i < uses; i++) hole(d)
          },
          NONE,
        )
      if (levels > 0) w.instance(levels, body, [chain(levels - 1, uses)])
      else element(w, 'Last')
    })

  test('templates in each other', () => {
    expect(read(record(hole, [chain(MAX_NESTING - 1, 1)]))).not.toContain('|')
    expect(read(record(hole, [chain(MAX_NESTING, 1)]))).toContain(
      `| more than ${MAX_NESTING} templates in each other`,
    )
  })

  test('growth by using one value many times', () => {
    expect(read(record(hole, [chain(3, 2)]))).not.toContain('|')
    expect(read(record(hole, [chain(7, 8)]))).toMatch(/\| more than/)
  })

  test('tokens', () => {
    const write = (count: number) => (w: StreamWriter) => {
      element(w, 'E', () => {
        for (let i = 0; i < count; i++) {
          w.u8(0x08)
          w.u16(0x41)
        }
      })
    }
    // Three more: the start tag counts twice, the end tag once.
    expect(read(write(MAX_RECORD_TOKENS - 3))).not.toContain('|')
    expect(read(write(MAX_RECORD_TOKENS - 2))).toContain(`| more than ${MAX_RECORD_TOKENS} tokens`)
  })
})
