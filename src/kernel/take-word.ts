/** Counters in the kernel's memory: read and begun anew in one step. In: an address. Out: what was counted since. */

/** The word at an address, which is 0 from then on. */
export function takeWord(words: Int32Array, address: number): number {
  const word = words[address >> 2]!
  words[address >> 2] = 0
  return word
}
