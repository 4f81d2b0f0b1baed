/**
 * Rule files as text, before anything is parsed. In: paths, files or folders. Out: texts in a fixed order, what could
 * not be read, and a SHA-256 of the content that depends neither on names nor on order.
 */
import { createHash } from 'node:crypto'
import type { Diagnostic } from '../base/diagnostic.ts'
import { ioReason } from '../base/io-reason.ts'
import { openSource } from '../input/open.ts'
import { findFiles, type Source } from '../input/walk.ts'
import { isTestFile } from '../sigma/rule-test/is-test-file.ts'
import { isRuleFile } from './is-rule-file.ts'
import { isPackStart } from './rule-pack/is-rule-pack.ts'

/** Size of a rule file (SigmaHQ's largest: 150 KB). */
export const MAX_RULE_BYTES: number = 16 * 1024 * 1024

export interface RuleFile {
  /** The argument joined with the path below it. */
  readonly file: string
  /** Named as an argument itself, not found in a folder. */
  readonly isNamed: boolean
  readonly text: string
}

export interface RuleFiles {
  readonly files: readonly RuleFile[]
  /** Tests that stand beside rules: they are no rules, and no part of the set. */
  readonly tests: readonly RuleFile[]
  /** Paths and files that could not be read; folders without rules. */
  readonly diagnostics: readonly Diagnostic[]
  /** SHA-256 of each file's content, sorted, hexadecimal. */
  readonly digests: readonly string[]
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Reads the rule files that `paths` stand for: files named directly whatever their name, `.yml` and `.yaml` of folders. */
export function readRuleFiles(paths: readonly string[]): RuleFiles {
  const found = findFiles(paths, isRuleFile)
  const diagnostics: Diagnostic[] = [...found.diagnostics]
  for (const folder of found.emptyFolders)
    diagnostics.push(unreadable(folder, 'no .yml or .yaml file in this folder', 'warning'))
  const files: RuleFile[] = []
  const tests: RuleFile[] = []
  const digests: string[] = []
  for (const source of found.sources) {
    const read = readRuleFile(source)
    if (typeof read === 'string') {
      diagnostics.push(unreadable(source.name, read, 'error'))
      continue
    }
    const file: RuleFile = { file: source.name, isNamed: source.isNamed, text: read.text }
    if (isTestFile(file.file, file.text)) {
      tests.push(file)
      continue
    }
    digests.push(createHash('sha256').update(read.bytes).digest('hex'))
    files.push(file)
  }
  return { files, tests, diagnostics, digests: digests.sort() }
}

/** The content, or why there is none. */
function readRuleFile(source: Source): { readonly bytes: Buffer; readonly text: string } | string {
  if (source.sizeBytes > MAX_RULE_BYTES)
    return `${source.sizeBytes} bytes are more than a rule file may have (${MAX_RULE_BYTES})`
  let bytes: Buffer
  try {
    bytes = readWhole(source)
  } catch (error) {
    return ioReason(error)
  }
  if (isPackStart(bytes))
    return 'a pack of compiled rules: scan, bench, check and explain-hit take it, all else needs the rules'
  try {
    return { bytes, text: UTF8.decode(bytes) }
  } catch {
    return 'it is no UTF-8 text'
  }
}

function readWhole(source: Source): Buffer {
  const reader = openSource(source.path, source.sizeBytes)
  try {
    const bytes = Buffer.alloc(reader.sizeBytes)
    return bytes.subarray(0, reader.readAt(bytes, 0, bytes.length, 0))
  } finally {
    reader.close()
  }
}

function unreadable(source: string, message: string, severity: Diagnostic['severity']): Diagnostic {
  return { code: 'rule-unreadable', severity, source, message }
}
