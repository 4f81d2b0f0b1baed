/**
 * The `cidr` test. In: a text and a network. Out: whether the text is an address of it. Invariant: families must agree,
 * except that an IPv4-mapped IPv6 address is also tested as the IPv4 address in it (sigma-semantics §3); a zone id is
 * cut. A text is read once for all networks that are asked of it in a row.
 */
import { parseAddress } from '../../base/parse-address.ts'

/** Longer texts are no address, whatever its zone is called. */
const MAX_TEXT = 100

const ZONE = /%[^%/\s]*$/

const MAPPED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]

interface ReadText {
  readonly text: string
  readonly address: readonly number[] | undefined
  /** The IPv4 address in an IPv4-mapped one. */
  readonly mapped: readonly number[] | undefined
}

let last: ReadText = { text: '', address: undefined, mapped: undefined }

export function isInNetwork(text: string, network: readonly number[], prefixBits: number): boolean {
  if (text !== last.text) last = readText(text)
  const { address, mapped } = last
  if (address === undefined) return false
  if (address.length === network.length && hasPrefix(address, network, prefixBits)) return true
  return mapped !== undefined && network.length === 4 && hasPrefix(mapped, network, prefixBits)
}

function readText(text: string): ReadText {
  const isLong = text.length > MAX_TEXT
  const address = isLong ? undefined : parseAddress(text.includes(':') ? text.replace(ZONE, '') : text)
  const isMapped = address?.length === 16 && MAPPED.every((byte, i) => address[i] === byte)
  return { text, address, mapped: isMapped ? address.slice(12) : undefined }
}

function hasPrefix(address: readonly number[], network: readonly number[], prefixBits: number): boolean {
  for (let i = 0, left = prefixBits; left > 0; i++, left -= 8) {
    const mask = left >= 8 ? 0xff : (0xff00 >> left) & 0xff
    if (((address[i]! ^ network[i]!) & mask) !== 0) return false
  }
  return true
}
