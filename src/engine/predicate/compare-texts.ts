/**
 * `fieldref`: a text of a field against a text of another one. In: the mode. Out: a test of two texts.
 * Invariant: case-insensitive; the other text is literal, wildcards in event data mean nothing.
 */
import { foldText } from '../../base/fold.ts'

export type FieldRefMode = 'equals' | 'startswith' | 'endswith' | 'contains'

export function compareTexts(mode: FieldRefMode, text: string, other: string): boolean {
  const foldedText = foldText(text)
  const foldedOther = foldText(other)
  switch (mode) {
    case 'equals':
      return foldedText === foldedOther
    case 'startswith':
      return foldedText.startsWith(foldedOther)
    case 'endswith':
      return foldedText.endsWith(foldedOther)
    case 'contains':
      return foldedText.includes(foldedOther)
  }
}
