/**
 * From the ids and names in a correlation to the rules of the set. In: documents and what became of them. Out: the rule
 * that a reference means, or a message that tells the author what to change. Rules are never referred to by title.
 * Several documents of one file may be one rule: `action: global` gives its id and name to all of them.
 */
import type { SigmaDocument } from '../../../sigma/ast.ts'

/** A rule that could not be read at all. */
export interface RefusedRule {
  readonly file: string
  readonly title: string | undefined
  readonly id: string | undefined
  readonly name: string | undefined
}

/** The documents of the rule, at least one; a text says why there is none. */
export type FindRule = (reference: string) => readonly SigmaDocument[] | string

/** Units of a text from a rule file in a message. */
const MAX_SHOWN = 100

/** `isRunning` decides between rules of the same id, of which only one runs. */
export function createRuleFinder(
  documents: readonly SigmaDocument[],
  refused: readonly RefusedRule[],
  isRunning: (document: SigmaDocument) => boolean,
): FindRule {
  const byId = groupBy(documents, ({ id }) => id?.toLowerCase())
  const byName = groupBy(documents, ({ name }) => name)
  return (reference) => {
    const withId = byId.get(reference.toLowerCase())
    if (withId !== undefined) return ofOneFile(withId, isRunning)
    const named = byName.get(reference) ?? []
    // Copies of a rule in several files have its id; without one nobody knows which is meant.
    const different = new Set(named.map(({ id, file }) => id?.toLowerCase() ?? `file ${file}`))
    if (different.size > 1) return ambiguous(reference, named)
    return named.length > 0 ? ofOneFile(named, isRunning) : missing(reference, documents, refused)
  }
}

/** Of copies in several files one runs. */
function ofOneFile(
  documents: readonly SigmaDocument[],
  isRunning: (document: SigmaDocument) => boolean,
): readonly SigmaDocument[] {
  const { file } = documents.find(isRunning) ?? documents[0]!
  return documents.filter((document) => document.file === file)
}

function groupBy(
  documents: readonly SigmaDocument[],
  keyOf: (document: SigmaDocument) => string | undefined,
): Map<string, SigmaDocument[]> {
  const groups = new Map<string, SigmaDocument[]>()
  for (const document of documents) {
    const key = keyOf(document)
    if (key === undefined) continue
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [document])
    else group.push(document)
  }
  return groups
}

function ambiguous(reference: string, named: readonly SigmaDocument[]): string {
  const files = named.map(({ file }) => file).join(', ')
  return `the name '${shorten(reference)}' belongs to several rules (${shorten(files)}); refer to the id`
}

function missing(
  reference: string,
  documents: readonly SigmaDocument[],
  refused: readonly RefusedRule[],
): string {
  const isMeant = ({ id, name, title }: RefusedRule): boolean =>
    id?.toLowerCase() === reference.toLowerCase() || name === reference || title === reference
  const bad = refused.find(isMeant)
  if (bad !== undefined)
    return `it refers to '${shorten(reference)}' in ${bad.file}, which was refused; correct that rule first`
  const titled = documents.find(({ title }) => title === reference)
  if (titled !== undefined)
    return `'${shorten(reference)}' is a title; refer to ${titled.id === undefined ? "a 'name' given to the rule" : `the id ${titled.id}`}`
  return `'${shorten(reference)}' is neither the id nor the name of a rule that was loaded; give the file that has it with --rules`
}

export function shorten(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text
}
