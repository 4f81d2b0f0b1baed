/**
 * Finds the place in the file of a letter inside of a scalar, for messages about conditions.
 */
import type { YamlScalar } from './yaml-node.ts'

/** Indentation, quotes and the sign and options of a block scalar, before its text. */
const OPENING = /(?:["']|[|>][-+0-9]*[ \t]*(?:#[^\n]*)?\r?\n)?/y

/**
 * Offset of `node.text[index]`. Folding and indentation only change white space, so the n-th letter of the value is
 * the n-th letter of the file from there on; where escapes are in between, the scalar's start is the place.
 */
export function offsetInScalar(fileText: string, node: YamlScalar, index: number): number {
  let at = node.offset
  if (!node.plain) {
    OPENING.lastIndex = at
    OPENING.exec(fileText)
    at = OPENING.lastIndex
  }
  for (let i = 0; i < node.text.length; i++) {
    if (isSpace(node.text.charCodeAt(i))) {
      if (i === index) return at
      continue
    }
    while (isSpace(fileText.charCodeAt(at))) at++
    if (fileText.charCodeAt(at) !== node.text.charCodeAt(i)) return node.offset
    if (i === index) return at
    at++
  }
  return at
}

function isSpace(unit: number): boolean {
  return unit === 32 || unit === 10 || unit === 13 || unit === 9
}
