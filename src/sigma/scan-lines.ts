/**
 * Steps from line to line through YAML text for `scan-yaml`: finds each line's indentation and where its content
 * starts and ends, and passes over blank lines and comments.
 */
export interface LineScan {
  /** The text of the whole file; the document ends at `limit`. */
  readonly text: string
  readonly limit: number
  /** Offset behind the current line's end, where the next one starts. */
  nextLine: number
  /** Column of the content, 0-based; -1 at the end of the text. Moves right inside of `- key: value`. */
  indent: number
  /** Offsets of the content, without spaces before it and without CR LF behind it. */
  start: number
  end: number
  /** The text is outside of the subset; nothing that was read counts. */
  refused: boolean
}

const CR = 13
const SPACE = 32
const HASH = 35

/** At the first content of the document, behind its `---`. */
export function startLines(text: string, from: number, limit: number): LineScan {
  const scan: LineScan = { text, limit, nextLine: from, indent: -1, start: 0, end: 0, refused: false }
  if (text.startsWith('---', from)) {
    nextLine(scan)
    if (!isRestEmpty(scan, from + 3)) scan.refused = true
  }
  nextContent(scan)
  return scan
}

/** Goes to the next line that holds more than spaces and a comment; false at the end of the text. */
export function nextContent(scan: LineScan): boolean {
  while (nextLine(scan)) {
    if (scan.start === scan.end || scan.text.charCodeAt(scan.start) === HASH) continue
    // Document markers, directives: only at the start of a line.
    if (scan.indent === 0 && isMarker(scan.text, scan.start)) scan.refused = true
    return true
  }
  scan.indent = -1
  return false
}

/** Goes to the next line, whatever it holds. */
export function nextLine(scan: LineScan): boolean {
  const { text, limit } = scan
  const lineStart = scan.nextLine
  if (lineStart >= limit) return false
  let end = text.indexOf('\n', lineStart)
  scan.nextLine = end === -1 ? limit : end + 1
  if (end === -1) end = limit
  else if (text.charCodeAt(end - 1) === CR && end > lineStart) end--
  let start = lineStart
  while (start < end && text.charCodeAt(start) === SPACE) start++
  scan.indent = start - lineStart
  scan.start = start
  scan.end = end
  return true
}

function isMarker(text: string, at: number): boolean {
  return text.startsWith('---', at) || text.startsWith('...', at) || text.charCodeAt(at) === 37
}

/** Whether only spaces, or spaces and then a comment, stand from `at` to the end of the line. */
export function isRestEmpty(scan: LineScan, at: number): boolean {
  let i = at
  while (i < scan.end && scan.text.charCodeAt(i) === SPACE) i++
  return i === scan.end || (i > at && scan.text.charCodeAt(i) === HASH)
}

/** The first offset from `at` on that is not a space. */
export function skipSpaces(scan: LineScan, at: number): number {
  let i = at
  while (i < scan.end && scan.text.charCodeAt(i) === SPACE) i++
  return i
}

/** Whether `offset` is the end of the line or a space: what must follow `:` and `-` when they are signs. */
export function isGap(scan: LineScan, offset: number): boolean {
  return offset >= scan.end || scan.text.charCodeAt(offset) === SPACE
}
