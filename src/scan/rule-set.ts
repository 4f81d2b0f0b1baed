/**
 * The rules of a run. In: paths of rule files and folders, the text of the mapping. Out: documents, refusals, warnings
 * and the hash that names this set of rules.
 * Invariant: order and hash are the same whatever the order on disk; nothing that was refused is left unnamed.
 */
import { createHash } from 'node:crypto'
import type { Diagnostic } from '../base/diagnostic.ts'
import { VERSION } from '../base/version.ts'
import type { ParsedFile, SigmaDocument } from '../sigma/ast.ts'
import { parseSigma } from '../sigma/parse.ts'
import { type RuleFiles, readRuleFiles } from './rule-files.ts'

/** A rule that was refused. */
export interface RejectedRule {
  readonly file: string
  /** Its file was named as an argument itself. */
  readonly isNamed: boolean
  readonly title: string | undefined
  readonly id: string | undefined
  readonly document: number
  readonly diagnostics: readonly Diagnostic[]
}

export interface RuleSet {
  /** How many files were read. */
  readonly files: number
  /** In the order of files and of documents in a file. */
  readonly documents: readonly SigmaDocument[]
  readonly rejected: readonly RejectedRule[]
  readonly warnings: readonly Diagnostic[]
  /** Paths and files that could not be read. */
  readonly diagnostics: readonly Diagnostic[]
  /** Files named as arguments themselves, as `RuleMeta.file` has them. */
  readonly namedFiles: ReadonlySet<string>
  /** SHA-256 over the content of the files (not their names or order), the mapping and our version; hexadecimal. */
  readonly hash: string
}

export type ParseRules = (text: string, file: string) => ParsedFile

/** `mappingText` names the mapping in the hash: the file's text, or the name of the built-in one. */
export function loadRuleSet(
  paths: readonly string[],
  mappingText: string,
  parse: ParseRules = parseSigma,
): RuleSet {
  const read = readRuleFiles(paths)
  const documents: SigmaDocument[] = []
  const rejected: RejectedRule[] = []
  const warnings: Diagnostic[] = []
  for (const { file, isNamed, text } of read.files) {
    const parsed = parse(text, file)
    for (const document of parsed.documents) documents.push(document)
    for (const rule of parsed.rejected) rejected.push({ ...rule, file, isNamed })
    warnings.push(...parsed.warnings)
  }
  const namedFiles = new Set(read.files.filter((f) => f.isNamed).map((f) => f.file))
  const { diagnostics } = read
  const hash = hashRules(read, mappingText)
  return { files: read.files.length, documents, rejected, warnings, diagnostics, namedFiles, hash }
}

/** Each part is hashed first, so that no two sets can look alike joined. */
function hashRules({ digests }: RuleFiles, mappingText: string): string {
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
  return sha256(['goshawk-rules', VERSION, sha256(mappingText), ...digests].join('\n'))
}
