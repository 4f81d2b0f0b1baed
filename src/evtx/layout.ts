/**
 * Where the chunks of a log lie. In: a file. Out: the layout, undefined when there is no chunk at all; diagnostics.
 * Invariant: chunks lie at steps of 64 KiB to the end of the file, whatever the header says; the header only warns.
 */
import type { ByteReader } from '../base/byte-reader.ts'
import type { Diagnostic, DiagnosticCode, Severity } from '../base/diagnostic.ts'
import type { LogLayout, ReportDiagnostic } from '../event/decoder.ts'
import { hasChunkMagic } from './chunk-header.ts'
import { checkFileHeader, type FileClaims, readFileClaims } from './file-header.ts'
import { CHUNK_BYTES, FILE_HEADER_BYTES } from './format.ts'
import { guessContent } from './guess-content.ts'
import { readFully } from './read-fully.ts'

/** How far chunks are looked for at steps of 4096 bytes when the header does not help. */
const MAX_SEARCH_BYTES = 64 * 1024 * 1024
/** Up to here a chunk is found at any offset. */
const ANY_OFFSET_BYTES = CHUNK_BYTES + FILE_HEADER_BYTES
/** Chunk slots looked at beyond the header's count, and at the start. */
const MAX_PROBES = 64
const SEARCH_STEP_BYTES = 4096
const BLOCK_BYTES = 1024 * 1024

interface Probe {
  readonly reader: ByteReader
  readonly source: string
  readonly report: ReportDiagnostic
}

export function readLayout(
  reader: ByteReader,
  source: string,
  report: ReportDiagnostic,
): LogLayout | undefined {
  const probe: Probe = { reader, source, report }
  if (reader.sizeBytes === 0) return say(probe, 'empty-file', 'error', 'the file has no bytes')
  try {
    return findChunks(probe)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return say(probe, 'path-unreadable', 'error', `the file could not be read: ${message}`)
  }
}

function findChunks(probe: Probe): LogLayout | undefined {
  const head = readBytes(probe.reader, 0, Math.min(probe.reader.sizeBytes, ANY_OFFSET_BYTES + 8))
  const claims = readFileClaims(head.subarray(0, FILE_HEADER_BYTES))
  const first = firstChunkOffset(probe, head, claims)
  if (first === undefined) {
    const message = claims.hasMagic
      ? 'an event log header without any chunk'
      : `no event log; it looks like ${guessContent(head)}`
    return say(probe, 'not-evtx', 'error', message)
  }
  const { sizeBytes } = probe.reader
  const chunkCount = Math.ceil((sizeBytes - first) / CHUNK_BYTES)
  if (!claims.hasMagic || first !== FILE_HEADER_BYTES || !claims.isSane)
    say(probe, 'bad-file-header', 'warning', `chunks were found at ${first} and every 64 KiB after`)
  if (claims.hasMagic) {
    for (const diagnostic of checkFileHeader(head, probe.source)) probe.report(diagnostic)
    checkChunkCount(probe, claims, first, chunkCount)
  }
  const rest = (sizeBytes - first) % CHUNK_BYTES
  if (rest !== 0)
    say(probe, 'file-truncated', 'warning', `the last chunk has ${rest} of ${CHUNK_BYTES} bytes`)
  return { sizeBytes, firstChunkOffsetBytes: first, chunkCount }
}

/** Offset of the first chunk slot; undefined when no chunk is found. */
function firstChunkOffset(probe: Probe, head: Buffer, claims: FileClaims): number | undefined {
  const { sizeBytes } = probe.reader
  if (claims.hasMagic && sizeBytes <= FILE_HEADER_BYTES) return undefined
  if (claims.hasMagic && isUsual(probe.reader, head)) return FILE_HEADER_BYTES
  const found = searchSteps(probe.reader) ?? searchBytes(head)
  if (found !== undefined) return found % CHUNK_BYTES
  return claims.hasMagic ? FILE_HEADER_BYTES : undefined
}

/** A chunk, or none yet, where the first one belongs; or a chunk in one of the next slots. */
function isUsual(reader: ByteReader, head: Buffer): boolean {
  if (isZero(head.subarray(FILE_HEADER_BYTES, FILE_HEADER_BYTES + CHUNK_BYTES))) return true
  return findMagic(reader, FILE_HEADER_BYTES, CHUNK_BYTES, MAX_PROBES) !== undefined
}

function isZero(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0)
}

/** The first of `count` places, `step` bytes apart, with a chunk's signature. */
function findMagic(reader: ByteReader, from: number, step: number, count: number): number | undefined {
  const magic = Buffer.alloc(8)
  for (let i = 0, at = from; i < count && at + 8 <= reader.sizeBytes; i++, at += step) {
    if (readFully(reader, magic, 0, 8, at) === 8 && hasChunkMagic(viewOf(magic), 0)) return at
  }
  return undefined
}

function searchSteps(reader: ByteReader): number | undefined {
  const end = Math.min(reader.sizeBytes, MAX_SEARCH_BYTES)
  const block = Buffer.alloc(Math.min(BLOCK_BYTES, end))
  const view = viewOf(block)
  for (let from = 0; from < end; from += BLOCK_BYTES) {
    const length = readFully(reader, block, 0, Math.min(BLOCK_BYTES, end - from), from)
    for (let at = 0; at + 8 <= length; at += SEARCH_STEP_BYTES) if (hasChunkMagic(view, at)) return from + at
  }
  return undefined
}

function searchBytes(head: Buffer): number | undefined {
  const at = head.indexOf('ElfChnk\0', 0, 'latin1')
  return at < 0 ? undefined : at
}

/** The count is 16 bits wide and leaves out slots reserved in advance, which are zero. */
function checkChunkCount(probe: Probe, claims: FileClaims, first: number, slots: number): void {
  const { chunkCount } = claims
  if (slots > 0xffff) return
  if (chunkCount > slots)
    say(
      probe,
      'header-chunk-count',
      'warning',
      `the header says ${chunkCount} chunks, the file holds ${slots}`,
    )
  const beyond = first + chunkCount * CHUNK_BYTES
  const found = findMagic(probe.reader, beyond, CHUNK_BYTES, Math.min(MAX_PROBES, slots - chunkCount))
  if (found === undefined) return
  const message = `the header says ${chunkCount} chunks, but chunk ${(found - first) / CHUNK_BYTES} is in use`
  say(probe, 'header-chunk-count', 'warning', message)
}

function readBytes(reader: ByteReader, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  return bytes.subarray(0, readFully(reader, bytes, 0, length, position))
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}

function say(probe: Probe, code: DiagnosticCode, severity: Severity, message: string): undefined {
  const diagnostic: Diagnostic = { code, severity, source: probe.source, message }
  probe.report(diagnostic)
  return undefined
}
