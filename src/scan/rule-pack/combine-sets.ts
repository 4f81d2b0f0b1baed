/**
 * Several rule sets as one: packs, and files beside them. In: sets and the text that names their mapping. Out: the set
 * that their files would have been together. Invariant: no rule runs twice, and none is left out without a word.
 */
import type { Diagnostic } from '../../base/diagnostic.ts'
import type { SigmaDocument } from '../../sigma/ast.ts'
import { hashRules, type RejectedRule, type RuleDigests, type RuleSet } from '../rule-set.ts'

/** At least one set; at most one of them has values of placeholders, or all have the same. */
export function combineSets(sets: readonly RuleSet[], mappingText: string): RuleSet {
  const { documents, rejected } = joinDocuments(sets)
  const digests: RuleDigests = {
    rules: sets.flatMap((set) => set.digests.rules).sort(),
    filters: sets.flatMap((set) => set.digests.filters).sort(),
    placeholders: sets.find((set) => set.digests.placeholders.length > 0)?.digests.placeholders ?? [],
  }
  return {
    files: sets.reduce((sum, { files }) => sum + files, 0),
    documents,
    rejected: [...sets.flatMap((set) => set.rejected), ...rejected],
    warnings: sets.flatMap((set) => set.warnings),
    diagnostics: sets.flatMap((set) => set.diagnostics),
    namedFiles: new Set(sets.flatMap((set) => [...set.namedFiles])),
    placeholders:
      sets.map((set) => set.placeholders).find((values) => values === undefined || values.size > 0) ??
      sets[0]!.placeholders,
    placeholderErrors: sets.flatMap((set) => set.placeholderErrors),
    digests,
    hash: hashRules(mappingText, digests),
  }
}

/** A file that is in two sets is there once; where the two differ, the first counts and the other is refused. */
function joinDocuments(sets: readonly RuleSet[]): Pick<RuleSet, 'documents' | 'rejected'> {
  const documents: SigmaDocument[] = []
  const rejected: RejectedRule[] = []
  const known = new Map<string, SigmaDocument>()
  for (const [index, set] of sets.entries()) {
    for (const document of set.documents) {
      const place = `${document.document} ${document.file}`
      const first = index === 0 ? undefined : known.get(place)
      if (first === undefined) {
        known.set(place, document)
        documents.push(document)
      } else if (JSON.stringify(first) !== JSON.stringify(document)) rejected.push(refuse(document, set))
    }
  }
  return { documents, rejected }
}

function refuse(document: SigmaDocument, set: RuleSet): RejectedRule {
  const { kind, file, title, id, name, position } = document
  const diagnostic: Diagnostic = {
    code: 'rule-duplicate',
    severity: 'warning',
    source: file,
    message: 'a pack or folder given before has another version of this file; this one is not run',
    ...position,
  }
  const isNamed = set.namedFiles.has(file)
  return { kind, file, isNamed, title, id, name, document: document.document, diagnostics: [diagnostic] }
}
