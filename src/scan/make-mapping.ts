/** A mapping of its description, which can be sent to a thread or kept. In: the description. Out: the mapping. */
import type { Mapping } from '../mapping/mapping.ts'
import { createBuiltinMapping } from '../mapping/resolve.ts'
import { readThorMapping } from '../mapping/thor.ts'
import type { MappingSpec } from './stages.ts'

/** Throws when a file's text cannot be used: the caller has read it before and knows that it can. */
export function makeMapping(spec: MappingSpec): Mapping {
  const mapping = readMapping(spec)
  if (mapping === undefined) throw new Error('no usable mapping')
  return mapping
}

/** Undefined for a text that cannot be used. */
export function readMapping(spec: MappingSpec): Mapping | undefined {
  return spec.type === 'builtin'
    ? createBuiltinMapping(spec.options)
    : readThorMapping(spec.text, spec.file).mapping
}
