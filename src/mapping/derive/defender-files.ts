/**
 * The files that Defender names. In: `Path`, such as `file:_C:\a.exe; containerfile:_C:\b.zip`. Out: each path without
 * its kind. Invariant: no more than `MAX_FILES` parts; what lies beyond is one last part.
 */

/** Parts of one Path taken apart (observed: 2). */
const MAX_FILES = 64
/** Characters of a kind such as `containerfile`. */
const MAX_KIND_LENGTH = 24
const SEPARATOR = '; '

export function defenderFiles(path: string): readonly string[] {
  const files: string[] = []
  for (let start = 0; start <= path.length; ) {
    const next = files.length + 1 < MAX_FILES ? path.indexOf(SEPARATOR, start) : -1
    const end = next < 0 ? path.length : next
    files.push(withoutKind(path.slice(start, end)))
    start = next < 0 ? path.length + 1 : end + SEPARATOR.length
  }
  return files
}

/** Cuts `letters:_` off the front. */
function withoutKind(part: string): string {
  const colon = part.slice(0, MAX_KIND_LENGTH + 2).indexOf(':_')
  if (colon < 1) return part
  for (let i = 0; i < colon; i++) {
    const lower = part.charCodeAt(i) | 0x20
    if (lower < 0x61 || lower > 0x7a) return part
  }
  return part.slice(colon + 2)
}
