/**
 * The file of placeholder values. In: its path, or none. Out: values by name and the content's SHA-256; or why there are
 * none. Invariant: a file that cannot be used gives errors, never half of its values.
 */
import type { Diagnostic } from '../base/diagnostic.ts'
import { type Placeholders, readPlaceholders } from '../sigma/read-placeholders.ts'
import { readRuleFiles } from './rule-files.ts'

export interface LoadedPlaceholders {
  readonly placeholders: Placeholders | undefined
  readonly errors: readonly Diagnostic[]
  readonly warnings: readonly Diagnostic[]
  readonly digest: string | undefined
}

export function loadPlaceholders(path: string | undefined): LoadedPlaceholders {
  if (path === undefined) return { placeholders: new Map(), errors: [], warnings: [], digest: undefined }
  const { files, diagnostics, digests } = readRuleFiles([path])
  const [file] = files
  if (file === undefined || !file.isNamed) {
    const message = 'a file of placeholder values is needed, not a folder'
    const folder: Diagnostic = { code: 'placeholders-invalid', severity: 'error', source: path, message }
    const errors = diagnostics.filter(({ severity }) => severity === 'error')
    return {
      placeholders: undefined,
      errors: errors.length > 0 ? errors : [folder],
      warnings: [],
      digest: undefined,
    }
  }
  const read = readPlaceholders(file.text, file.file)
  return {
    placeholders: read.placeholders,
    errors: read.diagnostics.filter(({ severity }) => severity === 'error'),
    warnings: read.diagnostics.filter(({ severity }) => severity !== 'error'),
    digest: digests[0],
  }
}
