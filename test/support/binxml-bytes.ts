/**
 * BinXML written by hand, token by token, also such as no encoder would write. In: calls of a writer. Out: a chunk with
 * one stream. Names stand inline where they are used; sizes of elements and attribute lists are left 0.
 */
import type { ChunkBytes } from '../../src/evtx/binxml/tree-window.ts'

export interface WrittenValue {
  readonly type: number
  readonly bytes: Buffer | ((w: StreamWriter) => void)
}

export interface StreamWriter {
  /** Offset in the chunk. */
  readonly at: () => number
  readonly u8: (...values: number[]) => void
  readonly u16: (value: number) => void
  readonly u32: (value: number) => void
  readonly name: (text: string) => void
  /** `<name`; a dependency id when one is given, an attribute list when asked for. */
  readonly open: (name: string, options?: { dependency?: number; attributes?: boolean }) => void
  readonly attribute: (name: string) => void
  readonly text: (text: string) => void
  /** `>`, `/>`, `</x>`, end of the stream. */
  readonly close: () => void
  readonly closeEmpty: () => void
  readonly end: () => void
  readonly eof: () => void
  readonly substitution: (index: number, isOptional?: boolean, type?: number) => void
  /** An instance with its definition in place; returns the definition's offset. */
  readonly instance: (
    id: number,
    body: (w: StreamWriter) => void,
    values: readonly WrittenValue[],
    change?: { storedId?: number; size?: number; count?: number },
  ) => number
  /** An instance of a definition written before. */
  readonly instanceOf: (offset: number, id: number, values: readonly WrittenValue[]) => void
}

export const NONE = 0xffff

export interface WrittenStream {
  readonly chunk: ChunkBytes
  readonly start: number
  readonly end: number
}

/** A chunk, not at the start of its buffer, whose stream stands at offset 536. */
export function writeStream(write: (w: StreamWriter) => void): WrittenStream {
  const base = 128
  const bytes = Buffer.alloc(base + 65_536, 0xee)
  bytes.fill(0, base, base + 65_536)
  const cursor = { bytes, base, at: base + 536 }
  write(createWriter(cursor))
  const chunk = { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), base }
  return { chunk, start: base + 536, end: cursor.at }
}

export interface Cursor {
  readonly bytes: Buffer
  readonly base: number
  at: number
}

export function createWriter(c: Cursor): StreamWriter {
  const u8 = (...values: number[]): void => {
    for (const value of values) c.bytes[c.at++] = value
  }
  const u16 = (value: number): void => {
    c.at = c.bytes.writeUInt16LE(value, c.at)
  }
  const u32 = (value: number): void => {
    c.at = c.bytes.writeUInt32LE(value >>> 0, c.at)
  }
  const units = (text: string): void => {
    c.at += c.bytes.write(text, c.at, 'utf16le')
  }
  const at = (): number => c.at - c.base
  const name = (text: string): void => {
    u32(at() + 4)
    u32(0)
    u16(0)
    u16(text.length)
    units(text)
    u16(0)
  }
  const values = (list: readonly WrittenValue[], count: number): void => {
    u32(count)
    const descriptors = c.at
    c.at += 4 * list.length
    for (const [i, value] of list.entries()) {
      const start = c.at
      if (typeof value.bytes === 'function') value.bytes(writer)
      else c.at += value.bytes.copy(c.bytes, c.at)
      c.bytes.writeUInt16LE(c.at - start, descriptors + 4 * i)
      c.bytes[descriptors + 4 * i + 2] = value.type
    }
  }
  const writer: StreamWriter = {
    at,
    u8,
    u16,
    u32,
    name,
    open: (text, { dependency, attributes } = {}) => {
      u8(attributes === true ? 0x41 : 0x01)
      if (dependency !== undefined) u16(dependency)
      u32(0)
      name(text)
      if (attributes === true) u32(0)
    },
    attribute: (text) => {
      u8(0x06)
      name(text)
    },
    text: (text) => {
      u8(0x05, 1)
      u16(text.length)
      units(text)
    },
    close: () => u8(0x02),
    closeEmpty: () => u8(0x03),
    end: () => u8(0x04),
    eof: () => u8(0x00),
    substitution: (index, isOptional = false, type = 1) => {
      u8(isOptional ? 0x0e : 0x0d)
      u16(index)
      u8(type)
    },
    instance: (id, body, list, { storedId = id, size, count = list.length } = {}) => {
      u8(0x0c, 1)
      u32(id)
      const definition = at() + 4
      u32(definition)
      u32(0)
      u32(storedId)
      c.at += 12
      const sizeAt = c.at
      c.at += 4
      const start = c.at
      body(writer)
      c.bytes.writeUInt32LE(size ?? c.at - start, sizeAt)
      values(list, count)
      return definition
    },
    instanceOf: (offset, id, list) => {
      u8(0x0c, 1)
      u32(id)
      u32(offset)
      values(list, list.length)
    },
  }
  return writer
}

/** `<name>` with what `inside` writes `</name>`, in a definition when a dependency is given. */
export function element(
  w: StreamWriter,
  name: string,
  inside: () => void = () => {},
  dependency?: number,
): void {
  w.open(name, dependency === undefined ? {} : { dependency })
  w.close()
  inside()
  w.end()
}

export function utf16(text: string): Buffer {
  return Buffer.from(text, 'utf16le')
}
