/**
 * A rule's regular expression, which looks at a value, as one that looks at the XML of the event.
 * In: source and flags. Out: an expression in what PCRE and .NET share, or why there is none.
 * Invariant: nothing in it matches `<`, so it stays inside of the value; it has no capturing groups.
 */
import { CHARACTERS_BEFORE, escapeXml, ONE_CHARACTER, ONE_OF_LINE } from './xml-text.ts'

/** The signs of an expression; whatever else stands in it is a letter. */
const SIGN = new RegExp(
  [
    String.raw`(?<sign>\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|[\s\S]))`,
    String.raw`(?<set>\[\^?\]?(?:\\[\s\S]|[^\]\\])*\])`,
    String.raw`(?<group>\((?:\?(?:P?<[A-Za-z_]\w*>|<?[=!]|:|>|[is]*(?:-[is]*)?:))?)`,
    String.raw`(?<count>\{\d+(?:,\d*)?\}[?+]?|[*+?][?+]?)`,
    '(?<close>[)|])',
    String.raw`(?<edge>[\^$])`,
    String.raw`(?<letter>[\s\S])`,
  ].join('|'),
  'gu',
)

/** Escapes that stand for sets of characters, for edges, and for single characters. */
const SETS = new Set(['d', 'D', 'w', 'W', 's', 'S'])
const LETTERS: ReadonlyMap<string, string> = new Map([
  ['t', '\t'],
  ['n', '\n'],
  ['r', '\r'],
  ['f', '\f'],
  ['v', '\v'],
  ['a', '\u0007'],
  ['e', '\u001b'],
])

const START = '(?<=>)'
const END = '(?=</)'

export function xmlRegex(source: string, flags: string): string | { readonly cannot: string } {
  if (/\(\?[#^&R(]|\(\?[imsxU-]+\)|\(\?P[=>]/.test(source))
    return { cannot: 'its groups have no counterpart in a search of XML' }
  if (flags.includes('m') && /(?<!\\)[\^$]/.test(source))
    return { cannot: 'it asks for the start or the end of a line' }
  const dot = flags.includes('s') ? ONE_CHARACTER : ONE_OF_LINE
  let written = ''
  for (const { groups } of source.matchAll(SIGN)) {
    const text = writeSign(groups as Sign, dot)
    if (text === undefined)
      return { cannot: `'${excerpt(groups as Sign)}' has no counterpart in a search of XML` }
    written += text
  }
  if (/[*+?}]\+/.test(source)) return { cannot: 'it has a possessive quantifier' }
  const isBlind = flags.includes('i')
  return `${CHARACTERS_BEFORE}(?${isBlind ? 'i' : '-i'}:${written})[^<]*`
}

/** Exactly one of these is there. */
interface Sign {
  readonly sign?: string
  readonly set?: string
  readonly group?: string
  readonly count?: string
  readonly close?: string
  readonly edge?: string
  readonly letter?: string
}

function writeSign({ sign, set, group, count, close, edge, letter }: Sign, dot: string): string | undefined {
  if (sign !== undefined) return writeEscape(sign)
  if (set !== undefined) return writeSet(set)
  if (group !== undefined) return writeGroup(group)
  if (edge !== undefined) return edge === '^' ? START : END
  if (letter !== undefined) return letter === '.' ? dot : escapeXml(letter)
  return count ?? close
}

function excerpt({ sign, set }: Sign): string {
  return (sign ?? set ?? '').slice(0, 20)
}

function writeGroup(group: string): string {
  const isCapturing = group === '(' || /^\(\?P?<[A-Za-z_]/.test(group)
  return isCapturing ? '(?:' : group
}

function writeEscape(escaped: string): string | undefined {
  const sign = escaped[1]!
  if (SETS.has(sign)) return writeSet(`[${escaped}]`)
  if (sign === 'b' || sign === 'B') return escaped
  if (sign === 'A') return START
  if (sign === 'z' || sign === 'Z') return END
  if (/[xu]/.test(sign) && escaped.length > 2)
    return escapeXml(String.fromCharCode(Number.parseInt(escaped.slice(2), 16)))
  const letter = LETTERS.get(sign)
  if (letter !== undefined) return escapeXml(letter)
  return /[A-Za-z0-9]/.test(sign) ? undefined : escapeXml(sign)
}

/** Characters that XML writes as entities. */
const SPECIAL: readonly string[] = ['<', '&', '>', '"', "'", '\n', '\r', '\t']

/** A set of characters: those that XML writes in another way stand beside it. */
function writeSet(set: string): string | undefined {
  const source = set
    .replace(/^\[(\^?)\]/, String.raw`[$1\]`)
    .replace(/\[(?=:)|(?<!^)(?<!\\)\[/g, String.raw`\[`)
  if (/\\[^dDwWsStnrfvxu\W_]/.test(source) || /\\\[:/.test(source)) return undefined
  let test: RegExp
  try {
    test = new RegExp(source)
  } catch {
    return undefined
  }
  const special = SPECIAL.filter((character) => test.test(character))
  const safe = source
    .replaceAll("'", String.raw`\x27`)
    .replaceAll('"', String.raw`\x22`)
    .replaceAll('\n', String.raw`\n`)
  if (special.length === 0) return safe
  return `(?:(?![<&])${safe}|${special.map(escapeXml).join('|')})`
}
