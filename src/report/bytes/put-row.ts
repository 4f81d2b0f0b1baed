/**
 * A row in bytes: the fast way where the record is at hand as bytes and can be written so, else its text.
 * Invariant: the bytes are those of the text.
 */
import type { HitRow, ReportRow } from '../sink.ts'
import { type ByteWriter, putText } from './byte-writer.ts'
import { type KnownRecord, knowRecord } from './known-record.ts'
import { type PickedDetails, pickDetails } from './pick-details.ts'

/** Writes a hit; false when it cannot, and what it wrote is taken back. */
export type PutHit = (into: ByteWriter, row: HitRow, known: KnownRecord, picked: PickedDetails) => boolean

/** The last row and what it shows: the formats of a scan are given each row in turn. */
let last: { readonly row: HitRow; readonly picked: PickedDetails } | undefined

export function putRow(
  into: ByteWriter,
  row: ReportRow,
  putHit: PutHit,
  toText: (row: ReportRow) => string,
): void {
  if ('hit' in row && row.record !== undefined) {
    const known = knowRecord(row.record)
    if (known !== undefined) {
      const { matched } = row.hit
      if (last?.row !== row)
        last = { row, picked: pickDetails(matched, known.header, known.plan, known.written) }
      const before = into.length
      if (putHit(into, row, known, last.picked)) return
      into.length = before
    }
  }
  putText(into, toText(row))
}
