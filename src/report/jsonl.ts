/** JSON Lines: one object a hit, each line ended, nothing else. */
import { putAscii } from './bytes/byte-writer.ts'
import { putHitJson } from './bytes/hit-json.ts'
import { putRow } from './bytes/put-row.ts'
import { stringifyRow } from './json-row.ts'
import type { Sink } from './sink.ts'

/** A sink that writes JSON Lines. */
export function createJsonLinesSink(): Sink {
  return {
    begin: () => '',
    row: (row) => `${stringifyRow(row)}\n`,
    putRow: (into, row) => {
      putRow(into, row, putHitJson, stringifyRow)
      putAscii(into, '\n')
    },
    end: () => '',
  }
}
