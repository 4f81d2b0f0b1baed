/**
 * Logs of few records to be altered byte by byte. In: events or hand-written streams. Out: the bytes of a log, and the
 * places in it that tests change. The checksums can be put right again, as someone who hides records would.
 */
import { crc32 } from '../../src/evtx/crc32.ts'
import type { LogEvent } from '../../src/evtx/encode.ts'
import { encodeLog } from '../../src/evtx/encode.ts'
import type { StreamWriter } from './binxml-bytes.ts'
import { createWriter } from './binxml-bytes.ts'

export const FILE_HEADER = 4096
export const CHUNK = 65_536
export const FIRST_RECORD = 512

/** Start of chunk `index` in the file. */
export function chunkAt(index: number): number {
  return FILE_HEADER + index * CHUNK
}

/** A log of these events as the encoder writes it. */
export function makeLog(events: readonly LogEvent[]): Buffer {
  return Buffer.from(encodeLog(events))
}

/** Offsets in the file of the records of a chunk, by the chain of their sizes. */
export function recordsAt(log: Buffer, chunk = 0): number[] {
  const places: number[] = []
  const end = chunkAt(chunk) + CHUNK
  for (let at = chunkAt(chunk) + FIRST_RECORD; at < end && log.readUInt32LE(at) === 0x2a2a; ) {
    places.push(at)
    at += log.readUInt32LE(at + 4)
  }
  return places
}

export interface ChunkChange {
  readonly firstNumber?: bigint
  readonly lastNumber?: bigint
  readonly firstId?: bigint
  readonly lastId?: bigint
  readonly freeSpace?: number
  readonly magic?: string
}

/** Changes fields of a chunk's header; its checksums are wrong then, unless `seal` follows. */
export function changeChunk(log: Buffer, change: ChunkChange, chunk = 0): Buffer {
  const at = chunkAt(chunk)
  if (change.magic !== undefined) log.write(change.magic, at, 'latin1')
  if (change.firstNumber !== undefined) log.writeBigUInt64LE(change.firstNumber, at + 8)
  if (change.lastNumber !== undefined) log.writeBigUInt64LE(change.lastNumber, at + 16)
  if (change.firstId !== undefined) log.writeBigUInt64LE(change.firstId, at + 24)
  if (change.lastId !== undefined) log.writeBigUInt64LE(change.lastId, at + 32)
  if (change.freeSpace !== undefined) log.writeUInt32LE(change.freeSpace, at + 48)
  return log
}

/** Puts the checksums of a chunk right for what it now holds. */
export function seal(log: Buffer, chunk = 0): Buffer {
  const at = chunkAt(chunk)
  const end = Math.min(Math.max(log.readUInt32LE(at + 48), FIRST_RECORD), CHUNK)
  log.writeUInt32LE(crc32(log.subarray(at + FIRST_RECORD, at + end), 0), at + 52)
  const head = crc32(log.subarray(at, at + 120), 0)
  log.writeUInt32LE(crc32(log.subarray(at + 128, at + FIRST_RECORD), head), at + 124)
  return log
}

/** Puts the file header's chunk count and checksum right. */
export function sealFile(log: Buffer): Buffer {
  log.writeUInt16LE((log.length - FILE_HEADER) / CHUNK, 42)
  log.writeUInt32LE(crc32(log.subarray(0, 120), 0), 124)
  return log
}

/** A log with one chunk of hand-written records, ids from 1 on, all header fields and checksums right. */
export function logOfStreams(streams: readonly ((w: StreamWriter) => void)[]): Buffer {
  const log = makeLog([])
  const cursor = { bytes: log, base: FILE_HEADER, at: FILE_HEADER + FIRST_RECORD }
  const writer = createWriter(cursor)
  for (const [i, write] of streams.entries()) {
    const start = cursor.at
    cursor.at += 24
    write(writer)
    const size = (cursor.at - start + 4 + 7) & ~7
    log.writeUInt32LE(0x2a2a, start)
    log.writeUInt32LE(size, start + 4)
    log.writeBigUInt64LE(BigInt(i + 1), start + 8)
    log.writeBigUInt64LE(132_000_000_000_000_000n, start + 16)
    log.writeUInt32LE(size, start + size - 4)
    cursor.at = start + size
  }
  const count = BigInt(streams.length)
  changeChunk(log, {
    firstNumber: 1n,
    lastNumber: count,
    firstId: 1n,
    lastId: count,
    freeSpace: cursor.at - FILE_HEADER,
  })
  return seal(log)
}
