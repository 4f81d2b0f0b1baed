/**
 * Template instances and fragments (evtx-format §6, §7). In: chunk and markup. The definition stands inline at its
 * first use in the chunk and is referred to afterwards.
 */
import { Token } from '../binxml/tokens.ts'
import { patchU16, patchU32, putBytes, putU8, putU16, putU32 } from './byte-sink.ts'
import type { ChunkDraft } from './chunk-draft.ts'
import { linkDefinition } from './chunk-draft.ts'
import type { DefinitionId, IdentifyDefinition } from './definition.ts'
import { putElement } from './element-writer.ts'
import { hashWords } from './hash-words.ts'
import { literalElement } from './literal-markup.ts'
import type { EmbeddedElement, Markup, MarkupElement } from './markup.ts'
import { plainElementMarkup } from './plain-element-markup.ts'

/** Largest value: its size is 16 bits. */
const MAX_VALUE_BYTES = 0xffff

/** A fragment of one template instance. */
export function putFragment(chunk: ChunkDraft, markup: Markup, identify: IdentifyDefinition): void {
  putFragmentHeader(chunk)
  putInstance(chunk, markup, identify)
  putU8(chunk, Token.EndOfStream)
}

/** A fragment of one element without holes. */
export function putLiteralFragment(chunk: ChunkDraft, root: MarkupElement): void {
  putFragmentHeader(chunk)
  putElement(chunk, root, false)
  putU8(chunk, Token.EndOfStream)
}

/** Version 1.1, no flags. */
function putFragmentHeader(chunk: ChunkDraft): void {
  putBytes(chunk, Uint8Array.of(Token.FragmentHeader, 1, 1, 0))
}

function putInstance(chunk: ChunkDraft, markup: Markup, identify: IdentifyDefinition): void {
  const { root, values } = markup
  const id = identify(root)
  putU8(chunk, Token.Instance)
  putU8(chunk, 1)
  // The template id is the first dword of the GUID.
  putBytes(chunk, id.guid.subarray(0, 4))
  const known = chunk.definitions.get(id.key)
  putU32(chunk, known ?? chunk.at + 4)
  if (known === undefined) putDefinition(chunk, root, id)
  putU32(chunk, values.length)
  const descriptorsAt = chunk.at
  for (const value of values) {
    putU16(chunk, value.bytes.length)
    putU8(chunk, value.type)
    putU8(chunk, 0)
  }
  values.forEach((value, i) => {
    if (value.embedded === undefined) putBytes(chunk, value.bytes)
    else patchU16(chunk, descriptorsAt + 4 * i, putEmbedded(chunk, value.embedded, identify))
  })
}

function putDefinition(chunk: ChunkDraft, root: MarkupElement, id: DefinitionId): void {
  const offset = chunk.at
  const hash = hashWords(8, (i) => id.guid.readUInt16LE(2 * i))
  putU32(chunk, linkDefinition(chunk, hash, offset))
  putBytes(chunk, id.guid)
  putU32(chunk, 0)
  const start = chunk.at
  putFragmentHeader(chunk)
  putElement(chunk, root, true)
  putU8(chunk, Token.EndOfStream)
  patchU32(chunk, start - 4, chunk.at - start)
  chunk.definitions.set(id.key, offset)
}

/** Returns the size of the value, bytes. A larger one than the field can say does not fit into a chunk either. */
function putEmbedded(chunk: ChunkDraft, embedded: EmbeddedElement, identify: IdentifyDefinition): number {
  const start = chunk.at
  const markup = plainElementMarkup(embedded.element)
  if (embedded.form === 'fragment') putFragment(chunk, markup, identify)
  else {
    if (embedded.form === 'instance') putInstance(chunk, markup, identify)
    else putElement(chunk, literalElement(markup), false)
    putU8(chunk, Token.EndOfStream)
  }
  return Math.min(chunk.at - start, MAX_VALUE_BYTES)
}
