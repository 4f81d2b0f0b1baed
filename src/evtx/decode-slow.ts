/**
 * The slow, obvious decoder: the same walk over chunks and records as the fast one, each record through its event tree
 * (`binxml/tree.ts`), without plans and shapes made ahead. For tests and for a second look at what the fast one says.
 */
import type { LogDecoder } from '../event/decoder.ts'
import { createDecoder } from './decode.ts'

export function createSlowDecoder(): LogDecoder {
  return createDecoder(true)
}
