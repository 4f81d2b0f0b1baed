/**
 * The door of the checks for authors of rules: one file. In: its text, its name and what `parseSigma` made of it.
 * Out: findings that need no other rule and no log source, and what `lintSet` compares. Pure; the same text gives the
 * same findings in the order of the file.
 */
import type { Diagnostic } from '../../base/diagnostic.ts'
import type { ParsedFile } from '../ast.ts'
import { collectRules } from '../collection.ts'
import { findLines } from '../place.ts'
import { readYaml } from '../read-yaml.ts'
import { lintConditions } from './lint-conditions.ts'
import { lintCorrelation } from './lint-correlation.ts'
import { lintDates } from './lint-dates.ts'
import { lintFields } from './lint-fields.ts'
import { lintFileName } from './lint-file-name.ts'
import { lintId } from './lint-id.ts'
import { lintKeys } from './lint-keys.ts'
import { lintMissing } from './lint-missing.ts'
import { lintModifiers } from './lint-modifiers.ts'
import { lintStatus } from './lint-status.ts'
import { lintTags } from './lint-tags.ts'
import { lintDescription, lintFalsePositives, lintReferences } from './lint-texts.ts'
import { lintTitle } from './lint-title.ts'
import { lintValues } from './lint-values.ts'
import { type RuleCheck, startLint } from './linted-rule.ts'
import { identify, type RuleIdentity } from './rule-identity.ts'

export type { RuleIdentity } from './rule-identity.ts'

export interface LintedFile {
  readonly diagnostics: readonly Diagnostic[]
  readonly rules: readonly RuleIdentity[]
}

const CHECKS: readonly RuleCheck[] = [
  lintMissing,
  lintTitle,
  lintId,
  lintStatus,
  lintDescription,
  lintReferences,
  lintDates,
  lintTags,
  lintKeys,
  lintFields,
  lintModifiers,
  lintValues,
  lintConditions,
  lintCorrelation,
  lintFalsePositives,
]

const BYTE_ORDER_MARK = '\ufeff'

/** Rules that were refused are not looked at again: what refused them comes first. */
export function lintFile(text: string, file: string, parsed: ParsedFile): LintedFile {
  if (parsed.documents.length === 0) return { diagnostics: [], rules: [] }
  const content = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text
  const places = findLines(content)
  const documents = new Map(parsed.documents.map((document) => [document.document, document]))
  const diagnostics: Diagnostic[] = [...lintFileName(file)]
  const rules: RuleIdentity[] = []
  for (const { document: number, root } of collectRules(readYaml(content))) {
    const document = documents.get(number)
    if (document === undefined || root === undefined) continue
    const findings = startLint(document, root, places)
    for (const check of CHECKS) check(findings.rule)
    diagnostics.push(...findings.list())
    rules.push(identify(findings.rule, places))
  }
  return { diagnostics, rules }
}
