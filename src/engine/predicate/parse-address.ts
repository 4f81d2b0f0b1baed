/**
 * Textual IP addresses. In: a text. Out: 4 or 16 bytes, undefined when it is no address.
 * Invariant: any textual form of RFC 4291 is read (compressed, with embedded IPv4), a zone id is cut; IPv4 is four
 * decimal numbers without leading zeros, since `010` is read in two ways.
 */

const MAX_TEXT = 100

export function parseAddress(text: string): readonly number[] | undefined {
  if (text.length > MAX_TEXT) return undefined
  return text.includes(':') ? parseIpv6(text.replace(/%[^%/\s]*$/, '')) : parseIpv4(text)
}

function parseIpv4(text: string): number[] | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)
  if (!match) return undefined
  const bytes = match.slice(1).map(Number)
  const isPlain = match.slice(1).every((part) => part.length === 1 || part[0] !== '0')
  return isPlain && bytes.every((b) => b <= 255) ? bytes : undefined
}

function parseIpv6(text: string): number[] | undefined {
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

/** Groups of one half as bytes; the very last one may be an IPv4 address. */
function parseGroups(text: string, mayEndInIpv4: boolean): number[] | undefined {
  if (text === '') return []
  const bytes: number[] = []
  const groups = text.split(':')
  for (const [i, group] of groups.entries()) {
    const isLast = i === groups.length - 1
    const ipv4 = mayEndInIpv4 && isLast ? parseIpv4(group) : undefined
    if (ipv4 !== undefined) bytes.push(...ipv4)
    else if (/^[0-9A-Fa-f]{1,4}$/.test(group)) {
      const value = Number.parseInt(group, 16)
      bytes.push(value >> 8, value & 0xff)
    } else return undefined
  }
  return bytes.length <= 16 ? bytes : undefined
}
