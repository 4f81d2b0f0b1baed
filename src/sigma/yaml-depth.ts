/**
 * A lower bound of how deep YAML is nested, from its lexemes as they come: open brackets, or list and key signs of
 * one line. It ends hostile texts early, which the library takes seconds a megabyte to parse; it is no full check.
 */
export interface YamlDepth {
  brackets: number
  lineSigns: number
}

export function startDepth(): YamlDepth {
  return { brackets: 0, lineSigns: 0 }
}

/** The bound after one more lexeme. */
export function measureDepth(depth: YamlDepth, lexeme: string): number {
  switch (lexeme) {
    case '[':
    case '{':
      depth.brackets++
      break
    case ']':
    case '}':
      depth.brackets = Math.max(depth.brackets - 1, 0)
      break
    case '-':
    case '?':
      if (depth.brackets === 0) depth.lineSigns++
      break
    case '\n':
    case '\r\n':
      depth.lineSigns = 0
      break
  }
  return Math.max(depth.brackets, depth.lineSigns)
}
