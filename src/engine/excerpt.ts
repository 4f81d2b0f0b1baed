/**
 * A long text cut to what a report can show. In: text and what to show of it. Out: the text, or a part of it around the
 * wanted piece with `…` where something is missing. Invariant: never longer than the limit, no surrogate pair is cut.
 */
import { foldText } from '../base/fold.ts'
import { folded } from './predicate/folded.ts'

/** Longest value or pattern in the explanation of a hit, in UTF-16 units; command lines have up to 8,191. */
export const MAX_EXCERPT_UNITS = 2_048

/** How much of the limit stands before the wanted piece. */
const LEAD_UNITS = 256

/** `wanted`: a piece of the text in any case, shown if it is found. */
export function excerpt(text: string, wanted: string | undefined): string {
  if (text.length <= MAX_EXCERPT_UNITS) return text
  const found = wanted === undefined ? -1 : folded(text).indexOf(foldText(wanted))
  const room = MAX_EXCERPT_UNITS - 2
  let from = Math.min(Math.max(0, found - LEAD_UNITS), text.length - room)
  let to = from + room
  if (isLowHalf(text, from)) from++
  if (isLowHalf(text, to)) to--
  return `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`
}

function isLowHalf(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff
}
