/**
 * Seeded randomness in whole numbers only, so that a seed gives the same bytes on every machine and engine.
 * In: a seed. Out: draws. Invariant: the order of draws alone decides what comes out.
 */

/**
 * @typedef {object} Random
 * @property {() => number} u32 Any 32 bits.
 * @property {(n: number) => number} below 0 to n - 1.
 * @property {(perMille: number) => boolean} chance True in so many of 1,000,000 draws when given in parts of 1.
 * @property {<T>(list: readonly T[]) => T} pick Any item, all alike.
 * @property {(n: number) => number} rank 0 to n - 1, small ones far more often: each doubling of the rank is as likely as
 *   the one before, which is how values of logs are spread (few make up most, and new ones never end).
 */

/** Turns any number of numbers into 32 well-mixed bits; the same in, the same out. */
export function mix(a, b = 0, c = 0) {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d) ^ Math.imul(c ^ 0x165667b1, 0x27d4eb2f)
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39)
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b)
  return (h ^ (h >>> 13)) >>> 0
}

/** @returns {Random} */
export function createRandom(seed) {
  // xoshiro128** (Blackman, Vigna); its state must not be all zero.
  let a = mix(seed, 1) | 1
  let b = mix(seed, 2) | 0
  let c = mix(seed, 3) | 0
  let d = mix(seed, 4) | 0

  const u32 = () => {
    const x = Math.imul(b, 5)
    const result = Math.imul((x << 7) | (x >>> 25), 9) >>> 0
    const t = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= t
    d = (d << 11) | (d >>> 21)
    return result
  }
  // The bias of a product of 32 bits is below one in a million for every n used here.
  const below = (n) => Math.floor((u32() / 0x1_0000_0000) * n)
  return {
    u32,
    below,
    chance: (share) => u32() < share * 0x1_0000_0000,
    pick: (list) => list[below(list.length)],
    rank: (n) => {
      const octaves = 32 - Math.clz32(n)
      for (;;) {
        const octave = below(octaves)
        const rank = 2 ** octave - 1 + below(2 ** octave)
        if (rank < n) return rank
      }
    },
  }
}
