/**
 * A page as Atomic Threat Coverage wrote it. In: the text of a rule file and its queries by back end. Out: Markdown.
 * Invariant: for rules without harmful text, the bytes of the page of old.
 */

import { type PlainDocument, readPlainDocuments } from '../../../sigma/read-plain-documents.ts'
import type { Dialect } from '../../conversion.ts'
import { fence } from '../escape-markdown.ts'
import { drawCard } from './card.ts'

export interface OldQuery {
  readonly backend: string
  /** Empty when there is none. */
  readonly text: string
}

export function drawOldPage(
  text: string,
  queries: readonly OldQuery[],
  dialect: Exclude<Dialect, 'default'>,
): string {
  const documents: readonly PlainDocument[] = readPlainDocuments(text)
  // Later pages lost the last line end of the rule.
  const rule = dialect === 'sigmac-seed' ? text.replace(/\n+$/, '') : text
  return `${drawCard(documents)}

## Detection Rules

### Sigma rule

${fence(rule)}




${queries.map((query) => drawQuery(query, dialect)).join('')}

`
}

/** Earlier pages kept the empty line that ends a watch; white space behind the last query is the pages' own. */
function drawQuery({ backend, text }: OldQuery, dialect: Exclude<Dialect, 'default'>): string {
  const end = dialect === 'sigmac-pages' && backend === 'xpack-watcher' && text !== '' ? '\n' : ''
  return `\n### ${backend}\n    \n${fence(text + end)}\n\n`
}
