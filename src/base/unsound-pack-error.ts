/**
 * Thrown where a rule or a test of a pack is first needed and is none. Only a pack that somebody made up comes to this:
 * damage is found by its digest before. Who scans ends then and says so.
 */
export class UnsoundPackError extends Error {
  override readonly name = 'UnsoundPackError'

  constructor(part: string) {
    super(`the pack of rules holds ${part} that is none: it was not made by goshawk; do not use it`)
  }
}
