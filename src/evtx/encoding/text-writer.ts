/**
 * Text of elements and attributes as tokens. Markup characters become entity references, as in real records
 * (evtx-format §4.1), so one text may be several tokens.
 */
import { Token } from '../binxml/tokens.ts'
import { putU8, putU16, putUtf16 } from './byte-sink.ts'
import type { ChunkDraft } from './chunk-draft.ts'
import type { TextPiece } from './markup.ts'
import { putName } from './name-writer.ts'

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', 'amp'],
  ['<', 'lt'],
  ['>', 'gt'],
  ['"', 'quot'],
])

/** Longest text of one token, UTF-16 units. */
const MAX_UNITS = 0xffff

/** Added to a token of text: the text goes on with the next one. */
const MORE = 0x40

/** String is the only type of value text (evtx-format §4). */
const TEXT_TYPE = 1

/** Writes a run of pieces; `isAttribute` also replaces quotation marks. */
export function putPieces(chunk: ChunkDraft, pieces: readonly TextPiece[], isAttribute: boolean): void {
  const parts = pieces.flatMap((piece) =>
    piece.kind === 'text' ? splitText(piece.text, isAttribute) : [piece],
  )
  parts.forEach((part, i) => {
    putPart(chunk, part, i + 1 < parts.length ? MORE : 0)
  })
}

/** Text between entities, and the entities. */
function splitText(text: string, isAttribute: boolean): TextPiece[] {
  const parts: TextPiece[] = []
  for (const part of text.split(isAttribute ? /([&<>"])/ : /([&<>])/)) {
    const name = ENTITIES.get(part)
    if (name !== undefined) parts.push({ kind: 'entityRef', name })
    else
      for (let i = 0; i < part.length; i += MAX_UNITS)
        parts.push({ kind: 'text', text: part.slice(i, i + MAX_UNITS) })
  }
  return parts
}

function putPart(chunk: ChunkDraft, part: TextPiece, more: number): void {
  switch (part.kind) {
    case 'text':
      putU8(chunk, Token.Text | more)
      putU8(chunk, TEXT_TYPE)
      putCounted(chunk, part.text)
      break
    case 'cdata':
      putU8(chunk, Token.Cdata | more)
      putCounted(chunk, part.text)
      break
    case 'charRef':
      putU8(chunk, Token.CharRef | more)
      putU16(chunk, part.unit)
      break
    case 'entityRef':
      putU8(chunk, Token.EntityRef | more)
      putName(chunk, part.name)
      break
    case 'pi':
      putU8(chunk, Token.PiTarget)
      putName(chunk, part.target)
      putU8(chunk, Token.PiData)
      putCounted(chunk, part.data)
      break
    case 'hole':
      putU8(chunk, part.optional ? Token.OptionalSubstitution : Token.Substitution)
      putU16(chunk, part.index)
      putU8(chunk, part.declaredType)
  }
}

function putCounted(chunk: ChunkDraft, text: string): void {
  if (text.length > MAX_UNITS)
    throw new RangeError(`a text has ${text.length} units, the most is ${MAX_UNITS}`)
  putU16(chunk, text.length)
  putUtf16(chunk, text)
}
