/**
 * A rule's tags sorted into what reports show apart: ATT&CK tactics by name, ATT&CK ids, all others as written.
 */

/** Enterprise tactics of ATT&CK by the name that Sigma tags use (`attack.privilege-escalation`, older: underscores). */
const TACTICS: Readonly<Record<string, string>> = {
  reconnaissance: 'Reconnaissance',
  'resource-development': 'Resource Development',
  'initial-access': 'Initial Access',
  execution: 'Execution',
  persistence: 'Persistence',
  'privilege-escalation': 'Privilege Escalation',
  'defense-evasion': 'Defense Evasion',
  stealth: 'Stealth',
  'defense-impairment': 'Defense Impairment',
  'credential-access': 'Credential Access',
  discovery: 'Discovery',
  'lateral-movement': 'Lateral Movement',
  collection: 'Collection',
  'command-and-control': 'Command and Control',
  exfiltration: 'Exfiltration',
  impact: 'Impact',
}

/** Techniques, groups, software, mitigations, data sources. */
const ATTACK_ID = /^[tgsmd][0-9]{4}(?:\.[0-9]{3})?$/

export interface SortedTags {
  readonly tactics: readonly string[]
  readonly attackIds: readonly string[]
  readonly others: readonly string[]
}

/** Sorts tags, keeping their order. */
export function sortTags(tags: readonly string[]): SortedTags {
  const tactics: string[] = []
  const attackIds: string[] = []
  const others: string[] = []
  for (const tag of tags) {
    const name = tag.toLowerCase().startsWith('attack.')
      ? tag.slice('attack.'.length).toLowerCase()
      : undefined
    const tactic = name?.replaceAll('_', '-')
    if (tactic !== undefined && Object.hasOwn(TACTICS, tactic)) tactics.push(TACTICS[tactic]!)
    else if (name !== undefined && ATTACK_ID.test(name)) attackIds.push(name.toUpperCase())
    else others.push(tag)
  }
  return { tactics, attackIds, others }
}
