/**
 * A match, as plain data that can be sent to another thread: which rule, which record, and why.
 * Invariant: a hit carries all that a report shows of the record; nothing refers to the decoder's memory.
 */

/** JSON of an event: numbers for integers up to 2^53, booleans, text for all else, lists for repeated names. */
export type EventValue =
  | string
  | number
  | boolean
  | null
  | readonly EventValue[]
  | { readonly [name: string]: EventValue }

/** A complete record. Several hits of one record share one snapshot object. */
export interface EventSnapshot {
  /** ISO 8601 with seven decimals from System/TimeCreated, the record's written time when that is missing; '' if neither. */
  readonly time: string
  /** EventRecordID of System, else of the record header; decimal. */
  readonly recordId: string
  readonly eventId: string
  readonly channel: string
  readonly provider: string
  readonly computer: string
  /** `System` flat by rule name (`Provider_Name`), the body under its element name (`EventData`, `UserData`, …). */
  readonly event: { readonly [section: string]: EventValue }
  /** Body fields in document order: name and text, repeated names repeated. */
  readonly fields: readonly (readonly [name: string, text: string])[]
  /** Position: chunk in file, record in chunk (0-based), offset in file in bytes. */
  readonly chunk: number
  readonly record: number
  readonly offsetBytes: number
  /** The record is half written. */
  readonly partial: boolean
}

/** For an identifier of the rule that held: a value and the pattern that it matched. `value` undefined = field absent. */
export interface MatchedAtom {
  readonly identifier: string
  readonly field: string
  readonly value: string | undefined
  readonly pattern: string
}

export interface Hit {
  /** Index of the rule in the rule set. */
  readonly rule: number
  readonly snapshot: EventSnapshot
  readonly matched: readonly MatchedAtom[]
}
