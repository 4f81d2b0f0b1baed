/**
 * Keys and scalars for `scan-yaml`: plain and quoted ones that end on their line, and literal blocks.
 * Everything doubtful sets `refused`.
 */
import { isGap, isRestEmpty, type LineScan, nextContent, nextLine, skipSpaces } from './scan-lines.ts'
import type { YamlScalar } from './yaml-node.ts'

const SPACE = 32
const DOUBLE_QUOTE = 34
const HASH = 35
const QUOTE = 39
const COLON = 58
const BACKSLASH = 92
const PIPE = 124

/** Characters that a plain key may hold in the subset: letters, digits and `_.|/- `, the first a letter or digit. */
const KEY_START = /[A-Za-z0-9_]/
const KEY = /^[A-Za-z0-9_.|/ -]*$/
/** YAML's own limit for a key on one line is 1,024. */
const MAX_KEY_UNITS = 1000

/** First characters that mean something in YAML; `-`, `?` and `:` only before a space. */
const INDICATORS = new Set([...',[]{}#&*!|>\'"%@`'].map((sign) => sign.charCodeAt(0)))
const SPACED_INDICATORS = new Set([...'-?:'].map((sign) => sign.charCodeAt(0)))

/** Offset of the colon behind the key that starts at `scan.start`, or -1 when there is no key of the subset. */
export function findKeyEnd(scan: LineScan): number {
  const { text, start } = scan
  const first = text.charCodeAt(start)
  const end = first === QUOTE ? text.indexOf("'", start + 1) + 1 : findColon(scan, start)
  if (end <= start || end - start > MAX_KEY_UNITS || end >= scan.end) return -1
  if (text.charCodeAt(end) !== COLON || !isGap(scan, end + 1)) return -1
  if (first === QUOTE) return end
  const key = text.slice(start, end)
  return KEY_START.test(key[0]!) && KEY.test(key) && !key.endsWith(' ') ? end : -1
}

/** The first colon of the line from `at` on that is followed by a space or the end of the line, or -1. */
function findColon(scan: LineScan, at: number): number {
  for (let i = at; i < scan.end; i++) if (scan.text.charCodeAt(i) === COLON && isGap(scan, i + 1)) return i
  return -1
}

/** The scalar at `scan.start` of a collection with this indentation; goes to the line behind it. */
export function scanScalar(scan: LineScan, indent: number): YamlScalar {
  const first = scan.text.charCodeAt(scan.start)
  if (first === PIPE) return scanLiteral(scan, indent)
  const scalar = first === QUOTE || first === DOUBLE_QUOTE ? scanQuoted(scan, first) : scanPlain(scan, first)
  nextContent(scan)
  // A deeper line would go on with a plain scalar.
  if (scan.indent > indent) scan.refused = true
  return scalar
}

function scanQuoted(scan: LineScan, quote: number): YamlScalar {
  const { text, start } = scan
  let hasDouble = false
  let end = start + 1
  for (; end < scan.end; end++) {
    const unit = text.charCodeAt(end)
    if (unit === BACKSLASH && quote === DOUBLE_QUOTE) scan.refused = true
    if (unit !== quote) continue
    if (quote !== QUOTE || text.charCodeAt(end + 1) !== QUOTE) break
    hasDouble = true
    end++
  }
  if (end >= scan.end || !isRestEmpty(scan, end + 1)) scan.refused = true
  const inner = text.slice(start + 1, end)
  return {
    kind: 'scalar',
    text: hasDouble ? inner.replaceAll("''", "'") : inner,
    plain: false,
    tag: undefined,
    offset: start,
  }
}

function scanPlain(scan: LineScan, first: number): YamlScalar {
  const { text, start } = scan
  if (INDICATORS.has(first) || (SPACED_INDICATORS.has(first) && isGap(scan, start + 1))) scan.refused = true
  let end = start
  for (let i = start; i < scan.end; i++) {
    const unit = text.charCodeAt(i)
    if (unit === SPACE) {
      if (text.charCodeAt(i + 1) === HASH && i + 1 < scan.end) break
    } else {
      if (unit === COLON && isGap(scan, i + 1)) scan.refused = true
      end = i + 1
    }
  }
  return { kind: 'scalar', text: text.slice(start, end), plain: true, tag: undefined, offset: start }
}

/** `|` and `|-` with the indentation of their first line. */
function scanLiteral(scan: LineScan, indent: number): YamlScalar {
  const { text, start } = scan
  const isStripped = text.charCodeAt(start + 1) === 45
  if (skipSpaces(scan, start + (isStripped ? 2 : 1)) !== scan.end) scan.refused = true
  const lines: string[] = []
  let width = -1
  let isInside = true
  while (isInside && nextLine(scan)) {
    const isBlank = scan.start === scan.end
    if (width === -1 && !isBlank) width = scan.indent
    // Blank lines before the first, and longer ones than the indentation, are subtle.
    if (width === -1 || (isBlank && scan.indent > width)) scan.refused = true
    isInside = isBlank || (scan.indent >= width && width > indent)
    if (isInside) lines.push(text.slice(scan.start - Math.max(scan.indent - width, 0), scan.end))
    else reread(scan)
  }
  if (width <= indent) scan.refused = true
  nextContent(scan)
  while (lines.length > 0 && lines.at(-1)!.trimStart() === '') lines.pop()
  const value = lines.join('\n') + (isStripped ? '' : '\n')
  return { kind: 'scalar', text: value, plain: false, tag: undefined, offset: start }
}

/** Makes the current line the next one again. */
function reread(scan: LineScan): void {
  scan.nextLine = scan.start - scan.indent
}
