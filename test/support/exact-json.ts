/**
 * JSON as it is written: numbers as their text, objects as lists of entries, so that neither digits nor repeated keys
 * are lost. Only for well-formed input of our own; throws a SyntaxError otherwise.
 */

export type ExactJson =
  | { readonly kind: 'object'; readonly entries: readonly (readonly [name: string, value: ExactJson])[] }
  | { readonly kind: 'array'; readonly items: readonly ExactJson[] }
  | { readonly kind: 'string' | 'number' | 'literal'; readonly text: string }

interface Reading {
  readonly text: string
  at: number
}

const BLANKS = /[ \t\r\n]*/y
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const STRING = /"(?:[^"\\]|\\.)*"/sy
const LITERAL = /true|false|null/y

export function parseExactJson(text: string): ExactJson {
  const reading: Reading = { text, at: 0 }
  const value = readValue(reading)
  take(reading, BLANKS)
  if (reading.at !== text.length) throw fault(reading)
  return value
}

/** The value under `name`, the last one when it is repeated; undefined when there is none. */
export function getEntry(value: ExactJson | undefined, name: string): ExactJson | undefined {
  return value?.kind === 'object' ? value.entries.findLast(([key]) => key === name)?.[1] : undefined
}

function readValue(r: Reading): ExactJson {
  take(r, BLANKS)
  const first = r.text[r.at]
  if (first === '{') return { kind: 'object', entries: readList(r, '}', readEntry) }
  if (first === '[') return { kind: 'array', items: readList(r, ']', readValue) }
  if (first === '"') return { kind: 'string', text: readString(r) }
  const number = take(r, NUMBER)
  if (number !== undefined) return { kind: 'number', text: number }
  const literal = take(r, LITERAL)
  if (literal !== undefined) return { kind: 'literal', text: literal }
  throw fault(r)
}

function readList<T>(r: Reading, end: string, readItem: (r: Reading) => T): T[] {
  const items: T[] = []
  r.at++
  take(r, BLANKS)
  if (r.text[r.at] === end) {
    r.at++
    return items
  }
  for (;;) {
    items.push(readItem(r))
    take(r, BLANKS)
    const next = r.text[r.at++]
    if (next === end) return items
    if (next !== ',') throw fault(r)
  }
}

function readEntry(r: Reading): [string, ExactJson] {
  take(r, BLANKS)
  const name = readString(r)
  take(r, BLANKS)
  if (r.text[r.at++] !== ':') throw fault(r)
  return [name, readValue(r)]
}

function readString(r: Reading): string {
  const quoted = take(r, STRING)
  if (quoted === undefined) throw fault(r)
  return JSON.parse(quoted) as string
}

function take(r: Reading, pattern: RegExp): string | undefined {
  pattern.lastIndex = r.at
  const match = pattern.exec(r.text)
  if (match === null) return undefined
  r.at += match[0].length
  return match[0]
}

function fault(r: Reading): SyntaxError {
  return new SyntaxError(`malformed JSON at ${r.at}`)
}
