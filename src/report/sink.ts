/**
 * What every output format is: hits go in one after another, bytes come out.
 * Invariant: a sink knows no threads, no flags and no files; the same hits give the same bytes.
 */
import type { Hit } from '../engine/hit.ts'
import type { DetectionRule } from '../sigma/ast.ts'
import type { Manifest } from './manifest.ts'

/** One row of a report: the hit with what its indexes mean. */
export interface ReportRow {
  readonly hit: Hit
  readonly rule: DetectionRule
  /** The source's name as shown: `logs/a/b.evtx`. */
  readonly evtxFile: string
}

/** Text goes to `write` in order. Throwing is for bugs; output errors belong to whoever implements `write`. */
export interface Sink {
  begin(): string
  row(row: ReportRow): string
  end(manifest: Manifest): string
}
