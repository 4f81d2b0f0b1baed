/**
 * Where a parser of regular expressions stands. Invariant: after the first error the reader is at the end, so every
 * loop over it ends and the error is kept.
 */

export interface RegexFlags {
  /** Case-insensitive. */
  readonly i: boolean
  /** `^` and `$` at every line. */
  readonly m: boolean
  /** `.` takes line feeds too. */
  readonly s: boolean
  /** Blanks and comments are no part of the pattern. */
  readonly x: boolean
}

export interface RegexError {
  readonly message: string
  /** In UTF-16 units of the source. */
  readonly offset: number
}

export interface RegexReader {
  readonly source: string
  at: number
  flags: RegexFlags
  /** Capturing groups opened so far, and the names of those that have one. */
  captures: number
  readonly names: Map<string, number>
  /** References to groups that may come later, checked at the end. */
  readonly references: { readonly index: number | string; readonly offset: number }[]
  depth: number
  /** Between `\Q` and `\E`. */
  quoting: boolean
  error: RegexError | undefined
}

export function createRegexReader(source: string, flags: string): RegexReader {
  return {
    source,
    at: 0,
    flags: { i: flags.includes('i'), m: flags.includes('m'), s: flags.includes('s'), x: false },
    captures: 0,
    names: new Map(),
    references: [],
    depth: 0,
    quoting: false,
    error: undefined,
  }
}

/** Records the first error and goes to the end. */
export function failAt(reader: RegexReader, offset: number, message: string): void {
  reader.error ??= { message, offset }
  reader.at = reader.source.length
}

export function isAtEnd(reader: RegexReader): boolean {
  return reader.at >= reader.source.length
}

/** Takes `text` if it stands here. */
export function take(reader: RegexReader, text: string): boolean {
  if (!reader.source.startsWith(text, reader.at)) return false
  reader.at += text.length
  return true
}

/** Takes what the sticky expression matches here. */
export function takeMatch(reader: RegexReader, sticky: RegExp): RegExpExecArray | null {
  sticky.lastIndex = reader.at
  const match = sticky.exec(reader.source)
  if (match) reader.at += match[0].length
  return match
}

/** Takes one code point; -1 at the end. */
export function takeChar(reader: RegexReader): number {
  const char = reader.source.codePointAt(reader.at)
  if (char === undefined) return -1
  reader.at += char > 0xffff ? 2 : 1
  return char
}
