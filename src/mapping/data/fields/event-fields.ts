/**
 * The form of the tables of fields: what the events of a channel hold in their body. Only events whose fields are known
 * in all versions of Windows stand in them; of all others nothing is said.
 */

export interface EventFields {
  /** Names as in `services`; compared as canonical keys. */
  readonly channels: readonly string[]
  /** Event ids, then their fields in any number of texts, separated by blanks. */
  readonly events: readonly (readonly [ids: readonly number[], ...fields: readonly string[]])[]
}
