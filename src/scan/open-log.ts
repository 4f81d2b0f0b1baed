/**
 * The log that a thread is reading: kept open from one task to the next, since the ranges of a big log follow each
 * other, and with its layout, which costs a search when the header is damaged.
 * Invariant: at most one log is open; what the layout has to report is reported with the first range alone.
 */

import type { ByteReader } from '../base/byte-reader.ts'
import { createDiagnosticLog } from '../base/diagnostic-log.ts'
import { ioReason } from '../base/io-reason.ts'
import type { LogDecoder, LogLayout, ReportDiagnostic } from '../event/decoder.ts'
import { type HashReader, openHashed, openSource } from '../input/open.ts'
import type { Unit } from './task.ts'

export interface OpenLog {
  readonly source: number
  readonly reader: ByteReader
  /** The reader when it takes the SHA-256 too. */
  readonly hasher: HashReader | undefined
  /** Undefined: the file holds no chunk. */
  readonly layout: LogLayout | undefined
}

export interface LogOpener {
  /** The log of a unit, or why it cannot be opened. Layout findings go to `report` when the unit is the first. */
  open(unit: Unit, report: ReportDiagnostic): OpenLog | string
  close(): void
}

export function createLogOpener(decoder: LogDecoder): LogOpener {
  let current: OpenLog | undefined
  const close = (): void => {
    current?.reader.close()
    current = undefined
  }
  return {
    open(unit, report) {
      const isFirst = unit.firstChunk === 0
      if (current !== undefined && current.source === unit.source && !isFirst) return current
      close()
      let reader: ByteReader
      let hasher: HashReader | undefined
      try {
        hasher = unit.isHashed ? openHashed(unit.path, unit.sizeBytes) : undefined
        reader = hasher ?? openSource(unit.path, unit.sizeBytes)
      } catch (error) {
        return ioReason(error)
      }
      current = { source: unit.source, reader, hasher, layout: undefined }
      const findings = createDiagnosticLog()
      const layout = decoder.readLayout(reader, unit.name, isFirst ? report : findings.add)
      current = { source: unit.source, reader, hasher, layout }
      return current
    },
    close,
  }
}
