/**
 * Text from evidence becomes safe to print: control characters, escape sequences, bidirectional overrides and lone
 * surrogates are shown as visible codes, so that no log can recolour, overwrite or reorder a terminal's lines.
 */

const UNSAFE =
  // C0 with TAB, CR, LF; DEL; C1; line and paragraph separators; bidirectional marks, embeddings, isolates; BOM; lone surrogates.
  /[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** `text` on one line, at most `maxUnits` UTF-16 units long (an ellipsis marks the cut). */
export function escapeTerminal(text: string, maxUnits: number = 4096): string {
  const cut = text.length > maxUnits ? `${text.slice(0, maxUnits - 1)}…` : text
  return cut.replace(UNSAFE, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
