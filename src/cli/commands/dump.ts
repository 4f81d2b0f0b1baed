/**
 * `goshawk dump`: every record of the given logs as JSON Lines on standard output.
 * Invariant: lines come in the order of the logs; a slow reader slows the reading, not the memory.
 */
import { once } from 'node:events'
import type { Diagnostic } from '../../base/diagnostic.ts'
import type { EventSnapshot } from '../../engine/hit.ts'
import type { LogDecoder } from '../../event/decoder.ts'
import { findSources } from '../../input/walk.ts'
import { dumpLogs } from '../../scan/dump.ts'
import { parseTimeRange } from '../../scan/time-range.ts'
import { EXIT, exitCodeOf } from '../exit.ts'
import type { GivenFlags } from '../main.ts'
import { createPaint, formatDiagnostic, say } from '../messages.ts'
import { numberFlag, switchFlag, textFlag } from '../options.ts'

/** Runs the command; returns the exit code. */
export async function runDump(paths: readonly string[], flags: GivenFlags): Promise<number> {
  const limit = numberFlag(flags, 'limit', 1, Number.MAX_SAFE_INTEGER)
  const range = parseTimeRange(textFlag(flags, 'from'), textFlag(flags, 'to'))
  const wrong = [
    paths.length === 0 ? 'no path given: name event logs or folders' : undefined,
    typeof limit === 'string' ? limit : undefined,
    'error' in range ? range.error : undefined,
  ].find((message) => message !== undefined)
  if (wrong !== undefined || 'error' in range || typeof limit === 'string') {
    say(`goshawk: ${wrong} (goshawk dump --help lists the flags)`)
    return EXIT.usage
  }
  const paint = createPaint(process.stderr, true)
  let damage = 0
  const report = (diagnostic: Diagnostic): void => {
    if (diagnostic.severity !== 'info') damage++
    if (!switchFlag(flags, 'quiet') || diagnostic.severity === 'error')
      say(formatDiagnostic(diagnostic, paint))
  }
  const { sources, diagnostics } = findSources(paths)
  for (const diagnostic of diagnostics) report(diagnostic)
  let left = limit ?? Number.POSITIVE_INFINITY
  const { unreadable } = await dumpLogs({
    sources,
    decoder: await loadDecoder(textFlag(flags, 'decoder')),
    range: range.range,
    report,
    onRecords: async (source, records) => {
      const taken = records.slice(0, Math.min(left, records.length))
      left -= taken.length
      await write(taken.map((record) => formatRecord(source.name, record)).join(''))
      return left > 0
    },
  })
  const missing = diagnostics.filter((d) => d.severity === 'error').length
  return exitCodeOf({
    isInterrupted: false,
    hasFailed: false,
    isUsageWrong: sources.length === unreadable,
    isIncomplete: missing > 0 || unreadable > 0 || (switchFlag(flags, 'strict') && damage > 0),
    hasFound: false,
  })
}

async function loadDecoder(kind: string | undefined): Promise<LogDecoder> {
  if (kind === 'reference') return (await import('../../evtx/reference-decoder.ts')).createReferenceDecoder()
  if (kind === 'slow') return (await import('../../evtx/decode-slow.ts')).createSlowDecoder()
  return (await import('../../evtx/decode.ts')).createDecoder()
}

function formatRecord(evtxFile: string, record: EventSnapshot): string {
  const { chunk, record: number, offsetBytes, recordId, time, partial, event } = record
  const id = Number(recordId)
  return `${JSON.stringify({
    EvtxFile: evtxFile,
    Chunk: chunk,
    Record: number,
    OffsetBytes: offsetBytes,
    RecordID: Number.isSafeInteger(id) ? id : recordId,
    Time: time,
    ...(partial ? { Partial: true } : {}),
    Event: event,
  })}\n`
}

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}
