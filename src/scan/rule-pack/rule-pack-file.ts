/**
 * The file of a pack of rules: a magic, a digest, the version that wrote it, and blocks of bytes, compressed. In: blocks.
 * Out: bytes, and back; or why they are none. Invariant: a file that was cut or changed, or that another version wrote,
 * is refused as a whole; nothing is unpacked beyond `MAX_UNPACKED_BYTES`.
 * Compression also keeps what rules look for from lying readable in the file: virus scanners take such text for malware.
 */
import { createHash } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { VERSION } from '../../base/version.ts'
import { MAGIC } from './is-rule-pack.ts'

/** Changes with every change of what the blocks hold, also between two versions. */
const FORMAT = 1
const DIGEST_BYTES = 32
const FORMAT_OFFSET = MAGIC.length + DIGEST_BYTES
const VERSION_OFFSET = FORMAT_OFFSET + 4
/** Of the version's text, filled with zeros. */
const VERSION_BYTES = 32
const TABLE_OFFSET = VERSION_OFFSET + VERSION_BYTES
const BLOCKS = 2
/** Of each block: bytes in the file, bytes unpacked. */
const ENTRY_BYTES = 8
const HEADER_BYTES = TABLE_OFFSET + BLOCKS * ENTRY_BYTES

/** A larger file is no pack (SigmaHQ's 2,850 Windows rules: 4 MB). */
export const MAX_FILE_BYTES: number = 128 * 1024 * 1024
/** Of one block (SigmaHQ's: 18 MB). A few kilobytes could else fill the memory. */
export const MAX_UNPACKED_BYTES: number = 256 * 1024 * 1024

/** An empty block is one that is not there. */
export type Blocks = readonly [documents: Uint8Array, program: Uint8Array]

export interface RulePackFile {
  /** The block's bytes; a text says what is wrong with it. */
  unpack(block: 0 | 1): Uint8Array | string
}

export type PackFault = {
  readonly code: 'pack-damaged' | 'pack-version'
  readonly message: string
}

export function writeRulePackFile(blocks: Blocks): Uint8Array {
  const packed = blocks.map((block) => deflateRawSync(block, { level: 9 }))
  const header = Buffer.alloc(HEADER_BYTES)
  MAGIC.copy(header)
  header.writeUInt32LE(FORMAT, FORMAT_OFFSET)
  header.write(VERSION, VERSION_OFFSET, VERSION_BYTES, 'latin1')
  packed.forEach((bytes, i) => {
    header.writeUInt32LE(bytes.length, TABLE_OFFSET + ENTRY_BYTES * i)
    header.writeUInt32LE(blocks[i]!.length, TABLE_OFFSET + ENTRY_BYTES * i + 4)
  })
  const file = Buffer.concat([header, ...packed])
  digestOf(file).copy(file, MAGIC.length)
  return file
}

export function readRulePackFile(bytes: Uint8Array): RulePackFile | PackFault {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (!file.subarray(0, MAGIC.length).equals(MAGIC))
    return damaged('it does not begin as a pack of rules does')
  if (file.length < HEADER_BYTES) return damaged(`it ends after ${file.length} bytes, within its header`)
  if (!digestOf(file).equals(file.subarray(MAGIC.length, FORMAT_OFFSET)))
    return damaged('its content does not fit its digest: it was cut or changed on the way; copy it again')
  const format = file.readUInt32LE(FORMAT_OFFSET)
  const version = readVersion(file)
  if (version !== VERSION || format !== FORMAT) return otherVersion(version, format)
  const blocks = locateBlocks(file)
  if (blocks === undefined) return damaged('its parts are not as long as they say')
  return { unpack: (block) => unpack(blocks[block]!) }
}

interface Block {
  readonly packed: Buffer
  readonly unpackedBytes: number
}

/** One behind the other to the end of the file. */
function locateBlocks(file: Buffer): readonly Block[] | undefined {
  const blocks: Block[] = []
  let at = HEADER_BYTES
  for (let i = 0; i < BLOCKS; i++) {
    const packedBytes = file.readUInt32LE(TABLE_OFFSET + ENTRY_BYTES * i)
    const unpackedBytes = file.readUInt32LE(TABLE_OFFSET + ENTRY_BYTES * i + 4)
    if (at + packedBytes > file.length) return undefined
    blocks.push({ packed: file.subarray(at, at + packedBytes), unpackedBytes })
    at += packedBytes
  }
  return at === file.length ? blocks : undefined
}

function unpack({ packed, unpackedBytes }: Block): Uint8Array | string {
  if (unpackedBytes > MAX_UNPACKED_BYTES)
    return `a part of it unpacks to ${unpackedBytes} bytes, more than ${MAX_UNPACKED_BYTES}`
  try {
    const bytes = inflateRawSync(packed, { maxOutputLength: Math.max(1, unpackedBytes) })
    return bytes.length === unpackedBytes ? bytes : 'a part of it is shorter than it says'
  } catch {
    return 'a part of it cannot be unpacked, or unpacks to more than it says'
  }
}

function readVersion(file: Buffer): string {
  const text = file.toString('latin1', VERSION_OFFSET, VERSION_OFFSET + VERSION_BYTES)
  return text.replace(/\0.*$/s, '').replace(/[^\x20-\x7e]/g, '?')
}

function otherVersion(version: string, format: number): PackFault {
  const own = `${VERSION}, format ${FORMAT}`
  const message = `it was compiled by goshawk ${version}, format ${format}; this is ${own}: compile the rules again with it`
  return { code: 'pack-version', message }
}

function damaged(message: string): PackFault {
  return { code: 'pack-damaged', message }
}

/** SHA-256 of all that follows the digest. */
function digestOf(file: Buffer): Buffer {
  return createHash('sha256').update(file.subarray(FORMAT_OFFSET)).digest()
}
