/**
 * Code of rules as it is shown. In: any text. Out: the same lines; control characters, marks that turn the direction of
 * a line, and lone surrogates are visible codes. Tabs stay, and line ends become `\n`.
 */
import { escapeTerminal } from '../../base/escape-terminal.ts'

export function visibleLines(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) =>
      line
        .split('\t')
        .map((part) => escapeTerminal(part, Number.MAX_SAFE_INTEGER))
        .join('\t'),
    )
    .join('\n')
}
