/**
 * `goshawk convert`: rules in, the queries of one back end on standard output.
 * Invariant: a rule without a query is named with the reason, and the exit code tells of it.
 */
import type { Diagnostic } from '../../base/diagnostic.ts'
import { escapeTerminal } from '../../base/escape-terminal.ts'
import {
  BACKEND_NAMES,
  type BackendName,
  type Conversion,
  type ConvertOptions,
  DIALECTS,
  type Dialect,
  type Remark,
} from '../../convert/conversion.ts'
import { convertRule } from '../../convert/convert.ts'
import { loadPlaceholders } from '../../scan/load-placeholders.ts'
import { readRuleFiles } from '../../scan/rule-files.ts'
import type { DetectionRule } from '../../sigma/ast.ts'
import { parseSigma } from '../../sigma/parse.ts'
import { createResolver, type ResolveRule } from '../../sigma/resolve-placeholders.ts'
import { EXIT } from '../exit.ts'
import { loadMapping } from '../load-mapping.ts'
import type { GivenFlags } from '../main.ts'
import { createPaint, formatDiagnostic, say } from '../messages.ts'
import { switchFlag, textFlag } from '../options.ts'

/** Runs the command; returns the exit code. */
export async function runConvert(paths: readonly string[], flags: GivenFlags): Promise<number> {
  const backend = BACKEND_NAMES.find((name) => name === textFlag(flags, 'to'))
  if (backend === undefined) return refuse(`no back end given: --to takes ${BACKEND_NAMES.join(', ')}`)
  if (paths.length === 0) return refuse('no rule given: name rule files or folders')
  const dialect = DIALECTS.find((name) => name === textFlag(flags, 'dialect')) ?? 'default'
  const loaded = loadMapping(textFlag(flags, 'mapping'))
  if (typeof loaded === 'string') return refuse(loaded)
  const values = loadPlaceholders(textFlag(flags, 'placeholders'))
  if (values.placeholders === undefined) return refuse(values.errors[0]?.message ?? 'no placeholders')
  const paint = createPaint(process.stderr, flags.color !== false)
  let errors = 0
  const report = (diagnostic: Diagnostic): void => {
    if (diagnostic.severity === 'error') errors++
    if (diagnostic.severity === 'error' || !switchFlag(flags, 'quiet'))
      say(formatDiagnostic(diagnostic, paint))
  }
  for (const diagnostic of [...loaded.diagnostics, ...values.warnings]) report(diagnostic)
  const rules = readRules(paths, createResolver(values.placeholders), report)
  const options: ConvertOptions = {
    backend,
    dialect,
    approximate: switchFlag(flags, 'approximate'),
    mapping: loaded.mapping,
  }
  const isJson = textFlag(flags, 'format') === 'json'
  const rows: object[] = []
  for (const [i, rule] of rules.entries()) {
    const made = convertRule(rule, { ...options, before: before(rules, i) })
    for (const diagnostic of findingsOf(rule, made)) report(diagnostic)
    if (isJson) rows.push(rowOf(rule, made, backend, dialect))
    else if (made.type === 'queries') process.stdout.write(made.queries.map(printable).join(''))
  }
  if (isJson) process.stdout.write(`${JSON.stringify(rows, null, 1)}\n`)
  if (rules.length === 0) return refuse('no rule to convert')
  return errors > 0 ? EXIT.incomplete : EXIT.ok
}

/** Those of the same file or the same name: others make no difference. */
function before(rules: readonly DetectionRule[], index: number): readonly DetectionRule[] {
  const { file, id, title } = rules[index]!
  return rules
    .slice(0, index)
    .filter((other) => other.file === file || (id === undefined ? other.title === title : other.id === id))
}

function refuse(message: string): number {
  say(`goshawk: ${escapeTerminal(message)} (goshawk convert --help lists the flags)`)
  return EXIT.usage
}

function readRules(
  paths: readonly string[],
  resolve: ResolveRule,
  report: (diagnostic: Diagnostic) => void,
): readonly DetectionRule[] {
  const { files, diagnostics } = readRuleFiles(paths)
  for (const diagnostic of diagnostics) report(diagnostic)
  const rules: DetectionRule[] = []
  for (const { file, text } of files) {
    const { documents, rejected, warnings } = parseSigma(text, file)
    for (const diagnostic of [...warnings, ...rejected.flatMap((one) => one.diagnostics)]) report(diagnostic)
    for (const document of documents) {
      if (document.kind !== 'detection') report(notConverted(document.kind, document))
      else {
        const resolved = resolve(document)
        if ('kind' in resolved) rules.push(resolved)
        else for (const diagnostic of resolved) report(diagnostic)
      }
    }
  }
  return rules
}

function notConverted(
  kind: string,
  { file, position }: Pick<DetectionRule, 'file' | 'position'>,
): Diagnostic {
  return {
    code: 'convert-unsupported',
    severity: 'error',
    source: file,
    message: `a ${kind} has no query of its own`,
    line: position.line,
    column: position.column,
  }
}

function findingsOf(rule: DetectionRule, made: Conversion): readonly Diagnostic[] {
  const finding = (
    code: Diagnostic['code'],
    severity: Diagnostic['severity'],
    { message, position }: Remark,
  ): Diagnostic => ({
    code,
    severity,
    source: rule.file,
    message,
    ...(position === undefined ? {} : { line: position.line, column: position.column }),
  })
  return made.type === 'refused'
    ? [finding(made.code, 'error', made)]
    : made.warnings.map((warning) => finding('convert-inexact', 'warning', warning))
}

/** A terminal sees no control characters of a rule; files and pipes get the query as it is. */
function printable(query: string): string {
  if (process.stdout.isTTY !== true) return `${query}\n`
  return `${query
    .split('\n')
    .map((line) => escapeTerminal(line, Number.MAX_SAFE_INTEGER))
    .join('\n')}\n`
}

function rowOf(rule: DetectionRule, made: Conversion, backend: BackendName, dialect: Dialect): object {
  const { title, id, file } = rule
  const head = { title, id, file, backend, dialect }
  if (made.type === 'queries')
    return { ...head, queries: made.queries, warnings: made.warnings.map(({ message }) => message) }
  return { ...head, queries: [], error: { code: made.code, message: made.message } }
}
