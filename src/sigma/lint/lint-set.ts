/**
 * Rules against each other: what must be unique, and what must be there. In: identities of all rules, in the order of
 * files. Out: diagnostics at the later one of two.
 */
import type { Diagnostic, DiagnosticCode, Severity } from '../../base/diagnostic.ts'
import { foldText } from '../../base/fold.ts'
import type { Position, SigmaDocument } from '../ast.ts'
import { excerpt } from '../excerpt.ts'
import { detectionKey } from './detection-key.ts'
import { baseName } from './lint-file-name.ts'
import type { RuleIdentity } from './rule-identity.ts'

export function lintSet(rules: readonly RuleIdentity[]): readonly Diagnostic[] {
  return [
    ...lintUnique(rules, {
      code: 'rule-duplicate',
      severity: 'error',
      keyOf: ({ document }) => document.id,
      placeOf: ({ idAt }) => idAt,
      message: ({ document: { id, file } }, first) =>
        // `action: global` gives its id to all rules of a file, and all of them run.
        file === first.file
          ? undefined
          : `the id ${id} belongs to ${describe(first)}: give this rule a new one, or only one of them runs`,
    }),
    ...lintUnique(rules, {
      code: 'lint-duplicate-name',
      severity: 'error',
      keyOf: ({ document }) => document.name,
      placeOf: ({ nameAt }) => nameAt,
      message: ({ document: { name = '' } }, first) =>
        `the name '${excerpt(name)}' belongs to ${describe(first)}: correlations cannot tell the two apart, rename one`,
    }),
    ...lintUnique(rules, {
      code: 'lint-duplicate-title',
      severity: 'warning',
      keyOf: ({ document }) => (document.title === '' ? undefined : foldText(document.title)),
      placeOf: ({ titleAt }) => titleAt,
      message: ({ document: { title, id } }, first) =>
        // Of a copy the id was reported already.
        id !== undefined && id === first.id
          ? undefined
          : `the title '${excerpt(title)}' belongs to ${describe(first)} too: say what tells them apart`,
    }),
    ...lintUnique(rules, {
      code: 'lint-duplicate-detection',
      severity: 'warning',
      keyOf: ({ document }) => (document.kind === 'detection' ? detectionKey(document) : undefined),
      placeOf: ({ detectionAt }) => detectionAt,
      message: (_, first) => `${describe(first)} looks for the same in the same log source: keep one of them`,
    }),
    ...lintFileNames(rules),
    ...lintReferences(rules),
  ]
}

interface Uniqueness {
  readonly code: DiagnosticCode
  readonly severity: Severity
  /** Undefined: nothing that could be equal. */
  readonly keyOf: (rule: RuleIdentity) => string | undefined
  readonly placeOf: (rule: RuleIdentity) => Position
  /** Undefined: nothing to say. */
  readonly message: (rule: RuleIdentity, first: SigmaDocument) => string | undefined
}

function lintUnique(rules: readonly RuleIdentity[], check: Uniqueness): Diagnostic[] {
  const firstOf = new Map<string, SigmaDocument>()
  const diagnostics: Diagnostic[] = []
  for (const rule of rules) {
    const key = check.keyOf(rule)
    if (key === undefined) continue
    const first = firstOf.get(key)
    if (first === undefined) {
      firstOf.set(key, rule.document)
      continue
    }
    const message = check.message(rule, first)
    if (message !== undefined) diagnostics.push(diagnose(rule, check, check.placeOf(rule), message))
  }
  return diagnostics
}

/** Files of one name overwrite each other when sets are copied into one folder. */
function lintFileNames(rules: readonly RuleIdentity[]): Diagnostic[] {
  const files = new Map<string, RuleIdentity>()
  for (const rule of rules) if (!files.has(rule.document.file)) files.set(rule.document.file, rule)
  const start = { line: 1, column: 1 }
  return lintUnique([...files.values()], {
    code: 'lint-file-name',
    severity: 'info',
    keyOf: ({ document }) => foldText(baseName(document.file)),
    placeOf: () => start,
    message: (_, { file }) => `${file} has the same file name`,
  })
}

/** Correlations and filters refer to rules by id or name. */
function lintReferences(rules: readonly RuleIdentity[]): Diagnostic[] {
  const known = new Set<string>()
  for (const { document } of rules) {
    if (document.id !== undefined) known.add(document.id)
    if (document.name !== undefined) known.add(document.name)
  }
  const diagnostics: Diagnostic[] = []
  for (const rule of rules) {
    for (const reference of new Set(referencesOf(rule.document))) {
      if (known.has(reference)) continue
      const message = `no rule among those checked has the id or name '${excerpt(reference)}': correct it, or check its file too`
      diagnostics.push(
        diagnose(rule, { code: 'lint-rule-unknown', severity: 'warning' }, rule.rulesAt, message),
      )
    }
  }
  return diagnostics
}

function referencesOf(document: SigmaDocument): readonly string[] {
  if (document.kind === 'correlation') return document.correlation.rules
  return document.kind === 'filter' && document.rules !== 'any' ? document.rules : []
}

function describe({ title, file, position: { line } }: SigmaDocument): string {
  return `"${excerpt(title)}" (${file}:${line})`
}

function diagnose(
  { document }: RuleIdentity,
  { code, severity }: Pick<Uniqueness, 'code' | 'severity'>,
  { line, column }: Position,
  message: string,
): Diagnostic {
  return { code, severity, source: document.file, message, line, column }
}
