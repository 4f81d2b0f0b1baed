/**
 * All of YAML 1.2 by the `yaml` library: text in, documents of plain nodes out. The obvious way beside `scan-yaml`,
 * which reads the simple documents that most rules are.
 * Invariant: whatever the text, no exception, no recursion deeper than `MAX_YAML_DEPTH` (the library recurses, and V8
 * ends the process when it compiles a regular expression on an exhausted stack).
 */
import type { CST } from 'yaml'
import { convertDocument } from './convert-yaml.ts'
import { MAX_DOCUMENTS, MAX_YAML_DEPTH } from './limits.ts'
import { measureDepth, startDepth } from './yaml-depth.ts'
import { yamlLibrary } from './yaml-library.ts'
import type { YamlDocument } from './yaml-node.ts'

/** The failsafe schema leaves every scalar as text (`scalarValue` types it); the library's key check is quadratic. */
const OPTIONS = {
  schema: 'failsafe',
  version: '1.2',
  uniqueKeys: false,
  resolveKnownTags: false,
  keepSourceTokens: false,
  prettyErrors: false,
} as const

/** `base` is where `text` starts in its file. */
export function composeYaml(text: string, base: number): YamlDocument[] {
  const tokens = tokenise(text)
  if (typeof tokens === 'string') return [{ root: undefined, problems: [{ offset: base, message: tokens }] }]
  const documents: YamlDocument[] = []
  const { Composer } = yamlLibrary()
  for (const document of new Composer(OPTIONS).compose(tokens))
    documents.push(convertDocument(document, base))
  return documents
}

/** The library's syntax tokens, one for a document; or why there are too many or too deep ones. */
function tokenise(text: string): CST.Token[] | string {
  const { Lexer, Parser } = yamlLibrary()
  const parser = new Parser()
  const tokens: CST.Token[] = []
  const depth = startDepth()
  for (const lexeme of new Lexer().lex(text)) {
    if (measureDepth(depth, lexeme) > MAX_YAML_DEPTH) return tooDeep()
    tokens.push(...parser.next(lexeme))
    if (tokens.length > MAX_DOCUMENTS) return `there are more than ${MAX_DOCUMENTS} documents`
  }
  tokens.push(...parser.end())
  return tokens.some(isTooDeep) ? tooDeep() : tokens
}

function tooDeep(): string {
  return `collections are nested deeper than ${MAX_YAML_DEPTH} levels`
}

/** Walks with its own stack; only collections count. */
function isTooDeep(document: CST.Token): boolean {
  const stack: { readonly token: CST.Token; readonly depth: number }[] = [{ token: document, depth: 0 }]
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { token, depth } = top
    if (depth > MAX_YAML_DEPTH) return true
    if (token.type === 'document') {
      if (token.value !== undefined) stack.push({ token: token.value, depth })
    } else if ('items' in token) {
      for (const item of token.items) {
        if (item.key) stack.push({ token: item.key, depth: depth + 1 })
        if (item.value) stack.push({ token: item.value, depth: depth + 1 })
      }
    }
  }
  return false
}
