/**
 * Text from rules as HTML that shows it and nothing else. In: any text. Out: what may stand between tags and between
 * double quotes.
 * Invariant: no tag, no attribute, no entity comes from the text; nothing in it turns the direction of its line.
 */
import { escapeTerminal } from '../../base/escape-terminal.ts'

const MARKUP: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

export function escapeHtml(text: string): string {
  return text
    .split('\n')
    .map((line) => line.split('\t').map(visible).join('\t'))
    .join('\n')
}

function visible(text: string): string {
  return escapeTerminal(text.replace(/\r$/, ''), Number.MAX_SAFE_INTEGER).replace(
    /[&<>"'`]/g,
    (letter) => MARKUP[letter]!,
  )
}
