/**
 * How correlations and the rules they name hang together, through any number of levels. In: documents. Out: sets of
 * them. A reference is an id or a name (sigma-semantics §5). Invariant: each reference is followed once, so that
 * circles and repeated names cost nothing.
 */
import type { SigmaDocument } from './ast.ts'

/** The rules that the correlations among `roots` need, those of correlations below them included. */
export function findBases(
  documents: readonly SigmaDocument[],
  roots: readonly SigmaDocument[],
): ReadonlySet<SigmaDocument> {
  return follow(roots, referencesOf, groupByKey(documents, keysOf))
}

/** The correlations that name one of `rules`, or a correlation that does. */
export function findBuiltOn(
  documents: readonly SigmaDocument[],
  rules: readonly SigmaDocument[],
): ReadonlySet<SigmaDocument> {
  return follow(rules, keysOf, groupByKey(documents, referencesOf))
}

type KeysOf = (document: SigmaDocument) => readonly string[]
type Groups = ReadonlyMap<string, readonly SigmaDocument[]>

function follow(
  roots: readonly SigmaDocument[],
  keysFrom: KeysOf,
  groups: Groups,
): ReadonlySet<SigmaDocument> {
  const found = new Set<SigmaDocument>()
  const seen = new Set<string>()
  const open = [...roots]
  for (let document = open.pop(); document !== undefined; document = open.pop()) {
    for (const key of keysFrom(document)) {
      if (seen.has(key)) continue
      seen.add(key)
      for (const one of groups.get(key) ?? []) {
        if (found.has(one)) continue
        found.add(one)
        open.push(one)
      }
    }
  }
  return found
}

function groupByKey(documents: readonly SigmaDocument[], keys: KeysOf): Groups {
  const groups = new Map<string, SigmaDocument[]>()
  for (const document of documents) {
    for (const key of new Set(keys(document))) {
      const group = groups.get(key)
      if (group === undefined) groups.set(key, [document])
      else group.push(document)
    }
  }
  return groups
}

/** How others may name the rule; ids and references to ids are canonical UUIDs. */
function keysOf({ id, name, kind }: SigmaDocument): readonly string[] {
  return kind === 'filter' ? [] : [id, name].filter((key) => key !== undefined)
}

function referencesOf(document: SigmaDocument): readonly string[] {
  return document.kind === 'correlation' ? document.correlation.rules : []
}
