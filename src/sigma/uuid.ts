/**
 * UUIDs in the forms Python's `UUID()` takes (pySigma's rule): with or without hyphens, braces or `urn:uuid:`.
 */
const UUID =
  /^(?:urn:)?(?:uuid:)?\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\}?$/i

/** The UUID in lower case with hyphens, so that references can be compared; undefined when it is none. */
export function parseUuid(text: string): string | undefined {
  return UUID.exec(text)?.slice(1).join('-').toLowerCase()
}
