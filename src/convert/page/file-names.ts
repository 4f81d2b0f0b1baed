/**
 * Names for files from the titles of rules. In: any text. Out: a name without extension that every system takes.
 * Invariant: letters, digits, `-` and `_` only, never empty, never a device of Windows, at most `MAX_NAME` long; no two
 * of one `createNamer` are equal, in any case.
 */

/** Leaves room for an extension and a folder under Windows' 260. */
const MAX_NAME = 100

const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d|conin|conout)$/

/** Pages of the whole folder have these. */
const RESERVED = ['index', 'matrix']

export function createNamer(): (text: string) => string {
  const taken = new Set(RESERVED)
  const next = new Map<string, number>()
  return (text) => {
    const base = safeName(text)
    let name = base
    for (let i = next.get(base) ?? 2; taken.has(name); i++) {
      name = `${base}-${i}`
      next.set(base, i + 1)
    }
    taken.add(name)
    return name
  }
}

function safeName(text: string): string {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '-')
    .slice(0, MAX_NAME)
    .replace(/^-+|-+$/g, '')
  if (plain === '') return 'rule'
  return DEVICE.test(plain) ? `rule-${plain}` : plain
}
