/**
 * A set of numbers from 0 to `size - 1` that finds its k-th smallest: one bit a number, and a tree of counts over blocks
 * of 1,024 bits. Invariant: adding, removing and finding cost the logarithm of the size.
 */

export interface RankSet {
  readonly count: number
  /** Empties the set; it then holds numbers below `size`. */
  reset(size: number): void
  add(rank: number): void
  remove(rank: number): void
  /** The number with exactly `index` smaller ones in the set; `index` must be below `count`. */
  select(index: number): number
}

/** 32 words of 32 bits. */
const BLOCK_SHIFT = 10
const BLOCK_WORDS = 32

export function createRankSet(): RankSet {
  let bits = new Uint32Array(0)
  /** Fenwick tree over the blocks, from 1. */
  let tree = new Uint32Array(1)
  let blocks = 0
  let count = 0
  /** Largest power of two up to `blocks`. */
  let topStep = 0

  const addToTree = (block: number, by: number): void => {
    for (let i = block + 1; i <= blocks; i += i & -i) tree[i]! += by
  }
  return {
    get count() {
      return count
    },
    reset(size) {
      blocks = Math.ceil(size / (1 << BLOCK_SHIFT))
      if (bits.length < blocks * BLOCK_WORDS) bits = new Uint32Array(blocks * BLOCK_WORDS)
      else bits.fill(0, 0, blocks * BLOCK_WORDS)
      if (tree.length < blocks + 1) tree = new Uint32Array(blocks + 1)
      else tree.fill(0, 0, blocks + 1)
      topStep = blocks === 0 ? 0 : 1 << (31 - Math.clz32(blocks))
      count = 0
    },
    add(rank) {
      bits[rank >>> 5]! |= 1 << (rank & 31)
      addToTree(rank >>> BLOCK_SHIFT, 1)
      count++
    },
    remove(rank) {
      bits[rank >>> 5]! &= ~(1 << (rank & 31))
      addToTree(rank >>> BLOCK_SHIFT, -1)
      count--
    },
    select(index) {
      if (index >= count) throw new RangeError(`the set has ${count} numbers, not ${index + 1}`)
      let block = 0
      let left = index
      for (let step = topStep; step > 0; step >>= 1) {
        const next = block + step
        if (next <= blocks && tree[next]! <= left) {
          block = next
          left -= tree[next]!
        }
      }
      let word = block * BLOCK_WORDS
      for (let ones = countOnes(bits[word]!); ones <= left; ones = countOnes(bits[word]!)) {
        left -= ones
        word++
      }
      return 32 * word + selectBit(bits[word]!, left)
    },
  }
}

/** Set bits of a 32-bit word. */
function countOnes(word: number): number {
  let v = word - ((word >>> 1) & 0x5555_5555)
  v = (v & 0x3333_3333) + ((v >>> 2) & 0x3333_3333)
  return Math.imul((v + (v >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24
}

/** Place of the set bit with `index` set ones below it. */
function selectBit(word: number, index: number): number {
  let rest = word
  for (let i = 0; i < index; i++) rest &= rest - 1
  return 31 - Math.clz32(rest & -rest)
}
