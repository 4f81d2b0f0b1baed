/**
 * ATT&CK's names. In: ids as tags write them. Out: tactics and techniques of the table in `data/`.
 * Invariant: an id that the table lacks stays an id; nothing is guessed.
 */
import { REPLACED, TECHNIQUES } from './data/attack-table.ts'
import { EARLY_NAMES, EARLY_REPLACED } from './data/early-names.ts'

export interface Tactic {
  readonly id: string
  /** As tags name it. */
  readonly slug: string
  readonly name: string
}

/** In the order of the matrix. */
export const TACTICS: readonly Tactic[] = [
  ['TA0043', 'reconnaissance', 'Reconnaissance'],
  ['TA0042', 'resource-development', 'Resource Development'],
  ['TA0001', 'initial-access', 'Initial Access'],
  ['TA0002', 'execution', 'Execution'],
  ['TA0003', 'persistence', 'Persistence'],
  ['TA0004', 'privilege-escalation', 'Privilege Escalation'],
  ['TA0005', 'stealth', 'Stealth'],
  ['TA0112', 'defense-impairment', 'Defense Impairment'],
  ['TA0006', 'credential-access', 'Credential Access'],
  ['TA0007', 'discovery', 'Discovery'],
  ['TA0008', 'lateral-movement', 'Lateral Movement'],
  ['TA0009', 'collection', 'Collection'],
  ['TA0011', 'command-and-control', 'Command and Control'],
  ['TA0010', 'exfiltration', 'Exfiltration'],
  ['TA0040', 'impact', 'Impact'],
].map(([id, slug, name]) => ({ id: id!, slug: slug!, name: name! }))

/** Until release 19 what are Stealth (which kept its id) and Defense Impairment now. */
export const DEFENSE_EVASION: Tactic = { id: 'TA0005', slug: 'defense-evasion', name: 'Defense Evasion' }

export interface Technique {
  readonly id: string
  /** Of a sub-technique only its own. */
  readonly name: string
  /** Id of the technique that it is part of. */
  readonly parent: string | undefined
  /** Slugs; a sub-technique has those of its technique. */
  readonly tactics: readonly string[]
}

/** In the order of their ids. */
export const ATTACK_TECHNIQUES: ReadonlyMap<string, Technique> = readTable()

function readTable(): Map<string, Technique> {
  const techniques = new Map<string, Technique>()
  for (const line of TECHNIQUES.trim().split('\n')) {
    const [, id = '', slugs = '', rest = ''] = /^(\S+) (\S+) (.*)$/.exec(line) ?? []
    const [name = '', ...subs] = rest.split(' | ')
    const tactics = slugs.split(',')
    techniques.set(id, { id, name, parent: undefined, tactics })
    for (const sub of subs) {
      const subId = `${id}.${sub.slice(0, 3)}`
      techniques.set(subId, { id: subId, name: sub.slice(4), parent: id, tactics })
    }
  }
  return techniques
}

/** The id that replaced an earlier one, and the name that it had. */
const REPLACEMENTS: ReadonlyMap<string, { readonly by: string; readonly name: string }> = new Map(
  REPLACED.trim()
    .split('\n')
    .map((line) => {
      const [id = '', by = '', ...name] = line.split(' ')
      return [id, { by, name: name.join(' ') }]
    }),
)

const TACTIC_BY_SLUG: ReadonlyMap<string, Tactic> = new Map(
  [...TACTICS, DEFENSE_EVASION].map((tactic) => [tactic.slug, tactic]),
)

export function findTactic(slug: string): Tactic | undefined {
  return TACTIC_BY_SLUG.get(slug)
}

/** `LSASS Memory (OS Credential Dumping)`; ids of earlier releases say what replaced them. */
export function techniqueName(id: string): string | undefined {
  const technique = ATTACK_TECHNIQUES.get(id)
  if (technique?.parent !== undefined)
    return `${technique.name} (${ATTACK_TECHNIQUES.get(technique.parent)?.name ?? technique.parent})`
  if (technique !== undefined) return technique.name
  const replaced = REPLACEMENTS.get(id)
  if (replaced !== undefined) return `${replaced.name}, now ${replaced.by}`
  const early = EARLY_NAMES.get(id)
  if (early === undefined) return undefined
  const now = EARLY_REPLACED.get(id)
  return now === undefined ? `${early}, no longer in ATT&CK` : `${early}, now ${now}`
}

/** The id under which a technique stands in the table now. */
export function currentId(id: string): string {
  return REPLACEMENTS.get(id)?.by ?? EARLY_REPLACED.get(id) ?? id
}
