/** The mapping of a run. In: the file of --mapping, or none. Out: the mapping and how workers make it again. */
import { readFileSync } from 'node:fs'
import type { Diagnostic } from '../base/diagnostic.ts'
import { ioReason } from '../base/io-reason.ts'
import type { Mapping } from '../mapping/mapping.ts'
import { createBuiltinMapping } from '../mapping/resolve.ts'
import { readThorMapping } from '../mapping/thor.ts'
import type { MappingSpec } from '../scan/scan.ts'

export interface LoadedMapping {
  readonly mapping: Mapping
  readonly spec: MappingSpec
  readonly diagnostics: readonly Diagnostic[]
}

/** A text says why the file cannot be used. */
export function loadMapping(file: string | undefined): LoadedMapping | string {
  if (file === undefined)
    return { mapping: createBuiltinMapping(), spec: { type: 'builtin' }, diagnostics: [] }
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return `--mapping ${file}: ${ioReason(error)}`
  }
  const { mapping, diagnostics } = readThorMapping(text, file)
  if (mapping === undefined)
    return `--mapping ${file}: ${diagnostics[0]?.message ?? 'no usable log source in it'}`
  return { mapping, spec: { type: 'thor', text, file }, diagnostics }
}
