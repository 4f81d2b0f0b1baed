/**
 * The rules of a run. In: paths of rules, of filters and of a file of placeholder values, the text of the mapping. Out:
 * documents, refusals, warnings, values and the hash that names this set of rules.
 * Invariant: order and hash are the same whatever the order on disk; nothing that was refused is left unnamed.
 */
import { createHash } from 'node:crypto'
import type { Diagnostic } from '../base/diagnostic.ts'
import { VERSION } from '../base/version.ts'
import type { ParsedFile, SigmaDocument } from '../sigma/ast.ts'
import { parseSigma } from '../sigma/parse.ts'
import type { Placeholders } from '../sigma/read-placeholders.ts'
import { loadPlaceholders } from './load-placeholders.ts'
import { type RuleFile, type RuleFiles, readRuleFiles } from './rule-files.ts'

/** A rule that was refused. */
export interface RejectedRule {
  readonly kind: SigmaDocument['kind']
  readonly file: string
  /** Its file was named as an argument itself. */
  readonly isNamed: boolean
  readonly title: string | undefined
  readonly id: string | undefined
  readonly name: string | undefined
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
  /** Empty without a file of values, undefined when that file cannot be used: `placeholderErrors` says why. */
  readonly placeholders: Placeholders | undefined
  readonly placeholderErrors: readonly Diagnostic[]
  /**
   * SHA-256 over the content of the files of rules, filters and placeholders (not their names or order), the mapping
   * and our version; hexadecimal.
   */
  readonly hash: string
  readonly digests: RuleDigests
}

/** SHA-256 of each file's content, hexadecimal, by what the file is for; each list sorted. */
export interface RuleDigests {
  readonly rules: readonly string[]
  readonly filters: readonly string[]
  readonly placeholders: readonly string[]
}

export type ParseRules = (text: string, file: string) => ParsedFile

export interface RuleSetOptions {
  /** Files and folders of filters, beside those among the rules. */
  readonly filters?: readonly string[]
  /** A file of placeholder values. */
  readonly placeholders?: string | undefined
  readonly parse?: ParseRules
}

/** `mappingText` names the mapping in the hash: the file's text, or the name of the built-in one. */
export function loadRuleSet(
  paths: readonly string[],
  mappingText: string,
  { filters = [], placeholders, parse = parseSigma }: RuleSetOptions = {},
): RuleSet {
  const rules = readRuleFiles(paths)
  const filterFiles = leaveOut(readRuleFiles(filters), rules)
  const values = loadPlaceholders(placeholders)
  const files = [...rules.files, ...filterFiles.files]
  const parsed = [
    ...rules.files.map((file) => parseFile(file, parse)),
    ...filterFiles.files.map((file) => onlyFilters(parseFile(file, parse), file.isNamed)),
  ]
  const digests: RuleDigests = {
    rules: rules.digests,
    filters: filterFiles.digests,
    placeholders: values.digest === undefined ? [] : [values.digest],
  }
  return {
    files: files.length,
    documents: parsed.flatMap(({ documents }) => documents),
    rejected: parsed.flatMap(({ rejected }) => rejected),
    warnings: [...parsed.flatMap(({ warnings }) => warnings), ...values.warnings],
    diagnostics: [
      ...rules.diagnostics,
      ...filterFiles.diagnostics,
      ...rules.tests.filter(isNamed).map(noRules),
    ],
    namedFiles: new Set(files.filter(({ isNamed }) => isNamed).map(({ file }) => file)),
    placeholders: values.placeholders,
    placeholderErrors: values.errors,
    hash: hashRules(mappingText, digests),
    digests,
  }
}

function isNamed(file: RuleFile): boolean {
  return file.isNamed
}

/** Tests in folders are passed over; who names them expects something of them. */
function noRules({ file }: RuleFile): Diagnostic {
  const message = 'it holds tests of a rule and no rule (goshawk rules test runs them)'
  return { code: 'rule-unreadable', severity: 'warning', source: file, message }
}

/** Without the files that were read before, for a folder of filters inside of one of rules. */
function leaveOut(read: RuleFiles, before: RuleFiles): RuleFiles {
  const known = new Set(before.files.map(({ file }) => file))
  return { ...read, files: read.files.filter(({ file }) => !known.has(file)) }
}

interface ParsedRules {
  readonly documents: readonly SigmaDocument[]
  readonly rejected: readonly RejectedRule[]
  readonly warnings: readonly Diagnostic[]
}

function parseFile({ file, isNamed, text }: RuleFile, parse: ParseRules): ParsedRules {
  const { documents, rejected, warnings } = parse(text, file)
  return { documents, rejected: rejected.map((rule) => ({ ...rule, file, isNamed })), warnings }
}

/** In a path of filters everything else is refused. */
function onlyFilters({ documents, rejected, warnings }: ParsedRules, isNamed: boolean): ParsedRules {
  const others = documents.filter(({ kind }) => kind !== 'filter')
  return {
    documents: documents.filter(({ kind }) => kind === 'filter'),
    rejected: [...rejected, ...others.map((document) => refuseOther(document, isNamed))],
    warnings,
  }
}

function refuseOther(rule: SigmaDocument, isNamed: boolean): RejectedRule {
  const { kind, file, title, id, name, document, position } = rule
  const message = `a ${kind} rule, and --filters takes filters only; give it with --rules`
  const diagnostic: Diagnostic = {
    code: 'not-a-filter',
    severity: 'error',
    source: file,
    message,
    ...position,
  }
  return { kind, file, isNamed, title, id, name, document, diagnostics: [diagnostic] }
}

/** Each part is hashed first, so that no two sets can look alike joined. */
export function hashRules(mappingText: string, { rules, filters, placeholders }: RuleDigests): string {
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
  const parts = [mappingText, ...[rules, filters, placeholders].map((list) => list.join('\n'))]
  return sha256(['goshawk-rules', VERSION, ...parts.map(sha256)].join('\n'))
}
