/**
 * Textual IP addresses. In: a text. Out: 4 or 16 bytes, undefined when it is no address.
 * Invariant: any textual form of RFC 4291 is read (compressed, with embedded IPv4), nothing around it: no zone, no
 * brackets, no port; IPv4 is four decimal numbers without leading zeros, since `010` is read in two ways.
 */

/** Six groups of four digits, an IPv4 address and the colons between them. */
const MAX_UNITS = 45

export function parseAddress(text: string): readonly number[] | undefined {
  if (text.length > MAX_UNITS) return undefined
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text)
}

const IPV4 = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/

export function parseIpv4(text: string): readonly number[] | undefined {
  const bytes = IPV4.exec(text)?.slice(1).map(Number)
  return bytes?.every((byte) => byte <= 255) ? bytes : undefined
}

function parseIpv6(text: string): readonly number[] | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const head = parseGroups(halves[0]!, halves.length === 1)
  const tail = halves.length === 1 ? [] : parseGroups(halves[1]!, true)
  if (head === undefined || tail === undefined) return undefined
  const missing = 16 - head.length - tail.length
  // `::` stands for at least one group.
  if (halves.length === 1 ? missing !== 0 : missing < 2) return undefined
  return [...head, ...new Array<number>(missing).fill(0), ...tail]
}

const GROUP = /^[0-9A-Fa-f]{1,4}$/

/** Groups of one half as bytes; the very last one may be an IPv4 address. */
function parseGroups(text: string, mayEndInIpv4: boolean): readonly number[] | undefined {
  if (text === '') return []
  const bytes: number[] = []
  const groups = text.split(':')
  for (const [i, group] of groups.entries()) {
    if (GROUP.test(group)) {
      const value = Number.parseInt(group, 16)
      bytes.push(value >> 8, value & 0xff)
      continue
    }
    const embedded = mayEndInIpv4 && i === groups.length - 1 ? parseIpv4(group) : undefined
    if (embedded === undefined) return undefined
    bytes.push(...embedded)
  }
  return bytes
}
