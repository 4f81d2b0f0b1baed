/**
 * The nodes of records' own elements in the kernel's memory. In: a locator, and steps that records take. Out: addresses.
 * Invariant: nodes are only looked up; a path that no record has had yet is for the locator to make.
 */
import type { Kernel } from '../kernel/create-kernel.ts'
import {
  HEAD_ROOT,
  NAME_KIND_BITS,
  NAME_NUMBER_BITS,
  NODE_BYTES,
  NODE_INDEX,
  NODE_LAST_STEP,
  NODE_TEXT,
  NODE_TEXT_BYTES,
} from '../kernel/layout.ts'
import type { Locator } from './binxml/locator.ts'
import { readNameId } from './binxml/names.ts'
import { childOf, Step, type TrieNode } from './binxml/shape-trie.ts'

export interface KernelNodes {
  /** The kernel's memory has no room for more. */
  readonly isFull: boolean
  /** The packed name at an offset in the chunk, 0 for none. */
  nameAt(offset: number): number
  childOf(address: number, step: number): number
  /** The child by the name of a field, which lies at `offset` of the locator's bytes. */
  fieldOf(address: number, offset: number, lengthBytes: number): number
  at(address: number): TrieNode
  /** Forgets all nodes, whose memory somebody else has emptied, and begins with the locator's root. */
  restart(): void
}

export function createKernelNodes({ plans: area, words, bytes }: Kernel, locator: Locator): KernelNodes {
  const { names, trie } = locator
  const nodes: TrieNode[] = []
  const addresses = new Map<TrieNode, number>()
  let isFull = false
  const addressOf = (node: TrieNode | undefined): number => {
    if (node === undefined) return 0
    const known = addresses.get(node)
    if (known !== undefined) return known
    const address = area.allocate(NODE_BYTES)
    if (address === 0) {
      isFull = true
      return 0
    }
    words[(address + NODE_LAST_STEP) >> 2] = -1
    words[(address + NODE_INDEX) >> 2] = nodes.push(node) - 1
    addresses.set(node, address)
    return address
  }
  const at = (address: number): TrieNode => nodes[words[(address + NODE_INDEX) >> 2]!]!
  return {
    get isFull() {
      return isFull
    },
    nameAt(offset) {
      const known = names.byOffset[offset]! - 1
      const id = known < 0 ? readNameId(names, offset) : known
      if (id < 0) return 0
      return ((id + 1) << NAME_NUMBER_BITS) | (names.kinds[id]! << NAME_KIND_BITS) | names.parts[id]!
    },
    childOf: (address, step) => addressOf(childOf(at(address), step)),
    fieldOf(address, offset, lengthBytes) {
      const text = locator.bytes.toString('utf16le', offset, offset + lengthBytes)
      const name = names.byText.get(text)
      const child = name === undefined ? undefined : childOf(at(address), name * 8 + Step.FieldName)
      const found = addressOf(child)
      if (found !== 0 && words[(found + NODE_TEXT) >> 2] === 0) {
        const place = area.allocate(Math.max(1, lengthBytes))
        if (place === 0) {
          isFull = true
          return 0
        }
        bytes.copy(bytes, place, offset, offset + lengthBytes)
        words[(found + NODE_TEXT) >> 2] = place
        words[(found + NODE_TEXT_BYTES) >> 2] = lengthBytes
      }
      return found
    },
    at,
    restart() {
      isFull = false
      nodes.length = 0
      addresses.clear()
      words[HEAD_ROOT >> 2] = addressOf(trie.root)
    },
  }
}
