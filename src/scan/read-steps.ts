/**
 * One log decoded a few chunks at a time, so that whoever takes its records can deal with them in between. In: a source,
 * a decoder and a consumer. Out: the counts of each step; undefined once when there is nothing to read, which is
 * reported. Invariant: the file is closed whether or not the steps are taken to the end.
 */
import { ioReason } from '../base/io-reason.ts'
import type { EventConsumer } from '../event/consumer.ts'
import type { LogDecoder, RangeCounts, ReportDiagnostic } from '../event/decoder.ts'
import { openSource } from '../input/open.ts'
import type { Source } from '../input/walk.ts'

/** Chunks of a step: 256 KiB, whose records may be held as a whole. */
const STEP_CHUNKS = 4

export function* readSteps(
  source: Source,
  decoder: LogDecoder,
  consumer: EventConsumer,
  report: ReportDiagnostic,
): Generator<RangeCounts | undefined> {
  let reader: ReturnType<typeof openSource>
  try {
    reader = openSource(source.path, source.sizeBytes)
  } catch (error) {
    report({ code: 'path-unreadable', severity: 'error', source: source.name, message: ioReason(error) })
    yield undefined
    return
  }
  try {
    const layout = decoder.readLayout(reader, source.name, report)
    if (layout === undefined) yield undefined
    for (let chunk = 0; layout !== undefined && chunk < layout.chunkCount; chunk += STEP_CHUNKS) {
      yield decoder.decodeRange(reader, source.name, layout, chunk, STEP_CHUNKS, consumer, report)
    }
  } finally {
    reader.close()
  }
}
