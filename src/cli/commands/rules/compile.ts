/**
 * `goshawk rules compile`: rules in, one file out that scans on other machines load instead of them.
 * Invariant: the pack holds every rule that was given, or the reason why one does not run; a pack that could not be
 * written whole is not there.
 */
import { realpathSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { escapeTerminal } from '../../../base/escape-terminal.ts'
import { createNamer, makePortable, writeRulePack } from '../../../scan/rule-pack.ts'
import type { MappingSpec } from '../../../scan/scan.ts'
import { EXIT } from '../../exit.ts'
import { keepRules } from '../../kept-rules.ts'
import type { GivenFlags } from '../../main.ts'
import { createPaint, formatDiagnostic, plural, say } from '../../messages.ts'
import { listFlag, switchFlag, textFlag } from '../../options.ts'
import { printFindings } from '../../print-findings.ts'
import {
  prepareScanRules,
  type ReadScanRules,
  type RuleInputs,
  readRuleInputs,
} from '../../read-scan-rules.ts'
import { writeWholeFile } from '../../write-whole-file.ts'

/** Runs the command; returns the exit code. */
export async function runRulesCompile(paths: readonly string[], flags: GivenFlags): Promise<number> {
  const output = textFlag(flags, 'output')
  const wrong = findWrongUse(paths, output)
  if (wrong !== undefined) return refuse(wrong)
  const filterPaths = listFlag(flags, 'filters')
  const inputs = readRuleInputs({
    paths,
    filterPaths,
    mappingFile: textFlag(flags, 'mapping'),
    placeholdersFile: textFlag(flags, 'placeholders'),
  })
  if (typeof inputs === 'string') return refuse(inputs)
  const portable: RuleInputs = {
    ...inputs,
    set: makePortable(inputs.set, [...paths, ...filterPaths]),
    spec: withoutFolder(inputs.spec),
    diagnostics: inputs.diagnostics.map((d) => ({ ...d, source: createNamer([d.source])(d.source) })),
  }
  const rules = prepareScanRules(portable, {})
  const hasColor = flags.color !== false
  const isQuiet = switchFlag(flags, 'quiet')
  printFindings(
    rules.diagnostics.filter(
      ({ code, severity }) => severity === 'error' || (!isQuiet && code !== 'rule-doubtful'),
    ),
    hasColor,
  )
  if (rules.runnable.length === 0) return refuse('none of the rules runs, and no pack was written')
  const { set, spec: mapping, diagnostics: mappingDiagnostics } = portable
  const bytes = await writeRulePack(
    { set, mapping, mappingDiagnostics },
    { rules: rules.runnable, kept: keepRules(rules) },
  )
  if (typeof bytes === 'string') return refuse(bytes)
  const failure = writeWholeFile(output!, bytes, switchFlag(flags, 'overwrite'))
  if (failure !== undefined) {
    say(formatDiagnostic(failure, createPaint(process.stderr, hasColor)))
    return EXIT.failed
  }
  if (!isQuiet) say(summarise(rules, output!, bytes.length))
  const isIncomplete =
    rules.isIncomplete || (switchFlag(flags, 'strict') && rules.account.rejected.length > 0)
  return isIncomplete ? EXIT.incomplete : EXIT.ok
}

function findWrongUse(paths: readonly string[], output: string | undefined): string | undefined {
  if (paths.length === 0) return 'no rule given: name rule files or folders'
  if (output === undefined) return 'no file given: -o names the pack, such as rules.goshawk'
  if (output === '-') return 'a pack is no text for standard output: -o takes a file'
  if (['.yml', '.yaml'].includes(extname(output).toLowerCase()))
    return `${output}: a pack is no YAML; call it something.goshawk`
  const real = realPath(output)
  if (real !== undefined && paths.some((path) => realPath(path) === real))
    return `${output} is read for the pack; it is not written over`
  return undefined
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}

/** Where the mapping lay is nobody's business elsewhere. */
function withoutFolder(spec: MappingSpec): MappingSpec {
  return spec.type === 'thor' ? { ...spec, file: basename(spec.file) } : spec
}

function summarise({ account }: ReadScanRules, output: string, bytes: number): string {
  const { running, rejected, notApplicable } = account
  const others = notApplicable.reduce((sum, { count }) => sum + count, 0)
  const size = bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
  return `goshawk: ${plural(running, 'rule')} in ${escapeTerminal(output)} (${size}); ${rejected.length} rejected, ${others} not applicable`
}

function refuse(message: string): number {
  say(`goshawk: ${escapeTerminal(message)} (goshawk rules compile --help lists the flags)`)
  return EXIT.usage
}
