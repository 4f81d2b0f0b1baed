/**
 * Long texts of points: their beginning and a digest of the whole, so that they are bounded and still differ when the
 * texts do. Invariant: texts that are equal when folded stay so, others do not become so.
 */
import { hash } from 'node:crypto'
import { foldText } from '../../../base/fold.ts'

/** Units kept of a text. Names, addresses and paths are below 300; command lines go up to 32,767. */
export const MAX_TEXT_UNITS = 1024

export function cutText(text: string): string {
  if (text.length <= MAX_TEXT_UNITS) return text
  const digest = hash('sha256', Buffer.from(foldText(text), 'utf16le'), 'hex')
  const mark = `…[${text.length} characters, SHA-256 ${digest}]`
  return text.slice(0, MAX_TEXT_UNITS - mark.length) + mark
}
