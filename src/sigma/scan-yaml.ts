/**
 * The fast way into YAML for what nearly all rules are: one document of block maps and lists with scalars on one
 * line and literal blocks. Anything else (flow collections, anchors, tags, escapes, tabs, whatever is wrong) is refused, and `compose-yaml` reads the file.
 * Invariant: what is not refused gives exactly the nodes that `compose-yaml` gives.
 */
import { MAX_YAML_DEPTH } from './limits.ts'
import { isGap, isRestEmpty, type LineScan, nextContent, skipSpaces, startLines } from './scan-lines.ts'
import { findKeyEnd, scanScalar } from './scan-scalar.ts'
import type { YamlDocument, YamlMap, YamlNode, YamlPair, YamlScalar, YamlSeq } from './yaml-node.ts'

const DASH = 45
const QUOTE = 39
/** Tabs are indentation to some; a CR alone and other line ends are a matter of taste. */
const UNUSUAL = /[\t\0\u0085\u2028\u2029\ufeff]|\r(?!\n)/

/** Whether `scanYaml` may be tried on documents of this text. */
export function isUsual(text: string): boolean {
  return !UNUSUAL.test(text)
}

/** The document from `from` to `limit`, or undefined when it is outside of the subset. */
export function scanYaml(text: string, from: number, limit: number): YamlDocument | undefined {
  const scan = startLines(text, from, limit)
  if (scan.refused) return undefined
  if (isAtEnd(scan)) return { root: undefined, problems: [] }
  if (scan.indent !== 0) return undefined
  const root = scanBlock(scan, 0)
  return scan.refused || !isAtEnd(scan) || root.kind !== 'map' ? undefined : { root, problems: [] }
}

function isAtEnd(scan: LineScan): boolean {
  return scan.indent === -1
}

/** A list or map whose first line is the current one. */
function scanBlock(scan: LineScan, depth: number): YamlNode {
  if (depth > MAX_YAML_DEPTH) scan.refused = true
  return isItem(scan) ? scanSeq(scan, depth) : scanMap(scan, depth)
}

function isItem(scan: LineScan): boolean {
  return scan.text.charCodeAt(scan.start) === DASH && isGap(scan, scan.start + 1)
}

function scanMap(scan: LineScan, depth: number): YamlMap {
  const { indent, start } = scan
  const pairs: YamlPair[] = []
  const seen = new Set<string>()
  while (scan.indent === indent && !scan.refused) {
    const key = scanKey(scan)
    if (key === undefined || seen.has(key.text)) scan.refused = true
    else {
      seen.add(key.text)
      pairs.push({ key, value: scanValue(scan, key, indent, depth) })
    }
  }
  if (scan.indent > indent) scan.refused = true
  return { kind: 'map', pairs, offset: start }
}

/** The key at the start of the line; leaves `scan.start` behind its colon. */
function scanKey(scan: LineScan): YamlScalar | undefined {
  const { text, start } = scan
  const isQuoted = text.charCodeAt(start) === QUOTE
  const end = findKeyEnd(scan)
  if (end === -1) return undefined
  scan.start = end + 1
  if (isQuoted)
    return {
      kind: 'scalar',
      text: text.slice(start + 1, end - 1),
      plain: false,
      tag: undefined,
      offset: start,
    }
  return { kind: 'scalar', text: text.slice(start, end), plain: true, tag: undefined, offset: start }
}

/** What stands behind a key's colon, on its line or below; goes to the line behind it. */
function scanValue(scan: LineScan, key: YamlScalar, indent: number, depth: number): YamlNode {
  if (!isRestEmpty(scan, scan.start)) {
    scan.start = skipSpaces(scan, scan.start)
    return scanScalar(scan, indent)
  }
  nextContent(scan)
  if (scan.indent > indent || (scan.indent === indent && isItem(scan))) return scanBlock(scan, depth + 1)
  return nothing(key.offset)
}

function nothing(offset: number): YamlScalar {
  return { kind: 'scalar', text: '', plain: true, tag: undefined, offset }
}

function scanSeq(scan: LineScan, depth: number): YamlSeq {
  const { indent, start } = scan
  const items: YamlNode[] = []
  while (scan.indent === indent && isItem(scan) && !scan.refused)
    items.push(scanItem(scan, start, indent, depth))
  if (scan.indent > indent) scan.refused = true
  return { kind: 'seq', items, offset: start }
}

function scanItem(scan: LineScan, offset: number, indent: number, depth: number): YamlNode {
  const dash = scan.start
  if (isRestEmpty(scan, dash + 1)) {
    nextContent(scan)
    return scan.indent > indent ? scanBlock(scan, depth + 1) : nothing(offset)
  }
  const start = skipSpaces(scan, dash + 1)
  scan.start = start
  if (!isItem(scan) && findKeyEnd(scan) === -1) return scanScalar(scan, indent)
  // A collection that starts on the item's line: its indentation is where it starts.
  scan.indent += start - dash
  return scanBlock(scan, depth + 1)
}
