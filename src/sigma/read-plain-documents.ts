/**
 * A Sigma file as plain values, document by document, whatever is wrong with its rules: for pages that show what stands
 * in a file. In: its text. Out: the map of each document (objects without prototype). Never throws on input.
 * Invariant: nothing is merged, checked or translated; what is no map is left out.
 */
import { MAX_FILE_UNITS } from './limits.ts'
import { readYaml } from './read-yaml.ts'
import { toPlain } from './to-plain.ts'

export type PlainDocument = Readonly<Record<string, unknown>>

export function readPlainDocuments(text: string): readonly PlainDocument[] {
  if (text.length > MAX_FILE_UNITS) return []
  const content = text.startsWith('\ufeff') ? text.slice(1) : text
  return readYaml(content).flatMap(({ root }) =>
    root?.kind === 'map' ? [toPlain(root) as PlainDocument] : [],
  )
}
