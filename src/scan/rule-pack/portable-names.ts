/**
 * Names of rule files for a pack that leaves this machine. In: a rule set and the paths that it was read from. Out: the
 * set with files named from the last part of an absolute path on (`/home/me/sigma/rules` is `rules`); relative paths stay.
 * Invariant: no absolute path is left.
 */
import { basename, isAbsolute } from 'node:path'
import type { Diagnostic } from '../../base/diagnostic.ts'
import type { RuleSet } from '../rule-set.ts'

export function makePortable(set: RuleSet, paths: readonly string[]): RuleSet {
  const nameOf = createNamer(paths)
  const ofDiagnostic = (diagnostic: Diagnostic): Diagnostic => ({
    ...diagnostic,
    source: nameOf(diagnostic.source),
  })
  return {
    ...set,
    documents: set.documents.map((document) => ({ ...document, file: nameOf(document.file) })),
    rejected: set.rejected.map((rule) => ({
      ...rule,
      file: nameOf(rule.file),
      diagnostics: rule.diagnostics.map(ofDiagnostic),
    })),
    warnings: set.warnings.map(ofDiagnostic),
    diagnostics: set.diagnostics.map(ofDiagnostic),
    namedFiles: new Set([...set.namedFiles].map(nameOf)),
  }
}

/** The names that files below these paths get. */
export function createNamer(paths: readonly string[]): (name: string) => string {
  const roots = paths.filter((path) => isAbsolute(path)).map((path) => path.replace(/[\\/]+$/, ''))
  return (name) => {
    if (!isAbsolute(name)) return name
    const root = roots.find(
      (path) =>
        path !== '' && (name === path || (/[\\/]/.test(name[path.length] ?? '') && name.startsWith(path))),
    )
    return root === undefined ? basename(name) : basename(root) + name.slice(root.length)
  }
}
