/**
 * YAML text to documents: cut at its `---` lines, each the fast way where that applies and the complete way otherwise.
 * Invariant: what is wrong in one document does not reach the next.
 */
import { composeYaml } from './compose-yaml.ts'
import { MAX_COMPOSED_UNITS, MAX_DOCUMENTS } from './limits.ts'
import { isUsual, scanYaml } from './scan-yaml.ts'
import type { YamlDocument } from './yaml-node.ts'

export function readYaml(text: string): YamlDocument[] {
  const starts = findDocuments(text)
  if (starts.length > MAX_DOCUMENTS) return [refusal(0, `the file has more than ${MAX_DOCUMENTS} documents`)]
  const isFast = isUsual(text)
  const documents: YamlDocument[] = []
  let composedUnits = 0
  for (const [i, start] of starts.entries()) {
    const end = starts[i + 1] ?? text.length
    const document = isFast ? scanYaml(text, start, end) : undefined
    if (document !== undefined) {
      documents.push(document)
      continue
    }
    composedUnits += end - start
    if (composedUnits <= MAX_COMPOSED_UNITS) {
      documents.push(...composeYaml(text.slice(start, end), start))
    } else {
      const message = `flow collections, escapes and the like are read in at most ${MAX_COMPOSED_UNITS} characters of a file`
      documents.push(refusal(start, message))
    }
  }
  return documents
}

function refusal(offset: number, message: string): YamlDocument {
  return { root: undefined, problems: [{ offset, message }] }
}

/** `---` at the start of a line starts a document wherever it stands, also inside of block scalars. */
const MARKER = /^---(?=[ \t\r\n]|$)/gm
/** A line that starts with a directive belongs to the document behind its marker. */
const DIRECTIVE = /^%/m
const BLANK = /^(?:[ \t]*(?:#[^\n]*)?(?:\r?\n|$))*$/

/** Offsets at which documents start; comments before the first marker are none. */
function findDocuments(text: string): number[] {
  if (!text.startsWith('---') && !text.includes('\n---')) return [0]
  if (DIRECTIVE.test(text)) return [0]
  const starts = Array.from(text.matchAll(MARKER), ({ index }) => index)
  const [first = 0] = starts
  return first > 0 && !BLANK.test(text.slice(0, first)) ? [0, ...starts] : starts.length > 0 ? starts : [0]
}
