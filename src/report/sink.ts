/**
 * What every output format is: hits go in one after another, bytes come out.
 * Invariant: a sink knows no threads, no flags and no files; the same hits give the same bytes.
 */
import type { CorrelationHit } from '../engine/correlate/correlation-hit.ts'
import type { CorrelationPlan } from '../engine/correlate/plan/correlation-plan.ts'
import type { Hit } from '../engine/hit.ts'
import type { KeptRecord } from '../event/kept-events.ts'
import type { DetectionRule, RuleMeta } from '../sigma/ast.ts'
import type { ByteWriter } from './bytes/byte-writer.ts'
import type { Manifest } from './manifest.ts'

/** One row of a report: a hit with what its indexes mean. */
export type ReportRow = HitRow | CorrelationRow

/** A rule's hit on a record. */
export interface HitRow {
  readonly hit: Hit
  readonly rule: DetectionRule
  /** The source's name as shown: `logs/a/b.evtx`. */
  readonly evtxFile: string
  /** The record as bytes, where they are at hand: rows are written from them. The same object for all its hits. */
  readonly record?: KeptRecord
}

/** A correlation's hit. */
export interface CorrelationRow {
  readonly correlation: CorrelationHit
  readonly plan: CorrelationPlan
  readonly rule: RuleMeta
  /** The name of a source by its index. */
  readonly nameOf: (source: number) => string
}

/** Text goes to `write` in order. Throwing is for bugs; output errors belong to whoever implements `write`. */
export interface Sink {
  begin(): string
  /** The slow obvious way. */
  row(row: ReportRow): string
  /** The same as bytes, faster. */
  putRow(into: ByteWriter, row: ReportRow): void
  end(manifest: Manifest): string
}
