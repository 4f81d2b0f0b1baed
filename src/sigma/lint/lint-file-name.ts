/**
 * File names as SigmaHQ's are, so that files of several sets can lie in one folder. In: a path. Out: at most one finding.
 */
import type { Diagnostic } from '../../base/diagnostic.ts'

const NAME = /^[a-z0-9_]+\.yml$/
const MIN_LETTERS = 10
const MAX_LETTERS = 90

export function lintFileName(file: string): readonly Diagnostic[] {
  const name = baseName(file)
  const problem = problemOf(name)
  if (problem === undefined) return []
  const message = `the file name '${name}' ${problem}`
  return [{ code: 'lint-file-name', severity: 'info', source: file, message, line: 1, column: 1 }]
}

export function baseName(file: string): string {
  return file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1)
}

function problemOf(name: string): string | undefined {
  if (!NAME.test(name)) return "should have small letters, digits and '_' only, and end in .yml"
  if (name.length < MIN_LETTERS || name.length > MAX_LETTERS)
    return `should have ${MIN_LETTERS} to ${MAX_LETTERS} letters`
  return undefined
}
