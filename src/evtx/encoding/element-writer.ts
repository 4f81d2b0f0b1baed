/**
 * An element as tokens (evtx-format §4). In: chunk and tree. Dependency ids exist only inside template definitions.
 */
import { HAS_ATTRIBUTES, Token } from '../binxml/tokens.ts'
import { patchU32, putU8, putU16, putU32 } from './byte-sink.ts'
import type { ChunkDraft } from './chunk-draft.ts'
import type { MarkupAttribute, MarkupElement, TextPiece } from './markup.ts'
import { putName } from './name-writer.ts'
import { putPieces } from './text-writer.ts'

/** Added to an attribute's token: another one follows. */
const MORE = 0x40

/** No dependency. */
const INDEPENDENT = 0xffff

export function putElement(chunk: ChunkDraft, element: MarkupElement, inDefinition: boolean): void {
  const { attributes, children, dependsOn } = element
  putU8(chunk, Token.OpenElement | (attributes.length > 0 ? HAS_ATTRIBUTES : 0))
  if (inDefinition) putU16(chunk, dependsOn < 0 ? INDEPENDENT : dependsOn)
  const sizeAt = reserveSize(chunk)
  putName(chunk, element.name)
  if (attributes.length > 0) putAttributes(chunk, attributes)
  if (children.length === 0) {
    putU8(chunk, Token.CloseEmpty)
  } else {
    putU8(chunk, Token.CloseStart)
    putChildren(chunk, children, inDefinition)
    putU8(chunk, Token.EndElement)
  }
  patchSize(chunk, sizeAt)
}

/** Text and substitutions between two child elements are one run. */
function putChildren(chunk: ChunkDraft, children: MarkupElement['children'], inDefinition: boolean): void {
  let run: TextPiece[] = []
  for (const child of children) {
    if (child.kind !== 'element') {
      run.push(child)
      continue
    }
    putPieces(chunk, run, false)
    run = []
    putElement(chunk, child, inDefinition)
  }
  putPieces(chunk, run, false)
}

function putAttributes(chunk: ChunkDraft, attributes: readonly MarkupAttribute[]): void {
  const sizeAt = reserveSize(chunk)
  attributes.forEach(({ name, pieces }, i) => {
    putU8(chunk, Token.Attribute | (i + 1 < attributes.length ? MORE : 0))
    putName(chunk, name)
    putPieces(chunk, pieces, true)
  })
  patchSize(chunk, sizeAt)
}

/** The place of a u32 size, to be filled in by `patchSize`. */
function reserveSize(chunk: ChunkDraft): number {
  putU32(chunk, 0)
  return chunk.at - 4
}

/** The size counts from behind its own field to here. */
function patchSize(chunk: ChunkDraft, sizeAt: number): void {
  patchU32(chunk, sizeAt, chunk.at - sizeAt - 4)
}
