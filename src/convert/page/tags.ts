/** A rule's tags by what they name. In: tags as written. Out: tactics, ids of techniques, the others. */
import { findTactic, type Tactic } from './attack.ts'

export interface SortedTags {
  readonly tactics: readonly Tactic[]
  /** `T1059.001`, each once. */
  readonly techniques: readonly string[]
  readonly others: readonly string[]
}

export function sortTags(tags: readonly string[]): SortedTags {
  const tactics = new Set<Tactic>()
  const techniques = new Set<string>()
  const others = new Set<string>()
  for (const tag of tags) {
    const name = /^attack\.(.*)$/is.exec(tag)?.[1]?.toLowerCase()
    const tactic = name === undefined ? undefined : findTactic(name.replaceAll('_', '-'))
    if (tactic !== undefined) tactics.add(tactic)
    else if (name !== undefined && /^t\d{4}(?:\.\d{3})?$/.test(name)) techniques.add(name.toUpperCase())
    else others.add(tag)
  }
  return { tactics: [...tactics], techniques: [...techniques], others: [...others] }
}
