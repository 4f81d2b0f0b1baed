/**
 * The `cidr` test. In: a text and a network. Out: whether the text is an address of it. Invariant: families must agree,
 * except that an IPv4-mapped IPv6 address is also tested as the IPv4 address in it (sigma-semantics §3).
 */
import { parseAddress } from './parse-address.ts'

const MAPPED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]

export function isInNetwork(text: string, network: readonly number[], prefixBits: number): boolean {
  const address = parseAddress(text)
  if (address === undefined) return false
  if (address.length === network.length && hasPrefix(address, network, prefixBits)) return true
  const isMapped = address.length === 16 && network.length === 4 && MAPPED.every((b, i) => address[i] === b)
  return isMapped && hasPrefix(address.slice(12), network, prefixBits)
}

function hasPrefix(address: readonly number[], network: readonly number[], prefixBits: number): boolean {
  for (let i = 0, left = prefixBits; left > 0; i++, left -= 8) {
    const mask = left >= 8 ? 0xff : (0xff00 >> left) & 0xff
    if (((address[i]! ^ network[i]!) & mask) !== 0) return false
  }
  return true
}
