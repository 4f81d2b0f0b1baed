/** Tags as Atomic Threat Coverage sorted them. In: tags. Out: tactics, techniques of before 2020, all others. */
import { findTactic, type Tactic } from '../attack.ts'

export interface OldTags {
  readonly tactics: readonly Pick<Tactic, 'id' | 'name'>[]
  readonly techniques: readonly string[]
  readonly others: readonly string[]
}

export function sortOldTags(tags: readonly string[]): OldTags {
  const tactics: Tactic[] = []
  const techniques: string[] = []
  const others: string[] = []
  for (const tag of tags) {
    const tactic = /^attack\.[a-z_]+$/.test(tag) ? findTactic(tag.slice(7).replaceAll('_', '-')) : undefined
    if (tactic !== undefined) tactics.push(tactic)
    else if (/^attack\.t\d{1,5}$/.test(tag)) techniques.push(tag.slice(7).toUpperCase())
    else others.push(tag)
  }
  return { tactics, techniques, others }
}
