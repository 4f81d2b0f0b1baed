/**
 * Sets of characters with a name: `\d`, `[:alpha:]`, `\p{L}`. In: the name. Out: its set, undefined if there is none.
 * Invariant: `\d \w \s` and POSIX classes are ASCII, as in PCRE and RE2 (sigma-semantics §3).
 */
import type { CharSet } from './char-set.ts'
import { charSet, charSetOf, complement, EVERY_CHAR, MAX_CODE_POINT, NOT_LINE_FEED } from './char-set.ts'

const DIGIT = charSetOf('0123456789')
const WORD = charSet([0x30, 0x39], [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a])
const SPACE = charSet([9, 13], [32, 32])
const HORIZONTAL = charSetOf(
  '\t \u00a0\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000',
)
const VERTICAL = charSetOf('\n\v\f\r\u0085\u2028\u2029')

/** Escapes that stand for a set, inside and outside of classes. `\v` is PCRE's: every vertical space. */
const ESCAPED = new Map<string, CharSet>([
  ['d', DIGIT],
  ['D', complement(DIGIT)],
  ['w', WORD],
  ['W', complement(WORD)],
  ['s', SPACE],
  ['S', complement(SPACE)],
  ['h', HORIZONTAL],
  ['H', complement(HORIZONTAL)],
  ['v', VERTICAL],
  ['V', complement(VERTICAL)],
])

const POSIX = new Map<string, CharSet>([
  ['alnum', charSet([0x30, 0x39], [0x41, 0x5a], [0x61, 0x7a])],
  ['alpha', charSet([0x41, 0x5a], [0x61, 0x7a])],
  ['ascii', charSet([0, 0x7f])],
  ['blank', charSetOf('\t ')],
  ['cntrl', charSet([0, 0x1f], [0x7f, 0x7f])],
  ['digit', DIGIT],
  ['graph', charSet([0x21, 0x7e])],
  ['lower', charSet([0x61, 0x7a])],
  ['print', charSet([0x20, 0x7e])],
  ['punct', charSet([0x21, 0x2f], [0x3a, 0x40], [0x5b, 0x60], [0x7b, 0x7e])],
  ['space', SPACE],
  ['upper', charSet([0x41, 0x5a])],
  ['word', WORD],
  ['xdigit', charSet([0x30, 0x39], [0x41, 0x46], [0x61, 0x66])],
])

export const LINE_BREAK: CharSet = VERTICAL
export const NOT_NEWLINE: CharSet = NOT_LINE_FEED

/** The set of `\letter`. */
export function escapedSet(letter: string): CharSet | undefined {
  return ESCAPED.get(letter)
}

/** The set of `[:name:]`; `^` before the name negates it. */
export function posixSet(name: string): CharSet | undefined {
  if (!name.startsWith('^')) return POSIX.get(name)
  const set = POSIX.get(name.slice(1))
  return set && complement(set)
}

const properties = new Map<string, CharSet | undefined>()

/** The set of `\p{name}`: a general category, a script, `Any`, or a binary property that the runtime knows. */
export function propertySet(name: string): CharSet | undefined {
  if (name === 'Any') return EVERY_CHAR
  if (name === 'L&') return propertySet('LC')
  if (!properties.has(name)) properties.set(name, computeProperty(name))
  return properties.get(name)
}

function computeProperty(name: string): CharSet | undefined {
  const test = compileProperty(name)
  if (test === undefined) return undefined
  const set: number[] = []
  for (let c = 0; c <= MAX_CODE_POINT; c++) {
    if (!test.test(String.fromCodePoint(c))) continue
    if (set.length > 0 && set.at(-1) === c - 1) set[set.length - 1] = c
    else set.push(c, c)
  }
  return set
}

function compileProperty(name: string): RegExp | undefined {
  if (!/^\w+(=\w+)?$/.test(name)) return undefined
  for (const expression of [name, `Script=${name}`]) {
    try {
      return new RegExp(`^\\p{${expression}}$`, 'u')
    } catch {
      // Not a name of this kind.
    }
  }
  return undefined
}
