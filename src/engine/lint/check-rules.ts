/**
 * All checks of `goshawk rules check`. In: rule files as text, the mapping, values of placeholders. Out: every finding
 * in the order of files and places, and what was looked at. Pure; the order of the files given makes no difference.
 */
import type { Diagnostic } from '../../base/diagnostic.ts'
import type { Mapping } from '../../mapping/mapping.ts'
import { lintFile, type RuleIdentity } from '../../sigma/lint/lint-file.ts'
import { lintSet } from '../../sigma/lint/lint-set.ts'
import { parseSigma } from '../../sigma/parse.ts'
import type { Placeholders } from '../../sigma/read-placeholders.ts'
import { createResolver } from '../../sigma/resolve-placeholders.ts'
import { lintTargets } from './lint-targets.ts'

export interface RuleText {
  /** As messages show it. */
  readonly file: string
  readonly text: string
}

export interface CheckedRules {
  readonly diagnostics: readonly Diagnostic[]
  /** Rules that were read, refused ones too. */
  readonly rules: number
  readonly rejected: number
  /** Rules whose log source is none of Windows' logs: that part was not checked. */
  readonly otherProducts: number
}

export function checkRules(
  files: readonly RuleText[],
  mapping: Mapping,
  placeholders: Placeholders = new Map(),
): CheckedRules {
  const linter = { mapping, resolvePlaceholders: createResolver(placeholders) }
  const diagnostics: Diagnostic[] = []
  const identities: RuleIdentity[] = []
  let rejected = 0
  let otherProducts = 0
  for (const { file, text } of [...files].sort((a, b) => compareTexts(a.file, b.file))) {
    const parsed = parseSigma(text, file)
    const linted = lintFile(text, file, parsed)
    rejected += parsed.rejected.length
    identities.push(...linted.rules)
    diagnostics.push(...parsed.rejected.flatMap((rule) => rule.diagnostics), ...parsed.warnings)
    diagnostics.push(...linted.diagnostics)
    for (const document of parsed.documents) {
      if (document.kind === 'correlation') continue
      const { isForOtherProduct, diagnostics: found } = lintTargets(document, linter)
      if (isForOtherProduct) otherProducts++
      diagnostics.push(...found)
    }
  }
  diagnostics.push(...lintSet(identities))
  return {
    diagnostics: dropRepeated(diagnostics.sort(compareDiagnostics)),
    rules: identities.length + rejected,
    rejected,
    otherProducts,
  }
}

function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    compareTexts(a.source, b.source) ||
    (a.line ?? 0) - (b.line ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    compareTexts(a.code, b.code) ||
    compareTexts(a.message, b.message)
  )
}

/** By UTF-16 units, so that no locale has a say. */
function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Rules of one `action: global` share its lines, and so what is wrong with them. */
function dropRepeated(sorted: readonly Diagnostic[]): readonly Diagnostic[] {
  return sorted.filter((diagnostic, i) => {
    const before = sorted[i - 1]
    return before === undefined || compareDiagnostics(before, diagnostic) !== 0
  })
}
