/**
 * `goshawk page`: rules in, a folder of pages out, with an index and a matrix when there are several.
 * Invariant: a rule without a page is named with the reason, and the exit code tells of it.
 */
import { join } from 'node:path'
import type { Diagnostic } from '../../base/diagnostic.ts'
import { escapeTerminal } from '../../base/escape-terminal.ts'
import { makeFolder } from '../../base/make-folder.ts'
import { DIALECTS } from '../../convert/conversion.ts'
import { drawPages, type PageOptions, type PageRule, type RuleSource } from '../../convert/page/page.ts'
import { unwritable } from '../../report/unwritable.ts'
import { loadPlaceholders } from '../../scan/load-placeholders.ts'
import { readRuleFiles } from '../../scan/rule-files.ts'
import { parseSigma } from '../../sigma/parse.ts'
import { createResolver, type ResolveRule } from '../../sigma/resolve-placeholders.ts'
import { EXIT } from '../exit.ts'
import { loadMapping } from '../load-mapping.ts'
import type { GivenFlags } from '../main.ts'
import { createPaint, formatDiagnostic, plural, say } from '../messages.ts'
import { switchFlag, textFlag } from '../options.ts'
import { type ReadHits, readHits } from '../read-hits.ts'
import { writeWholeFile } from '../write-whole-file.ts'

/** Runs the command; returns the exit code. */
export async function runPage(paths: readonly string[], flags: GivenFlags): Promise<number> {
  const folder = textFlag(flags, 'output')
  if (folder === undefined) return refuse('no folder given: -o names where the pages go')
  if (paths.length === 0) return refuse('no rule given: name rule files or folders')
  const loaded = loadMapping(textFlag(flags, 'mapping'))
  if (typeof loaded === 'string') return refuse(loaded)
  const values = loadPlaceholders(textFlag(flags, 'placeholders'))
  if (values.placeholders === undefined) return refuse(values.errors[0]?.message ?? 'no placeholders')
  const hitsFile = textFlag(flags, 'hits')
  const hits = hitsFile === undefined ? undefined : await readHits(hitsFile)
  if (typeof hits === 'string') return refuse(`--hits ${hitsFile}: ${hits}`)
  const paint = createPaint(process.stderr, flags.color !== false)
  const isQuiet = switchFlag(flags, 'quiet')
  let errors = 0
  const report = (diagnostic: Diagnostic): void => {
    if (diagnostic.severity === 'error') errors++
    if (diagnostic.severity === 'error' || !isQuiet) say(formatDiagnostic(diagnostic, paint))
  }
  for (const diagnostic of [...loaded.diagnostics, ...values.warnings]) report(diagnostic)
  if (hits !== undefined && hits.otherLines > 0)
    say(`goshawk: ${escapeTerminal(hitsFile ?? '')}: ${plural(hits.otherLines, 'line')} left out: no hits`)
  const sources = readSources(paths, createResolver(values.placeholders), report)
  const options: PageOptions = {
    dialect: DIALECTS.find((name) => name === textFlag(flags, 'dialect')) ?? 'default',
    mapping: loaded.mapping,
    approximate: switchFlag(flags, 'approximate'),
    hasQueries: flags.queries !== false,
    hitsOf: hits === undefined ? undefined : hitsOf(hits),
  }
  if (!sources.some(({ rules }) => rules.length > 0 || options.dialect !== 'default'))
    return refuse('no rule to write a page of')
  const failure = writeAll(folder, sources, options, switchFlag(flags, 'overwrite'))
  if (typeof failure === 'object') {
    report(failure)
    return EXIT.failed
  }
  if (!isQuiet) say(`goshawk: ${plural(failure, 'file')} in ${escapeTerminal(folder)}`)
  return errors > 0 ? EXIT.incomplete : EXIT.ok
}

function refuse(message: string): number {
  say(`goshawk: ${escapeTerminal(message)} (goshawk page --help lists the flags)`)
  return EXIT.usage
}

function hitsOf({ byRule }: ReadHits): NonNullable<PageOptions['hitsOf']> {
  return ({ id, title }) => byRule.get(id ?? title)
}

/** How many files were written; or the first that could not be. */
function writeAll(
  folder: string,
  sources: readonly RuleSource[],
  options: PageOptions,
  mayOverwrite: boolean,
): number | Diagnostic {
  try {
    makeFolder(folder)
  } catch (error) {
    return unwritable(folder, error)
  }
  let written = 0
  for (const { name, text } of drawPages(sources, options)) {
    const failure = writeWholeFile(join(folder, name), text, mayOverwrite)
    if (failure !== undefined) return failure
    written++
  }
  return written
}

function readSources(
  paths: readonly string[],
  resolve: ResolveRule,
  report: (diagnostic: Diagnostic) => void,
): readonly RuleSource[] {
  const { files, diagnostics } = readRuleFiles(paths)
  for (const diagnostic of diagnostics) report(diagnostic)
  return files.map(({ file, text }) => {
    const { documents, rejected, warnings } = parseSigma(text, file)
    for (const diagnostic of [...warnings, ...rejected.flatMap((one) => one.diagnostics)]) report(diagnostic)
    const rules = documents.flatMap((document): PageRule[] => {
      // A filter changes other rules and finds nothing itself.
      if (document.kind === 'filter') return []
      if (document.kind === 'correlation') return [document]
      const resolved = resolve(document)
      return 'kind' in resolved ? [resolved] : [document]
    })
    return { file, text, rules }
  })
}
