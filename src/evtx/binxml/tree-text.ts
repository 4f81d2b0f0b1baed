/**
 * Text of a mix of literals and values. In: pieces and the bytes that values lie in. Out: one text.
 * Invariant: no more than the limit is put together; the rest is cut.
 */
import type { ByteWindow } from '../../event/render-text.ts'
import { spanTexts } from '../../event/values.ts'
import type { TreePiece } from './tree-types.ts'

/** The pieces one after another; items of an array inside other text are separated by blanks. */
export function joinPieces(pieces: readonly TreePiece[], bytes: ByteWindow, maxUnits: number): string {
  let text = ''
  for (const piece of pieces) {
    if (piece.kind === 'text') text += piece.text
    else {
      const { type, offset, length } = piece.span
      text += spanTexts(bytes, type, offset, length).join(' ')
    }
    if (text.length > maxUnits) return text.slice(0, maxUnits)
  }
  return text
}
