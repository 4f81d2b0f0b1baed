/** Where a rule fired, as its page shows it. Invariant: bounded, whatever the report held. */

export interface RuleHits {
  readonly count: number
  /** ISO 8601 as the report has them; undefined when it had none. */
  readonly first: string | undefined
  readonly last: string | undefined
  /** Names with their hits, most first. */
  readonly computers: readonly (readonly [string, number])[]
  /** The first ones, in the order of the report. */
  readonly rows: readonly HitRow[]
}

export interface HitRow {
  readonly timestamp: string
  readonly computer: string
  readonly channel: string
  readonly eventId: string
  readonly recordId: string
  readonly file: string
  readonly details: string
}
