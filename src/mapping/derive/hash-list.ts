/**
 * One hash out of Sysmon's list. In: texts such as `SHA1=…,MD5=…,IMPHASH=…`. Out: the value of one algorithm.
 */
import { foldText } from '../../base/fold.ts'
import type { Derive } from '../field-source.ts'

/** Entries looked at in one list (Sysmon writes four at most). */
const MAX_ENTRIES = 16

/** The values of `algorithm` in all lists of all fields. */
export function hashesOf(algorithm: string): Derive {
  const wanted = foldText(algorithm)
  return (texts) => {
    const found: string[] = []
    for (const list of texts) for (const text of list) pickHashes(text, wanted, found)
    return found
  }
}

function pickHashes(text: string, wanted: string, found: string[]): void {
  for (let start = 0, entries = 0; start < text.length && entries < MAX_ENTRIES; entries++) {
    const comma = text.indexOf(',', start)
    const end = comma < 0 ? text.length : comma
    const entry = text.slice(start, end)
    const equals = entry.indexOf('=')
    if (equals > 0 && foldText(entry.slice(0, equals).trim()) === wanted)
      found.push(entry.slice(equals + 1).trim())
    start = end + 1
  }
}
