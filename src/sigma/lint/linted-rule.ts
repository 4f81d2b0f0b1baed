/**
 * A rule as its checks see it: the tree, the YAML behind it with places, and a way to report. In: one document of a
 * file that was read without an error. Out: diagnostics with line and column, the same for the same text.
 */
import type { Diagnostic, DiagnosticCode, Severity } from '../../base/diagnostic.ts'
import type { SigmaDocument } from '../ast.ts'
import { type Places, positionAt } from '../place.ts'
import { type Fields, presentNode } from '../read-fields.ts'
import { fieldsOf, type YamlMap, type YamlNode, type YamlScalar } from '../yaml-node.ts'

export interface LintedRule {
  readonly document: SigmaDocument
  readonly root: YamlMap
  readonly fields: Fields
  report(code: DiagnosticCode, severity: Severity, offset: number, message: string): void
}

export type RuleCheck = (rule: LintedRule) => void

/** Findings of one code that one rule lists; lists of values have up to 4,432 entries. */
const MAX_PER_CODE = 10

export interface LintFindings {
  readonly rule: LintedRule
  /** What was reported so far, with a last word about what was not kept. */
  list(): readonly Diagnostic[]
}

export function startLint(document: SigmaDocument, root: YamlMap, places: Places): LintFindings {
  const diagnostics: Diagnostic[] = []
  const counts = new Map<DiagnosticCode, number>()
  const report: LintedRule['report'] = (code, severity, offset, message) => {
    const count = (counts.get(code) ?? 0) + 1
    counts.set(code, count)
    if (count > MAX_PER_CODE) return
    const source = document.file
    diagnostics.push({ code, severity, source, message, ...positionAt(places, offset) })
  }
  return {
    rule: { document, root, fields: fieldsOf(root), report },
    list: () => [...diagnostics, ...countRest(diagnostics, counts)],
  }
}

function countRest(
  diagnostics: readonly Diagnostic[],
  counts: ReadonlyMap<DiagnosticCode, number>,
): Diagnostic[] {
  const rest: Diagnostic[] = []
  for (const [code, count] of counts) {
    if (count <= MAX_PER_CODE) continue
    const last = diagnostics.findLast((diagnostic) => diagnostic.code === code)!
    const message = `${count - MAX_PER_CODE} more of the same kind in this rule are not listed`
    rest.push({ ...last, message })
  }
  return rest
}

/** The scalars of a list field; none when it is absent. A bare text counts as a list of one. */
export function listScalars(fields: Fields, name: string): readonly YamlScalar[] {
  const node = presentNode(fields, name)
  if (node === undefined || node.kind === 'map') return []
  return node.kind === 'scalar' ? [node] : node.items.filter((item) => item.kind === 'scalar')
}

/** The scalar of a field, unless it is absent, null or a collection. */
export function scalarOf(fields: Fields, name: string): YamlScalar | undefined {
  const node: YamlNode | undefined = presentNode(fields, name)
  return node?.kind === 'scalar' ? node : undefined
}
