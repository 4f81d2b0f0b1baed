/**
 * `goshawk rules explain`: one rule described, as text or JSON.
 */
import { existsSync } from 'node:fs'
import { escapeTerminal } from '../../../base/escape-terminal.ts'
import { describeRule, type RuleDescription } from '../../../engine/describe/describe-rule.ts'
import type { SigmaDocument } from '../../../sigma/ast.ts'
import { readReferences } from '../../../sigma/rule-reference.ts'
import { EXIT } from '../../exit.ts'
import type { GivenFlags } from '../../main.ts'
import { createPaint, formatDiagnostic, say } from '../../messages.ts'
import { listFlag, textFlag } from '../../options.ts'
import { describeLines } from './describe-lines.ts'
import { type LoadedRules, loadRules } from './load-rules.ts'

/** Rules of one name that are explained at once: a file may hold several. */
const MAX_EXPLAINED = 20
/** Columns of text that goes to a file or a pipe. */
const WIDE_COLUMNS = 120

/** Runs the command; returns the exit code. */
export async function runRulesExplain(names: readonly string[], flags: GivenFlags): Promise<number> {
  const [name] = names
  if (name === undefined || names.length > 1) return refuse('one rule is needed: its id, name, title or file')
  const given = listFlag(flags, 'rules')
  // A rule named by its file needs no other rules.
  const loaded = loadRules(given.length === 0 && existsSync(name) ? [name] : given, flags)
  if (typeof loaded === 'string') return refuse(loaded)
  const hasColor = flags.color !== false
  const errorPaint = createPaint(process.stderr, hasColor)
  for (const diagnostic of loaded.diagnostics) say(formatDiagnostic(diagnostic, errorPaint))
  const found = findDocuments(loaded, name)
  if (typeof found === 'string') return refuse(found)
  const described = found.map((document) => describe(document, loaded))
  if (textFlag(flags, 'format') === 'json') {
    process.stdout.write(`${JSON.stringify(described.length === 1 ? described[0] : described, null, 1)}\n`)
    return EXIT.ok
  }
  const paint = createPaint(process.stdout, hasColor)
  const columns = process.stdout.columns ?? WIDE_COLUMNS
  process.stdout.write(
    described.map((rule) => `${describeLines(rule, columns, paint).join('\n')}\n`).join('\n'),
  )
  return EXIT.ok
}

function refuse(message: string): number {
  say(`goshawk: ${escapeTerminal(message)} (goshawk rules explain --help lists the flags)`)
  return EXIT.usage
}

/** The rules meant; a text says why there are none. */
function findDocuments({ set }: LoadedRules, name: string): readonly SigmaDocument[] | string {
  const references = readReferences([name])
  const found = set.documents.filter((document) => references.names(document))
  const files = new Set(found.map(({ file }) => file))
  if (found.length > 0 && (files.size === 1 || found.length === 1)) return found.slice(0, MAX_EXPLAINED)
  if (found.length > 0) {
    const ids = found.slice(0, 5).map(({ id, file }) => `${id ?? '(no id)'} in ${file}`)
    return `${found.length} rules are called "${name}": ${ids.join(', ')}`
  }
  const refused = set.rejected.find((rule) => references.names(rule))
  if (refused === undefined) {
    const count = set.documents.length + set.rejected.length
    return `none of the ${count} rules has the id, name, title or file "${name}"; give others with --rules PATH`
  }
  const [first] = refused.diagnostics
  return `"${refused.title ?? refused.file}" could not be read: ${refused.file}:${first?.line ?? 1}:${first?.column ?? 1}: ${first?.message ?? ''}`
}

function describe(document: SigmaDocument, { set, prepared }: LoadedRules): RuleDescription {
  const isSame = (other: SigmaDocument): boolean =>
    other.file === document.file && other.document === document.document
  const runs =
    prepared.runnable.find(({ rule }) => isSame(rule)) ??
    prepared.rejected.find((one) => isSame(one.document))?.diagnostics[0]?.message ??
    prepared.notApplicable.find((one) => isSame(one.document))?.reason
  return describeRule(document, runs, set.documents)
}
