/**
 * A rule's regular expression in Lucene's syntax, which matches whole values and knows no classes such as `\d`,
 * no edges inside and no looking around. In: source and flags. Out: the expression, or why there is none.
 * Invariant: what is written means the same; slashes and quotes are escaped, so it cannot end its slashes.
 */

const SIGN = new RegExp(
  [
    String.raw`(?<sign>\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|[\s\S]))`,
    String.raw`(?<set>\[\^?\]?(?:\\[\s\S]|[^\]\\])*\])`,
    String.raw`(?<group>\((?:\?:)?)`,
    String.raw`(?<count>\{\d+(?:,\d*)?\}\??|[*+?]\??)`,
    '(?<close>[)|])',
    String.raw`(?<letter>[\s\S])`,
  ].join('|'),
  'gu',
)

/**
 * What classes stand for, as the inside of a set. Of blanks only those that XML can hold: all values have been XML, and
 * other controls would not survive being copied.
 */
const CLASSES: ReadonlyMap<string, string> = new Map([
  ['d', '0-9'],
  ['w', 'a-zA-Z0-9_'],
  ['s', ' \t\n\r'],
])

const CONTROLS: ReadonlyMap<string, string> = new Map([
  ['t', '\t'],
  ['n', '\n'],
  ['r', '\r'],
  ['f', '\f'],
  ['v', '\v'],
])

interface Sign {
  readonly sign?: string
  readonly set?: string
  readonly group?: string
  readonly count?: string
  readonly close?: string
  readonly letter?: string
}

export function luceneRegex(source: string, flags: string): string | { readonly cannot: string } {
  if (/\(\?(?!:)/.test(source)) return { cannot: 'Lucene has no groups that look around or change the case' }
  if (flags.includes('m')) return { cannot: 'Lucene has no lines' }
  const isBlind = flags.includes('i')
  const isStart = /^(?:\^|\\A)/.test(source)
  const isEnd = /(?<!\\)(?:\$|\\[zZ])$/.test(source)
  const inner = source.replace(/^(?:\^|\\A)/, '').replace(/(?<!\\)(?:\$|\\[zZ])$/, '')
  // An edge that belongs to one alternative only cannot be moved out.
  if ((isStart || isEnd) && /(?<!\\)\|/.test(inner))
    return { cannot: 'Lucene has no edges inside of an expression' }
  let written = ''
  for (const { groups } of inner.matchAll(SIGN)) {
    const text = writeSign(groups as Sign, isBlind)
    if (text === undefined)
      return {
        cannot: `Lucene has no '${((groups as Sign).sign ?? (groups as Sign).set ?? (groups as Sign).letter ?? '').slice(0, 20)}'`,
      }
    written += text
  }
  return `${isStart ? '' : '.*'}(${written})${isEnd ? '' : '.*'}`
}

function writeSign({ sign, set, group, count, close, letter }: Sign, isBlind: boolean): string | undefined {
  if (group !== undefined) return '('
  // Lazy or not makes no difference where the whole value must match.
  if (count !== undefined) return count.length > 1 && count.endsWith('?') ? count.slice(0, -1) : count
  if (close !== undefined) return close
  if (set !== undefined) return writeSet(set, isBlind)
  if (letter !== undefined)
    return letter === '.' ? '.' : letter === '^' || letter === '$' ? undefined : writeLetter(letter, isBlind)
  const name = sign![1]!
  const known = CLASSES.get(name.toLowerCase())
  if (known !== undefined) return name === name.toLowerCase() ? `[${known}]` : `[^${known}]`
  if (/[xu]/.test(name) && sign!.length > 2)
    return writeLetter(String.fromCharCode(Number.parseInt(sign!.slice(2), 16)), isBlind)
  const control = CONTROLS.get(name)
  if (control !== undefined) return control
  return /[A-Za-z0-9]/.test(name) ? undefined : writeLetter(name, isBlind)
}

function writeLetter(letter: string, isBlind: boolean): string {
  if (isBlind && letter.toLowerCase() !== letter.toUpperCase())
    return `[${letter.toLowerCase()}${letter.toUpperCase()}]`
  return /[\p{L}\p{N}_\s]/u.test(letter) ? letter : `\\${letter}`
}

function writeSet(set: string, isBlind: boolean): string | undefined {
  const negation = set.startsWith('[^') ? '^' : ''
  const inside = set.slice(1 + negation.length, -1)
  if (/\[:|\\[DWSbBxupP]/.test(inside)) return undefined
  let written = ''
  for (const [item] of inside.matchAll(/\\[\s\S]|[\s\S]-(?:\\[\s\S]|[^\\\]])|[\s\S]/gu)) {
    if (item.length === 3 && item[1] === '-') {
      written += `${escapeInSet(item[0]!)}-${escapeInSet(item[2]!)}`
      if (isBlind && /^[a-z]-[a-z]$/i.test(item))
        written += item === item.toLowerCase() ? item.toUpperCase() : item.toLowerCase()
      continue
    }
    const letter = item.startsWith('\\') && item.length === 2 ? item[1]! : item
    const known = item.startsWith('\\') ? (CLASSES.get(letter) ?? CONTROLS.get(letter)) : undefined
    if (known !== undefined) written += known
    else if (item.startsWith('\\') && /[A-Za-z0-9]/.test(letter)) return undefined
    else {
      const both = isBlind ? [...new Set([letter.toLowerCase(), letter.toUpperCase()])] : [letter]
      written += both.map(escapeInSet).join('')
    }
  }
  return `[${negation}${written}]`
}

function escapeInSet(letter: string): string {
  return /[\p{L}\p{N}_\s]/u.test(letter) ? letter : `\\${letter}`
}
