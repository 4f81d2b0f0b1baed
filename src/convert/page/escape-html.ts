/**
 * Text from rules as HTML that shows it and nothing else. In: any text. Out: what may stand between tags and between
 * double quotes.
 * Invariant: no tag, no attribute, no entity comes from the text; nothing in it turns the direction of its line.
 */
import { visibleLines } from './visible-lines.ts'

const MARKUP: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

export function escapeHtml(text: string): string {
  return visibleLines(text).replace(/[&<>"'`]/g, (letter) => MARKUP[letter]!)
}
