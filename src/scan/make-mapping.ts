/** A mapping of its description, which can be sent to a thread or kept. In: the description. Out: the mapping. */
import type { Mapping } from '../mapping/mapping.ts'
import { createBuiltinMapping } from '../mapping/resolve.ts'
import { readThorMapping } from '../mapping/thor.ts'
import type { MappingSpec } from './stages.ts'

/** Throws when a file's text cannot be used: the caller has read it before and knows that it can. */
export function makeMapping(spec: MappingSpec): Mapping {
  if (spec.type === 'builtin') return createBuiltinMapping(spec.options)
  const { mapping } = readThorMapping(spec.text, spec.file)
  if (mapping === undefined) throw new Error(`${spec.file}: no usable mapping`)
  return mapping
}
