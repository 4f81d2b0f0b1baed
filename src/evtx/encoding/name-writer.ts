/**
 * References to names: inline where the chunk has not got the name yet, an offset afterwards (evtx-format §5).
 */
import { putU16, putU32, putUtf16 } from './byte-sink.ts'
import type { ChunkDraft } from './chunk-draft.ts'
import { linkName } from './chunk-draft.ts'
import { hashWords } from './hash-words.ts'

/** A u32 offset, followed by the name itself when that is its first use. */
export function putName(chunk: ChunkDraft, name: string): void {
  const known = chunk.names.get(name)
  if (known !== undefined) {
    putU32(chunk, known)
    return
  }
  const offset = chunk.at + 4
  putU32(chunk, offset)
  const hash = hashWords(name.length, (i) => name.charCodeAt(i))
  putU32(chunk, linkName(chunk, hash, offset))
  putU16(chunk, hash & 0xffff)
  putU16(chunk, name.length)
  putUtf16(chunk, name)
  putU16(chunk, 0)
  chunk.names.set(name, offset)
}
