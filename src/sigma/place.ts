/**
 * From an offset in a file's text to line and column, both 1-based; lines are found once a file.
 */
import type { Position } from './ast.ts'

export interface Places {
  /** Offset at which each line starts. */
  readonly lineStarts: readonly number[]
}

/** The line table of `text`; lines end with LF, a CR before it belongs to the line. */
export function findLines(text: string): Places {
  const lineStarts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1)
  return { lineStarts }
}

export function positionAt(places: Places, offset: number): Position {
  const { lineStarts } = places
  let low = 0
  let high = lineStarts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (lineStarts[middle]! <= offset) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: offset - lineStarts[low]! + 1 }
}
