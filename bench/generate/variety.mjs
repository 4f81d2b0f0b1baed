/**
 * How varied values are. In: randomness and the cardinality asked for. Out: numbers that names are made from.
 * Invariant: 1 is what real logs were measured to have (docs/benchmarks.md); twice as much has twice the populations
 * and twice the share of values never seen before.
 */

/**
 * @typedef {object} Variety
 * @property {import('./random.mjs').Random} random
 * @property {(population: number, freshShare?: number) => number} number One of a population, or a new one.
 * @property {(population: number, freshShare?: number) => number} local The same, of this log alone.
 * @property {(mean: number) => boolean} changes Whether what lasts so many draws on average ends now.
 */

/** @returns {Variety} `salt` tells logs apart: what is new in one is new in all. */
export function createVariety(random, cardinality, salt) {
  let fresh = salt
  const draw = (population, freshShare, base) => {
    if (freshShare > 0 && random.chance(freshShare * cardinality)) {
      fresh = (fresh + 1) >>> 0
      return fresh
    }
    return (base + random.rank(Math.max(1, Math.round(population * cardinality)))) >>> 0
  }
  return {
    random,
    changes: (mean) => random.chance(Math.min(1, cardinality / mean)),
    number: (population, freshShare = 0) => draw(population, freshShare, 0),
    local: (population, freshShare = 0) => draw(population, freshShare, salt >>> 1),
  }
}
