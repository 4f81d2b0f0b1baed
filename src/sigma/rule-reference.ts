/**
 * Rules named by a person: by id, name or title, or by file. In: texts as typed, and rules. Out: whether a rule is
 * meant, and which texts meant none. A file is meant by its path as reports show it or by the last parts of that path.
 */
import { foldText } from '../base/fold.ts'
import { parseUuid } from './uuid.ts'

/** What of a rule can be named; a refused rule may lack the rest. */
export interface NameableRule {
  readonly id: string | undefined
  readonly name?: string | undefined
  readonly title: string | undefined
  readonly file: string
}

export interface RuleReferences {
  readonly isEmpty: boolean
  /** Whether one of the texts means the rule. */
  names(rule: NameableRule): boolean
  /** Texts that meant none of the rules asked for so far, in the order given. */
  unused(): readonly string[]
}

/** Looked up by what a rule has, so that the number of texts costs nothing. */
export function readReferences(texts: readonly string[]): RuleReferences {
  const wanted = new Map<string, string[]>()
  for (const text of new Set(texts)) {
    for (const key of new Set([idKey(text), titleKey(text), fileKey(text)])) {
      const same = wanted.get(key)
      if (same === undefined) wanted.set(key, [text])
      else same.push(text)
    }
  }
  const used = new Set<string>()
  const take = (key: string): boolean => {
    const found = wanted.get(key)
    for (const text of found ?? []) used.add(text)
    return found !== undefined
  }
  return {
    isEmpty: wanted.size === 0,
    names: (rule) => wanted.size > 0 && keysOf(rule).filter(take).length > 0,
    unused: () => [...new Set(texts)].filter((text) => !used.has(text)),
  }
}

/** Kinds of keys are told apart by a sign that no text of one line starts with. */
const idKey = (text: string): string => `\nid ${parseUuid(text) ?? foldText(text)}`
const titleKey = (text: string): string => `\ntitle ${foldText(text.trim())}`
const fileKey = (text: string): string =>
  `\nfile ${foldText(text)
    .replaceAll('\\', '/')
    .replace(/^(?:\.\/+)+/, '')}`

function keysOf({ id, name, title, file }: NameableRule): string[] {
  const keys = id === undefined ? [] : [idKey(id)]
  for (const text of [name, title]) if (text !== undefined) keys.push(titleKey(text))
  const path = fileKey(file).slice(fileKey('').length)
  for (let start = 0; start !== -1; start = nextPart(path, start)) keys.push(fileKey(path.slice(start)))
  return keys
}

/** Where the part of the path behind `start` begins; -1 behind the last. */
function nextPart(path: string, start: number): number {
  const slash = path.indexOf('/', start)
  return slash === -1 || slash + 1 === path.length ? -1 : slash + 1
}
