/**
 * Networks as Python's `ip_network` reads them (pySigma's rule): IPv4 or IPv6, a prefix length or an IPv4 net mask or
 * host mask, one address when there is none; bits beyond the prefix must be zero.
 */
import { parseAddress, parseIpv4 } from '../base/parse-address.ts'

export interface Network {
  /** 4 or 16 bytes. */
  readonly network: readonly number[]
  readonly prefixBits: number
}

/** The network, or why the text is none. */
export function parseCidr(text: string): Network | string {
  const slash = text.indexOf('/')
  const address = slash === -1 ? text : text.slice(0, slash)
  const network = parseAddress(address)
  if (network === undefined) return `'${address}' is no IPv4 or IPv6 address`
  const bits = network.length * 8
  const prefixBits = slash === -1 ? bits : parsePrefix(text.slice(slash + 1), bits)
  if (prefixBits === undefined) return `'${text.slice(slash + 1)}' is no prefix length from 0 to ${bits}`
  if (hasHostBits(network, prefixBits))
    return `'${text}' has bits set behind its prefix; its network is ${networkText(network, prefixBits)}`
  return { network, prefixBits }
}

function parsePrefix(text: string, bits: number): number | undefined {
  if (/^[0-9]{1,3}$/.test(text)) return Number(text) <= bits ? Number(text) : undefined
  const mask = bits === 32 ? parseIpv4(text) : undefined
  if (mask === undefined) return undefined
  const value = mask.reduce((sum, byte) => sum * 256 + byte, 0)
  return maskBits(value) ?? maskBits(0xffffffff - value)
}

/** 255.255.0.0 → 16; undefined when the set bits are not all at the left. */
function maskBits(mask: number): number | undefined {
  const zeros = Math.log2(0xffffffff - mask + 1)
  return Number.isInteger(zeros) ? 32 - zeros : undefined
}

function hasHostBits(network: readonly number[], prefixBits: number): boolean {
  return network.some((byte, i) => (byte & ~byteMask(i, prefixBits)) !== 0)
}

/** The bits of byte `i` that belong to the prefix. */
function byteMask(i: number, prefixBits: number): number {
  const bits = Math.min(Math.max(prefixBits - i * 8, 0), 8)
  return (0xff << (8 - bits)) & 0xff
}

function networkText(network: readonly number[], prefixBits: number): string {
  const bytes = network.map((byte, i) => byte & byteMask(i, prefixBits))
  if (bytes.length === 4) return `${bytes.join('.')}/${prefixBits}`
  const groups = Array.from({ length: 8 }, (_, i) => (bytes[i * 2]! * 256 + bytes[i * 2 + 1]!).toString(16))
  return `${groups.join(':')}/${prefixBits}`
}
