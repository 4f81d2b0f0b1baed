/**
 * Names for files from the titles of rules. In: any text. Out: a name without extension that every system takes.
 * Invariant: letters, digits, `-` and `_` only, never empty, never a device of Windows, at most `MAX_NAME` long; no two
 * of one `createNamer` are equal, in any case.
 */

/** Leaves room for an extension and a folder under Windows' 260. */
const MAX_NAME = 100

const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d|conin|conout)$/i

/** Pages of the whole folder have these. */
const RESERVED = ['index', 'matrix']

/** `style`: titles become lower case, the names of files keep theirs. */
export function createNamer(): (text: string, style: 'title' | 'file') => string {
  const taken = new Set(RESERVED)
  const next = new Map<string, number>()
  return (text, style) => {
    const base = safeName(style === 'title' ? text.toLowerCase() : text)
    const key = base.toLowerCase()
    let name = base
    for (let i = next.get(key) ?? 2; taken.has(name.toLowerCase()); i++) {
      name = `${base}-${i}`
      next.set(key, i + 1)
    }
    taken.add(name.toLowerCase())
    return name
  }
}

function safeName(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9_]+/g, '-')
    .slice(0, MAX_NAME)
    .replace(/^-+|-+$/g, '')
  if (plain === '') return 'rule'
  return DEVICE.test(plain) ? `rule-${plain}` : plain
}
