/**
 * A network as wildcard patterns over addresses as text. In: address bytes and prefix length. Out: patterns that
 * together find every address of the network, or undefined where there would be too many.
 * Invariant: no address of the network is missed; IPv4 addresses are found as IPv6 writes them, too.
 */
import type { PatternToken, Value } from '../sigma/ast.ts'

/** A prefix length cuts an octet in up to 128 values, a group of IPv6 in up to 2¹⁵. */
const MAX_PATTERNS = 256

type Cidr = Extract<Value, { readonly op: 'cidr' }>

export function cidrPatterns({
  network,
  prefixBits,
}: Cidr): readonly (readonly PatternToken[])[] | undefined {
  return network.length === 4 ? ipv4(network, prefixBits) : ipv6(network, prefixBits)
}

const ANY: PatternToken = { wild: 'any' }

/** Each of them also as IPv6 writes an address of IPv4. */
function ipv4(
  network: readonly number[],
  prefixBits: number,
): readonly (readonly PatternToken[])[] | undefined {
  const patterns = plainIpv4(network, prefixBits)
  const mapped = patterns?.map(([first, ...rest]): PatternToken[] =>
    typeof first === 'string' ? [`::ffff:${first}`, ...rest] : [],
  )
  return patterns === undefined ? undefined : [...patterns, ...mapped!.filter((tokens) => tokens.length > 0)]
}

function plainIpv4(
  network: readonly number[],
  prefixBits: number,
): readonly (readonly PatternToken[])[] | undefined {
  const whole = Math.floor(prefixBits / 8)
  const fixed = network.slice(0, whole).join('.')
  const values = cutValues(network[whole], prefixBits % 8, 8)
  if (values === undefined) return undefined
  const texts = values.map((value) =>
    [...(whole === 0 ? [] : [fixed]), ...(value === '' ? [] : [value])].join('.'),
  )
  const octets = whole + (prefixBits % 8 === 0 ? 0 : 1)
  const patterns = texts.map((text): PatternToken[] =>
    octets === 4 ? [text] : octets === 0 ? [ANY, '.', ANY, '.', ANY, '.', ANY] : [`${text}.`, ANY],
  )
  return patterns
}

/** The texts of a number whose first `bits` bits are given; one empty text when none is. */
function cutValues(
  number: number | undefined,
  bits: number,
  size: number,
  radix = 10,
): readonly string[] | undefined {
  if (number === undefined || bits === 0) return ['']
  const count = 2 ** (size - bits)
  if (count > MAX_PATTERNS) return undefined
  const first = number - (number % count)
  return Array.from({ length: count }, (_, i) => (first + i).toString(radix))
}

function ipv6(
  network: readonly number[],
  prefixBits: number,
): readonly (readonly PatternToken[])[] | undefined {
  const groups = Array.from({ length: 8 }, (_, i) => network[2 * i]! * 256 + network[2 * i + 1]!)
  if (prefixBits === 128) return [[shorten(groups)], [groups.map((group) => group.toString(16)).join(':')]]
  const whole = Math.floor(prefixBits / 16)
  // A zero group may be written or left out, so a prefix with one has no single beginning.
  if (whole === 0 && prefixBits < 4) return undefined
  if (groups.slice(0, whole).includes(0)) return undefined
  const fixed = groups.slice(0, whole).map((group) => `${group.toString(16)}:`)
  const rest = prefixBits % 16
  if (rest === 0) return [[fixed.join(''), ANY]]
  return cutGroup(groups[whole]!, rest)
    ?.map((tokens) => [...(fixed.length === 0 ? [] : [fixed.join('')]), ...tokens, ':', ANY])
    .map(joinTexts)
}

/** A group whose first bits are given and whose first digit is not 0, digit by digit. */
function cutGroup(group: number, bits: number): readonly PatternToken[][] | undefined {
  const text = group.toString(16).padStart(4, '0')
  if (text.startsWith('0')) return undefined
  const digits = Math.floor(bits / 4)
  const values = cutValues(Number.parseInt(text[digits] ?? '0', 16), bits % 4, 4, 16)!
  return values.map((value) => [
    text.slice(0, digits) + value,
    ...Array.from({ length: 4 - digits - (value === '' ? 0 : 1) }, (): PatternToken => ({ wild: 'one' })),
  ])
}

/** The same as a regular expression over the text of an address. */
export function cidrExpression(cidr: Cidr): string | undefined {
  const patterns = cidr.network.length === 4 ? plainIpv4(cidr.network, cidr.prefixBits) : cidrPatterns(cidr)
  if (patterns === undefined) return undefined
  const texts = patterns.map((tokens) =>
    tokens
      .map((token) =>
        typeof token === 'string'
          ? token.replaceAll('.', String.raw`\.`)
          : token.wild === 'any'
            ? '[^<]*'
            : '[0-9a-f]',
      )
      .join(''),
  )
  return `${cidr.network.length === 4 ? '(?:::ffff:)?' : ''}(?:${texts.join('|')})`
}

function joinTexts(tokens: readonly PatternToken[]): PatternToken[] {
  const joined: PatternToken[] = []
  for (const token of tokens) {
    const last = joined.at(-1)
    if (typeof token === 'string' && typeof last === 'string') joined[joined.length - 1] = last + token
    else if (token !== '') joined.push(token)
  }
  return joined
}

/** RFC 5952: the longest run of zero groups, the first of equals, is `::`. */
function shorten(groups: readonly number[]): string {
  let start = 0
  let length = 0
  for (let i = 0; i < 8; i++) {
    let end = i
    while (end < 8 && groups[end] === 0) end++
    if (end - i > length) {
      start = i
      length = end - i
    }
  }
  const text = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':')
  if (length < 2) return text(groups)
  return `${text(groups.slice(0, start))}::${text(groups.slice(start + length))}`
}
