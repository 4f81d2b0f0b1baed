/**
 * What a log source means on Windows: where its events lie and how the rule's fields are read there.
 * Invariant: rules are never rewritten; views serve Sigma's names on the event's side (sigma-logsource-mapping §1).
 */
import type { LogSource } from '../sigma/ast.ts'

/** How one Sigma field is read. All sources of a field together are its values (any of them may match). */
export type FieldSource =
  /** The event's own field of this name (looked up as in event/lookup). */
  | { readonly kind: 'raw'; readonly name: string }
  /** Computed: a pure function of the texts of other fields, one list a name in `from` (empty list = absent). */
  | {
      readonly kind: 'derived'
      readonly from: readonly string[]
      readonly derive: (texts: readonly (readonly string[])[]) => readonly string[]
    }
  /** All values of the body, in document order. */
  | { readonly kind: 'body' }

/** A view of events. Equal views are the same object, so that work can be shared by identity. */
export interface FieldView {
  readonly id: string
  /** Sources of a field; undefined when the view says nothing of it (then it is read raw); [] when it cannot exist. */
  sourcesOf(field: string): readonly FieldSource[] | undefined
}

/** Events that a rule may fire on: channel, event id and further equalities, all of them ANDed. */
export interface Target {
  /** For messages: `sysmon:1`, `security:4688`. */
  readonly id: string
  /** Canonical channel keys (see canonicalChannel); undefined = every channel, records without one included. */
  readonly channels: readonly ChannelKey[] | undefined
  readonly eventIds: readonly number[] | undefined
  /** Field equals one of the values, case-insensitively, read raw. */
  readonly conditions: readonly { readonly field: string; readonly values: readonly string[] }[]
  readonly view: FieldView
}

/** A channel, or every channel whose key starts with it. */
export interface ChannelKey {
  readonly key: string
  readonly isPrefix: boolean
}

/** `reason` is for the user: other product, unknown service, exists only as ETW. */
export type Resolution =
  | { readonly type: 'targets'; readonly targets: readonly Target[] }
  | { readonly type: 'not-applicable'; readonly reason: string }
  | { readonly type: 'unsupported'; readonly reason: string }

export interface Mapping {
  /** For the manifest: `builtin` or the file's name. */
  readonly name: string
  resolve(logsource: LogSource): Resolution
}

/** Lower case, letters and digits only (sigma-logsource-mapping §1.2). */
export function canonicalChannel(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}
