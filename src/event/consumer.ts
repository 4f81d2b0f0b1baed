import type { EventView } from './event.ts'
import type { RecordScreen } from './screen.ts'

/** Who takes the records of a decoder, one after another. */
export interface EventConsumer {
  /**
   * Asked once the System part is located and before the rest is: `event.shape` then holds the System leaves only.
   * False passes the record over undecoded. Records that cannot be located in two steps (half-written ones, those
   * with mixed content or with something before their System part) are asked with more, up to their full shape.
   */
  accept(event: EventView): boolean
  /** An accepted record, complete. The view is valid only during the call. */
  visit(event: EventView): void
  /** With it, a decoder with a kernel may keep back records that it turns away. */
  readonly screen?: RecordScreen | undefined
}
