/**
 * What a person reads on standard error: one line a message, escaped, coloured on a terminal.
 * Invariant: nothing from a file reaches the terminal unescaped.
 */
import type { Diagnostic } from '../base/diagnostic.ts'
import { escapeTerminal } from '../base/escape-terminal.ts'
import type { Level } from '../sigma/ast.ts'

export type Color = 'red' | 'yellow' | 'magenta' | 'cyan' | 'green' | 'dim' | 'bold'

const CODES: Readonly<Record<Color, number>> = {
  bold: 1,
  dim: 2,
  red: 31,
  green: 32,
  yellow: 33,
  magenta: 35,
  cyan: 36,
}

/** Severity of a rule at a glance. */
export const LEVEL_COLOR: Readonly<Record<Level, Color>> = {
  critical: 'magenta',
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
  informational: 'dim',
}

/** `12,345` */
export function formatCount(value: number): string {
  return value.toLocaleString('en')
}

/** `1 hit`, `12,345 hits` */
export function plural(value: number, one: string, many: string = `${one}s`): string {
  return `${formatCount(value)} ${value === 1 ? one : many}`
}

/** Dresses text in a colour, or leaves it plain. */
export type Paint = (color: Color, text: string) => string

/** A painter for a stream: plain when it is no terminal, with --no-color and with NO_COLOR (https://no-color.org). */
export function createPaint(stream: { isTTY?: boolean }, isAllowed: boolean): Paint {
  const isColored = isAllowed && stream.isTTY === true && !process.env.NO_COLOR
  return (color, text) => (isColored ? `\x1b[${CODES[color]}m${text}\x1b[0m` : text)
}

/** `goshawk: error: PATH: chunk 3: record 17: message [code]`. */
export function formatDiagnostic(diagnostic: Diagnostic, paint: Paint): string {
  const { severity, source, line, column, chunk, record, message, code } = diagnostic
  const place = [
    line === undefined ? source : `${source}:${line}${column === undefined ? '' : `:${column}`}`,
    ...(chunk === undefined ? [] : [`chunk ${chunk}`]),
    ...(record === undefined ? [] : [`record ${record}`]),
    message,
  ]
  const color = severity === 'error' ? 'red' : severity === 'warning' ? 'yellow' : 'dim'
  return `goshawk: ${paint(color, severity)}: ${escapeTerminal(place.join(': '))} ${paint('dim', `[${code}]`)}`
}

/** Writes one line to standard error. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
