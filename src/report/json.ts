/**
 * One JSON document: `hits`, then `manifest` (it counts them, so it comes last). Without the manifest's `run` part,
 * which differs from run to run: the same input gives the same bytes.
 */
import { putAscii } from './bytes/byte-writer.ts'
import { putHitJson } from './bytes/hit-json.ts'
import { putRow } from './bytes/put-row.ts'
import { stringifyRow } from './json-row.ts'
import type { Sink } from './sink.ts'

/** A sink that writes one JSON document. */
export function createJsonSink(): Sink {
  let isFirst = true
  const leadIn = (): string => {
    const lead = isFirst ? '\n' : ',\n'
    isFirst = false
    return lead
  }
  return {
    begin: () => '{"hits":[',
    row: (row) => leadIn() + stringifyRow(row),
    putRow: (into, row) => {
      putAscii(into, leadIn())
      putRow(into, row, putHitJson, stringifyRow)
    },
    end: ({ run: _, ...manifest }) =>
      `${isFirst ? '' : '\n'}],\n"manifest":${JSON.stringify(manifest, null, 1)}}\n`,
  }
}
