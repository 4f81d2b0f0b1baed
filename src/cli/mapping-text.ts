import type { MappingSpec } from '../scan/scan.ts'

/** What names a mapping in the hash of a rule set. */
export function mappingText(spec: MappingSpec): string {
  return spec.type === 'thor' ? spec.text : 'builtin'
}
