/** The hash of both tables of a chunk (evtx-format §2, §5): h = h * 65599 + word, modulo 2^32, over 16-bit words. */
export function hashWords(count: number, wordAt: (index: number) => number): number {
  let hash = 0
  for (let i = 0; i < count; i++) hash = (Math.imul(hash, 65_599) + wordAt(i)) >>> 0
  return hash
}
