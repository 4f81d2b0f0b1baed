/**
 * What a correlation found, as plain data. Invariant: the evidence is in time order and never empty; the last piece is
 * listed always, the others up to a limit, and `evidenceCount` tells how many there are.
 */

/** Pieces of evidence listed of one hit. */
export const MAX_EVIDENCE = 1000
/** Values listed of one hit that counts or measures some. */
export const MAX_VALUES = 20

/** A record that a rule matched, or a hit of another correlation, which stands at the record that completed it. */
export interface Evidence {
  /** Index in `rules` of the hit. */
  readonly rule: number
  /** ISO 8601 with seven decimals. */
  readonly time: string
  /** Index in the list of sources. */
  readonly source: number
  readonly chunk: number
  readonly record: number
  /** Decimal. */
  readonly recordId: string
  readonly computer: string
  readonly channel: string
  readonly provider: string
  readonly eventId: string
  /** Texts of the measured fields. */
  readonly values: readonly string[]
  /** For a hit of a correlation: where its window begins, and what it measured ('' when nothing). */
  readonly correlation: { readonly from: string; readonly measured: string } | undefined
}

export interface CorrelationHit {
  /** Index of the correlation's plan. */
  readonly plan: number
  /** Names of `group-by` with the texts of the last piece of evidence. */
  readonly group: readonly (readonly [name: string, text: string])[]
  /** Times of the first and the last piece of evidence. */
  readonly firstTime: string
  readonly lastTime: string
  /** The greatest measured value (the least, where the condition asks for little); '' when nothing is measured. */
  readonly value: string
  /** Values seen, the first of them; folded ones once. */
  readonly values: readonly string[]
  /** Windows that fulfilled the condition; overlapping ones are one hit. */
  readonly windows: number
  readonly rules: readonly {
    readonly title: string
    readonly id: string | undefined
    /** Pieces of evidence that it gave. */
    readonly count: number
  }[]
  readonly evidenceCount: number
  readonly evidence: readonly Evidence[]
  /** What all evidence agrees on; '' where it does not. */
  readonly computer: string
  readonly channel: string
  readonly provider: string
  readonly eventId: string
}
