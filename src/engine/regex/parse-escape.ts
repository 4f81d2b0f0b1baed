/**
 * What stands behind a backslash. In: a reader just after the backslash. Out: a character, a set or another node.
 * Invariant: an escaped ASCII letter or digit without a meaning is an error, every other escaped character is itself.
 */

import type { CharSet } from './char-set.ts'
import { complement, MAX_CODE_POINT } from './char-set.ts'
import { foldSet } from './fold-set.ts'
import { escapedSet, LINE_BREAK, NOT_NEWLINE, propertySet } from './named-sets.ts'
import type { AssertKind, RegexNode } from './regex-node.ts'
import { EMPTY } from './regex-node.ts'
import type { RegexReader } from './regex-reader.ts'
import { failAt, takeChar, takeMatch } from './regex-reader.ts'

/** A character, or a set that does not fold as a single character does. */
export type EscapedMember =
  | { readonly type: 'char'; readonly char: number }
  | { readonly type: 'set'; readonly set: CharSet }

const CONTROLS = new Map([
  ['a', 7],
  ['e', 27],
  ['f', 12],
  ['n', 10],
  ['r', 13],
  ['t', 9],
])

const ASSERTS = new Map<string, AssertKind>([
  ['A', 'textStart'],
  ['G', 'textStart'],
  ['Z', 'textEndOrLastLf'],
  ['z', 'textEnd'],
  ['b', 'wordBoundary'],
  ['B', 'notWordBoundary'],
])

/** An escape outside of a class. */
export function parseEscape(reader: RegexReader): RegexNode {
  const start = reader.at
  const reference = takeReference(reader)
  if (reference !== undefined) return reference
  const letter = reader.source[reader.at] ?? ''
  const kind = ASSERTS.get(letter)
  if (kind !== undefined) {
    reader.at++
    return { type: 'assert', kind }
  }
  if (letter === 'K') {
    // Moves the reported start of the match, which nobody asks for.
    reader.at++
    return EMPTY
  }
  if (letter === 'R') {
    reader.at++
    const crlf: RegexNode = { type: 'concat', children: [single(13), single(10)] }
    return { type: 'alternation', children: [crlf, { type: 'set', set: LINE_BREAK }] }
  }
  if (letter === 'N') {
    reader.at++
    return { type: 'set', set: NOT_NEWLINE }
  }
  const member = parseEscapedMember(reader)
  if (member === undefined) return failedEscape(reader, start)
  return { type: 'set', set: memberSet(member, reader.flags.i) }
}

/** The set of a member, closed under case when asked; `\w` and its like never are. */
export function memberSet(member: EscapedMember, folded: boolean): CharSet {
  if (member.type === 'set') return member.set
  const set: CharSet = [member.char, member.char]
  return folded ? foldSet(set) : set
}

/** An escape that stands for a character or a set; undefined (reader unmoved) when there is none such. */
export function parseEscapedMember(reader: RegexReader): EscapedMember | undefined {
  const letter = reader.source[reader.at] ?? ''
  const set = escapedSet(letter)
  if (set !== undefined) {
    reader.at++
    return { type: 'set', set }
  }
  if (letter === 'p' || letter === 'P') return parseProperty(reader)
  const coded = takeCoded(reader)
  if (coded !== undefined) return { type: 'char', char: coded }
  const control = CONTROLS.get(letter)
  if (control === undefined && /^[0-9A-Za-z]?$/.test(letter)) return undefined
  const char = takeChar(reader)
  return { type: 'char', char: control ?? char }
}

/** `\p{L}`, `\pL`, `\P{L}`, `\p{^L}`. */
function parseProperty(reader: RegexReader): EscapedMember | undefined {
  const match = takeMatch(reader, /([pP])(?:\{(\^?)([\w&= ]+)\}|([A-Z]))/y)
  if (!match) return undefined
  const [, letter, caret = '', long, short] = match
  const set = propertySet((long ?? short ?? '').replaceAll(' ', '_'))
  if (set === undefined) {
    failAt(reader, reader.at, `unknown Unicode property ${match[0]}`)
    return { type: 'set', set: [] }
  }
  const folded = reader.flags.i ? foldSet(set) : set
  return { type: 'set', set: (letter === 'P') !== (caret === '^') ? complement(folded) : folded }
}

/** A character given by its number: `\x41`, `\x{1F600}`, `\u0041`, `\o{101}`, `\101`, `\cA`. */
function takeCoded(reader: RegexReader): number | undefined {
  const start = reader.at
  const control = takeMatch(reader, /c([ -~])/y)
  if (control) return control[1]!.toUpperCase().charCodeAt(0) ^ 0x40
  const hex = takeMatch(
    reader,
    /x\{([0-9A-Fa-f]{1,8})\}|x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})/y,
  )
  const octal = hex ? null : takeMatch(reader, /o\{([0-7]{1,10})\}|(0[0-7]{0,2}|[1-7][0-7]{1,2})/y)
  const char = hex
    ? Number.parseInt(hex[1] ?? hex[2] ?? hex[3] ?? hex[4]!, 16)
    : octal
      ? Number.parseInt(octal[1] ?? octal[2]!, 8)
      : undefined
  if (char !== undefined && char > MAX_CODE_POINT) failAt(reader, start, 'a character number beyond U+10FFFF')
  return char
}

/** A back reference: `\1`, `\g{1}`, `\g{-1}`, `\g{name}`, `\k<name>`; numbers of two digits only if such a group was opened. */
function takeReference(reader: RegexReader): RegexNode | undefined {
  const start = reader.at
  const plain = takeMatch(reader, /[1-9]\d?/y)
  if (plain) {
    const index = Number(plain[0])
    if (index < 10 || index <= reader.captures) return referTo(reader, index, start)
    reader.at = start
    return undefined
  }
  const match = takeMatch(
    reader,
    /g(?:\{(-?\d{1,3})\}|(-?\d{1,3})|\{([A-Za-z_]\w*)\})|k(?:\{([A-Za-z_]\w*)\}|<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)')/y,
  )
  if (!match) return undefined
  const number = match[1] ?? match[2]
  if (number === undefined) return referTo(reader, match[3] ?? match[4] ?? match[5] ?? match[6]!, start)
  const index = Number(number)
  return referTo(reader, index < 0 ? reader.captures + 1 + index : index, start)
}

/** A reference by number, or by the name of a group that was opened before. */
export function referTo(reader: RegexReader, group: number | string, offset: number): RegexNode {
  reader.references.push({ index: group, offset })
  const index = typeof group === 'number' ? group : (reader.names.get(group) ?? 0)
  return { type: 'backReference', index, folded: reader.flags.i }
}

function failedEscape(reader: RegexReader, start: number): RegexNode {
  const letter = reader.source[start]
  failAt(
    reader,
    start - 1,
    letter === undefined ? 'a backslash at the end' : `the escape \\${letter} has no meaning`,
  )
  return EMPTY
}

function single(char: number): RegexNode {
  return { type: 'set', set: [char, char] }
}
