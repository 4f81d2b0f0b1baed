/** Names of ATT&CK, and tags sorted by what they name. */
import { describe, expect, it } from 'vitest'
import { ATTACK_TECHNIQUES, currentId, TACTICS, techniqueName } from '../../../src/convert/page/attack.ts'
import { REPLACED } from '../../../src/convert/page/data/attack-table.ts'
import { EARLY_NAMES, EARLY_REPLACED } from '../../../src/convert/page/data/early-names.ts'
import { sortTags } from '../../../src/convert/page/tags.ts'

describe('the table of ATT&CK', () => {
  it.each([
    ['T1059', 'Command and Scripting Interpreter'],
    ['T1003.001', 'LSASS Memory (OS Credential Dumping)'],
    ['T1562.001', 'Disable or Modify Tools, now T1685'],
    ['T1086', 'PowerShell, now T1059.001'],
    ['T1089', 'Disabling Security Tools, now T1685'],
    ['T1064', 'Scripting, no longer in ATT&CK'],
    ['T1053.001', 'At (Linux), now T1053.002'],
    ['T9999', undefined],
  ])('%s is %s', (id, name) => {
    expect(techniqueName(id)).toBe(name)
  })

  it('is whole: tactics that exist, names, parents, successors', () => {
    const slugs = new Set(TACTICS.map(({ slug }) => slug))
    for (const { id, name, parent, tactics } of ATTACK_TECHNIQUES.values()) {
      expect(id).toMatch(/^T\d{4}(?:\.\d{3})?$/)
      expect(name).toMatch(/^\S.*\S$/)
      expect(tactics.length).toBeGreaterThan(0)
      expect(tactics.filter((slug) => !slugs.has(slug))).toEqual([])
      expect(parent === undefined || ATTACK_TECHNIQUES.has(parent)).toBe(true)
    }
    const replaced = REPLACED.trim()
      .split('\n')
      .map((line) => line.split(' ')[0]!)
    expect(
      replaced.filter((id) => ATTACK_TECHNIQUES.has(id) || !ATTACK_TECHNIQUES.has(currentId(id))),
    ).toEqual([])
    // Release 19: 222 techniques, 475 sub-techniques.
    expect(ATTACK_TECHNIQUES.size).toBe(697)
    for (const [id, by] of EARLY_REPLACED) {
      expect(EARLY_NAMES.has(id) && !ATTACK_TECHNIQUES.has(id)).toBe(true)
      expect(ATTACK_TECHNIQUES.has(by)).toBe(true)
    }
  })
})

describe('tags', () => {
  it('are sorted by what they name', () => {
    const tags = [
      'attack.T1059.001',
      'attack.t1059.001',
      'attack.defense_evasion',
      'attack.stealth',
      'attack.s0002',
      'cve.2020-1',
    ]
    const { tactics, techniques, others } = sortTags(tags)
    expect(tactics.map(({ name }) => name)).toEqual(['Defense Evasion', 'Stealth'])
    expect(techniques).toEqual(['T1059.001'])
    expect(others).toEqual(['attack.s0002', 'cve.2020-1'])
  })
})
