/** JSON Lines: one object a hit, each line ended, nothing else. */
import { stringifyRow } from './json-row.ts'
import type { Sink } from './sink.ts'

/** A sink that writes JSON Lines. */
export function createJsonLinesSink(): Sink {
  return { begin: () => '', row: (row) => `${stringifyRow(row)}\n`, end: () => '' }
}
