/**
 * Texts become a key of fixed length: the first 128 bits of SHA-256 of their folded forms, which nobody can make collide.
 * In: texts. Out: four words. Invariant: equal keys ⇔ equal folded lists of texts.
 */
import { hash } from 'node:crypto'
import { foldText } from '../../../base/fold.ts'
import { GROUP_WORDS } from './point-record.ts'

/** Keys remembered: neighbouring points are often of one group. */
const MAX_KNOWN = 4096

/** The words are shared with later callers and must not be changed. */
export function createGroupHasher(): (texts: readonly string[]) => Uint32Array {
  const known = new Map<string, Uint32Array>()
  return (texts) => {
    let folded = ''
    for (const text of texts) folded += `${text.length}:${foldText(text)}`
    let words = known.get(folded)
    if (words === undefined) {
      if (known.size >= MAX_KNOWN) known.clear()
      words = hashWords(folded)
      known.set(folded, words)
    }
    return words
  }
}

let scratch = Buffer.alloc(1024)

function hashWords(text: string): Uint32Array {
  if (scratch.length < 2 * text.length) scratch = Buffer.alloc(4 * text.length)
  const digest = hash('sha256', scratch.subarray(0, scratch.write(text, 0, 'utf16le')), 'buffer')
  const words = new Uint32Array(GROUP_WORDS)
  for (let i = 0; i < GROUP_WORDS; i++) words[i] = digest.readUInt32BE(4 * i)
  return words
}
