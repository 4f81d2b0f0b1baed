/**
 * A character class. In: a reader just after `[`. Out: its set. Invariant: PCRE's leniencies hold: `]` first, `-` at an
 * edge or beside a set, and a `[` that opens no POSIX class are ordinary characters.
 */
import type { CharSet } from './char-set.ts'
import { charSet, complement, unite } from './char-set.ts'
import { foldSet } from './fold-set.ts'
import { posixSet } from './named-sets.ts'
import type { EscapedMember } from './parse-escape.ts'
import { memberSet, parseEscapedMember } from './parse-escape.ts'
import type { RegexReader } from './regex-reader.ts'
import { failAt, isAtEnd, take, takeChar, takeMatch } from './regex-reader.ts'

export function parseClass(reader: RegexReader): CharSet {
  const start = reader.at - 1
  const negated = take(reader, '^')
  const sets: CharSet[] = []
  let isFirst = true
  while (isFirst || reader.source[reader.at] !== ']' || reader.quoting) {
    if (isAtEnd(reader)) {
      failAt(reader, start, 'a character class without its closing ]')
      return []
    }
    isFirst = false
    if (!takeQuoteMark(reader)) sets.push(parseMember(reader))
  }
  reader.at++
  const set = unite(...sets)
  return negated ? complement(set) : set
}

/** `\Q` and `\E`; true when one was taken. */
function takeQuoteMark(reader: RegexReader): boolean {
  if (!take(reader, reader.quoting ? '\\E' : '\\Q')) {
    return !reader.quoting && take(reader, '\\E')
  }
  reader.quoting = !reader.quoting
  return true
}

/** One member or a range. */
function parseMember(reader: RegexReader): CharSet {
  const { i: folded } = reader.flags
  const start = reader.at
  const first = parseOne(reader)
  const dash = /-(?!\])/y
  dash.lastIndex = reader.at
  if (
    first.type === 'set' ||
    reader.quoting ||
    !dash.test(reader.source) ||
    reader.at + 1 >= reader.source.length
  )
    return memberSet(first, folded)
  const afterFirst = reader.at
  reader.at++
  const last = parseOne(reader)
  if (last.type === 'set') {
    // The dash is a character: `[a-\d]`.
    reader.at = afterFirst
    return memberSet(first, folded)
  }
  if (last.char < first.char) {
    failAt(reader, start, 'a range of characters whose end comes before its start')
    return []
  }
  const set = charSet([first.char, last.char])
  return folded ? foldSet(set) : set
}

function parseOne(reader: RegexReader): EscapedMember {
  const start = reader.at
  if (reader.quoting) return { type: 'char', char: takeChar(reader) }
  const posix = takeMatch(reader, /\[:(\^?\w+):\]/y)
  if (posix) {
    const set = posixSet(posix[1]!)
    if (set === undefined) failAt(reader, start, `unknown class ${posix[0]}`)
    return { type: 'set', set: reader.flags.i ? foldSet(set ?? []) : (set ?? []) }
  }
  if (!take(reader, '\\')) return { type: 'char', char: takeChar(reader) }
  if (take(reader, 'b')) return { type: 'char', char: 8 }
  const single = takeMatch(reader, /[1-7](?![0-7])/y)
  if (single) return { type: 'char', char: Number(single[0]) }
  const member = parseEscapedMember(reader)
  if (member !== undefined) return member
  failAt(reader, start, `the escape \\${reader.source[reader.at] ?? ''} has no meaning in a character class`)
  return { type: 'set', set: [] }
}
