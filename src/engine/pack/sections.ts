/**
 * The container of a pack: sections of bytes behind a magic, a version and a digest. In: sections. Out: one block of
 * bytes, and back. Invariant: what is read back is what was written, or nothing: a block that was cut, changed or made
 * by another version is refused as a whole.
 */
import { createHash } from 'node:crypto'

/** Changes with every change of what the sections hold. */
const FORMAT = 1
const MAGIC = Buffer.from('goshawk pack\r\n\x1a\n', 'latin1')
const DIGEST_BYTES = 32
const COUNT_OFFSET = MAGIC.length + DIGEST_BYTES + 4
const TABLE_OFFSET = COUNT_OFFSET + 4
/** Sections start at multiples of this, so that they can be looked at as 32-bit numbers in place. */
const ALIGNMENT = 8
/** Sections of a pack: 18. */
const MAX_SECTIONS = 64

export function writeSections(sections: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const offsets: number[] = []
  let end = align(TABLE_OFFSET + 8 * sections.length)
  for (const section of sections) {
    offsets.push(end)
    end = align(end + section.length)
  }
  const bytes = new Uint8Array(end)
  const view = new DataView(bytes.buffer)
  bytes.set(MAGIC)
  view.setUint32(COUNT_OFFSET - 4, FORMAT, true)
  view.setUint32(COUNT_OFFSET, sections.length, true)
  sections.forEach((section, i) => {
    view.setUint32(TABLE_OFFSET + 8 * i, offsets[i]!, true)
    view.setUint32(TABLE_OFFSET + 8 * i + 4, section.length, true)
    bytes.set(section, offsets[i])
  })
  bytes.set(digestOf(bytes), MAGIC.length)
  return bytes
}

/** The sections as views of `bytes`, which must start at an address that is a multiple of 8; else undefined. */
export function readSections(bytes: Uint8Array): readonly Uint8Array[] | undefined {
  if (bytes.length < TABLE_OFFSET || bytes.byteOffset % ALIGNMENT !== 0) return undefined
  if (MAGIC.compare(bytes, 0, MAGIC.length) !== 0) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const count = view.getUint32(COUNT_OFFSET, true)
  if (view.getUint32(COUNT_OFFSET - 4, true) !== FORMAT || count > MAX_SECTIONS) return undefined
  if (bytes.length < TABLE_OFFSET + 8 * count) return undefined
  if (digestOf(bytes).compare(bytes, MAGIC.length, MAGIC.length + DIGEST_BYTES) !== 0) return undefined
  const sections: Uint8Array[] = []
  for (let i = 0; i < count; i++) {
    const offset = view.getUint32(TABLE_OFFSET + 8 * i, true)
    const length = view.getUint32(TABLE_OFFSET + 8 * i + 4, true)
    if (offset % ALIGNMENT !== 0 || offset + length > bytes.length) return undefined
    sections.push(bytes.subarray(offset, offset + length))
  }
  return sections
}

/** SHA-256 of all that follows the digest. */
function digestOf(bytes: Uint8Array): Buffer {
  return createHash('sha256')
    .update(bytes.subarray(MAGIC.length + DIGEST_BYTES))
    .digest()
}

function align(offset: number): number {
  return Math.ceil(offset / ALIGNMENT) * ALIGNMENT
}
