/**
 * What an event is once it is not bytes: a shape (which fields there are, shared by all records of the same
 * structure) and a table of located values (type, offset, length), text made on demand.
 * Invariant: an `EventView` is valid only until the next record is read; a `Shape` is immutable and lives on.
 */

/**
 * Where a leaf stands below `<Event>`. `other` holds ProcessingErrorData, BinaryEventData, DebugData and vendor elements.
 * The first `<System>` alone is the header: whether a record is wanted is asked when no more of it is known, so nothing
 * behind it may be able to change the answer.
 */
export type Section = 'system' | 'eventData' | 'userData' | 'rendering' | 'other'

/** One element on the way to a leaf. `ordinal` numbers the elements of a shape in document order: equal ordinal = same element. */
export interface ElementStep {
  readonly name: string
  readonly ordinal: number
}

/**
 * A value of the event: an element's text or an attribute. An element is a leaf when its markup has no child elements.
 * One without content (`<Param/>`, `<Error Code="5"/>`) is present and empty: Windows shows it as it shows a Null or a
 * text of length zero, and only what a template leaves out is absent (evtx-pitfalls §7 Null, design §5). Two kinds of
 * element are no leaves without content, for they are frames and not values: those of System (`<Correlation/>`) and
 * the children of `<Event>` (`<EventData/>`). An element whose child elements are all left out is no leaf either.
 */
export interface Leaf {
  readonly section: Section
  /**
   * The name that rules use. System: `EventID`, `Provider_Name` (element_attribute). EventData: the literal of the
   * `Name` attribute, or the element name (`Data`, `Binary`) where there is none. UserData and other: the local
   * element name, attributes as `Element_Attribute`. Namespace prefixes are cut, `xmlns` declarations are no leaves.
   */
  readonly name: string
  /** Elements from the child of `<Event>` down to the one that holds the value. */
  readonly path: readonly ElementStep[]
  /** The attribute's name when the leaf is an attribute. */
  readonly attribute: string | undefined
  /** Index into the value table, or -1 for a constant. */
  readonly slot: number
  /** Text of a constant; '' otherwise. */
  readonly constant: string
  /** A Null value removes the leaf (evtx-format §6.1: optional attribute, or element that depends on its own slot). */
  readonly nullIsAbsent: boolean
  /** Other slots which remove the leaf when they are Null (dependency of an enclosing element). */
  readonly guards: readonly number[]
}

/** Structure shared by many records. Leaves stand in document order; several may have the same name. */
export interface Shape {
  readonly leaves: readonly Leaf[]
  /** Leaf indexes of what every consumer asks for, -1 where the shape lacks it. All of section `system`. */
  readonly channel: number
  readonly computer: number
  readonly eventId: number
  readonly level: number
  readonly provider: number
  readonly recordId: number
  readonly timeCreated: number
  /** What a consumer (the matcher) remembers about this shape; owned by that consumer, never read by the decoder. */
  memo: object | undefined
}

/** One record. Slots index the four parallel tables; entries at and beyond `slotCount` are stale. */
export interface EventView {
  shape: Shape
  /** The bytes that offsets point into, and a view over the same memory. */
  bytes: Buffer
  view: DataView
  slotCount: number
  readonly types: Int32Array
  readonly offsets: Int32Array
  readonly lengths: Int32Array
  /** Text of slots of type `Composed`. */
  readonly texts: string[]
  /** Record header: id and time written (FILETIME), as two unsigned halves each. */
  recordIdLow: number
  recordIdHigh: number
  writtenLow: number
  writtenHigh: number
  /** Position: chunk number in the file, record number in the chunk, both 0-based; offset of the record in the file, bytes. */
  chunk: number
  record: number
  offsetBytes: number
  /** Read in part: half written (its size fields differ), or something in it could not be decoded. */
  partial: boolean
}

/** Largest number of values a record may have (observed: 57). */
export const MAX_SLOTS = 4096

export type SlotTables = Pick<EventView, 'types' | 'offsets' | 'lengths'>

/** An empty view over `bytes`, to be filled by a decoder, which may bring the tables. */
export function createEventView(shape: Shape, bytes: Buffer, tables: SlotTables = createTables()): EventView {
  return {
    shape,
    bytes,
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    slotCount: 0,
    types: tables.types,
    offsets: tables.offsets,
    lengths: tables.lengths,
    texts: [],
    recordIdLow: 0,
    recordIdHigh: 0,
    writtenLow: 0,
    writtenHigh: 0,
    chunk: 0,
    record: 0,
    offsetBytes: 0,
    partial: false,
  }
}

function createTables(): SlotTables {
  return {
    types: new Int32Array(MAX_SLOTS),
    offsets: new Int32Array(MAX_SLOTS),
    lengths: new Int32Array(MAX_SLOTS),
  }
}

/** A shape over `leaves`, with the well-known System leaves found. */
export function createShape(leaves: readonly Leaf[]): Shape {
  const find = (name: string): number => leaves.findIndex((l) => l.section === 'system' && l.name === name)
  return {
    leaves,
    channel: find('Channel'),
    computer: find('Computer'),
    eventId: find('EventID'),
    level: find('Level'),
    provider: find('Provider_Name'),
    recordId: find('EventRecordID'),
    timeCreated: find('TimeCreated_SystemTime'),
    memo: undefined,
  }
}
