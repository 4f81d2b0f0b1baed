/**
 * One JSON document: `hits`, then `manifest` (it counts them, so it comes last). Without the manifest's `run` part,
 * which differs from run to run: the same input gives the same bytes.
 */
import { stringifyRow } from './json-row.ts'
import type { Sink } from './sink.ts'

/** A sink that writes one JSON document. */
export function createJsonSink(): Sink {
  let isFirst = true
  return {
    begin: () => '{"hits":[',
    row: (row) => {
      const lead = isFirst ? '\n' : ',\n'
      isFirst = false
      return lead + stringifyRow(row)
    },
    end: ({ run: _, ...manifest }) =>
      `${isFirst ? '' : '\n'}],\n"manifest":${JSON.stringify(manifest, null, 1)}}\n`,
  }
}
