/**
 * What the encoder takes: an event as plain data. All of it can come from JSON (bigints and bytes also as text).
 * Invariant: names, order and types stand as they will be written; nothing is guessed from the event's meaning.
 */
import type { Integer, PlainValue, Time } from './plain-value.ts'

/**
 * How the record is laid out (evtx-format §6.2, §6.3).
 * `literal`: provider and channel are texts of the outer template, the body is substitution 19.
 * `shared`: provider and channel are substitutions 14 to 16, the body is 17, so that all providers share a template.
 * `classic`: as `literal`, without Version, Opcode, Correlation and Execution.
 * `direct`: no template, every value is text.
 */
type RecordForm = 'literal' | 'shared' | 'classic' | 'direct'

/**
 * What the body's value begins with (evtx-format §7): a fragment header, the template instance itself, or, without
 * an inner template, the element.
 */
export type BodyForm = 'fragment' | 'instance' | 'element'

export interface LogEvent {
  /** Record id in the record header: by default 1, then the previous one plus 1. */
  readonly recordId?: Integer
  /** When the record was written; by default `system.time`. */
  readonly written?: Time
  /** Default `literal`. */
  readonly form?: RecordForm
  /** Default `fragment`; not for direct records. */
  readonly bodyForm?: BodyForm
  readonly system: SystemPart
  /** At most one of the next three. */
  readonly eventData?: EventDataPart
  /** The one child of `<UserData>`. */
  readonly userData?: PlainElement
  /** Stands in the place of EventData: ProcessingErrorData, BinaryEventData, DebugData. */
  readonly other?: PlainElement
  readonly rendering?: RenderingPart
}

/** The `<System>` part. What is undefined is left out, as Windows does. */
export interface SystemPart {
  readonly provider: {
    readonly name?: string
    readonly guid?: string
    readonly eventSourceName?: string
  }
  readonly eventId: number
  readonly qualifiers?: number
  readonly version?: number
  readonly level?: number
  readonly task?: number
  readonly opcode?: number
  readonly keywords?: Integer
  readonly time?: Time
  /** EventRecordID; by default the record's id. Exported logs differ. */
  readonly recordId?: Integer
  readonly activityId?: string
  readonly relatedActivityId?: string
  readonly processId?: number
  readonly threadId?: number
  readonly channel?: string
  readonly computer: string
  readonly userId?: string
}

export interface EventDataPart {
  /** The `Name` attribute of EventData itself. */
  readonly name?: string
  readonly data?: readonly DataItem[]
  /**
   * Instead of `data`: the strings of a classic event in one array value, as the old logging call writes them:
   * `<Data>%1</Data><Binary>%3</Binary>`.
   */
  readonly strings?: readonly string[]
  /** A `<Binary>` after the Data; hexadecimal digits or bytes. */
  readonly binary?: string | Uint8Array
}

/** Name of the Data element (null: none) and its value. */
export type DataItem = readonly [name: string | null, value: PlainValue, options?: DataOptions]

interface DataOptions {
  /** Element name; default `Data`. */
  readonly element?: 'Data' | 'ComplexData'
  /** A Null value leaves the element out; otherwise it stays, empty. */
  readonly omitIfNull?: boolean
}

/** An element of UserData, or of a value of type BinXml. */
export interface PlainElement {
  readonly name: string
  /** Namespace declarations (`xmlns`, `xmlns:…`) are constants; an attribute with a Null value is left out. */
  readonly attributes?: readonly (readonly [name: string, value: PlainContent])[]
  readonly content?: readonly (PlainElement | PlainContent)[]
  /** A Null in the element's first value leaves the element out; otherwise it stays, empty. */
  readonly omitIfNull?: boolean
}

/** Text of an element or attribute: a value (a substitution, where there is a template), or what is no value. */
export type PlainContent =
  | PlainValue
  /** Text that belongs to the template. */
  | { readonly Literal: string }
  | { readonly Cdata: string }
  /** One UTF-16 unit. */
  | { readonly CharRef: number }
  /** `amp`, `lt`, `gt`, `quot`, `apos`. */
  | { readonly EntityRef: string }
  /** Processing instruction: target and data. */
  | { readonly Pi: readonly [target: string, data: string] }
  /** A value that is stored and has no place, as real templates leave some. */
  | { readonly Unused: PlainValue }

/** `<RenderingInfo>`, which event forwarding adds. */
export interface RenderingPart {
  readonly culture: string
  readonly message?: string
  readonly level?: string
  readonly task?: string
  readonly opcode?: string
  readonly channel?: string
  readonly provider?: string
  readonly keywords?: readonly string[]
}
