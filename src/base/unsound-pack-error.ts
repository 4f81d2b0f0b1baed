/**
 * Thrown where a rule or a test of a pack is first needed and is none. Only a pack that somebody made up comes to this:
 * damage is found by its digest before. Who scans ends then and says so.
 */
export class UnsoundPackError extends Error {
  constructor(part: string) {
    super(`${BEGINNING}${part} that is none: it was not made by goshawk; do not use it`)
  }
}

const BEGINNING = 'the pack of rules holds '

/** Told by the message: of an error's own properties little survives the way from another thread. */
export function isUnsoundPack(error: unknown): error is Error {
  return error instanceof Error && error.message.startsWith(BEGINNING)
}
