/**
 * SigmaHQ's rules over real logs find what an independent program finds (`truth/hits`), with SigmaHQ's own mapping; and
 * each hit that only the built-in mapping makes is one that a section of sigma-logsource-mapping.md explains.
 */
import { describe, expect, it } from 'vitest'
import { createBuiltinMapping } from '../../src/mapping/resolve.ts'
import { classifyHits } from '../support/mapping-differences.ts'
import { hasShared } from '../support/shared.ts'
import {
  ANTIVIRUS,
  type Corpus,
  readSigmaRules,
  readThorFile,
  readTruth,
  scanCorpus,
} from '../support/truth-hits.ts'

/**
 * How many hits only the built-in mapping makes, by what in it makes them. A class names the target and the fields each
 * of which alone decides; the section is of sigma-logsource-mapping.md. No class is a matter of luck: the counts of
 * LogonProcessName (2, 40), of User and LogonId (rule 61065c72: 3, 509), of IntegrityLevel (rule 3037d961: 71) and of the
 * DNS server's events (7) were also counted in `truth/decoded` without goshawk. truth/README.md says 29 records for
 * LogonProcessName (8eef149c); truth/decoded holds 42 that only a blank at the end keeps from matching.
 */
const CASES: readonly { corpus: Corpus; antivirus: number; classes: Readonly<Record<string, number>> }[] = [
  {
    corpus: 'attack-samples',
    antivirus: 7,
    classes: {
      // §4.1: the account of a process by its SID, as Sysmon names it; the creator's account as ParentUser.
      'security:4688 User, LogonId': 3,
      'security:4688 User, ParentUser': 1,
      // §4.1: LogonId from SubjectLogonId; without it the rule's filter for a missing one holds.
      'security:4688 LogonId': 1,
      // §2, §4.3: connections in the Security log.
      'no target: security:5156': 2,
      // §6: right-trimmed too.
      'security LogonProcessName': 2,
      // §4.4: the path without its prefix.
      'windefend:1006-1012,1017-1019,1115,1116 Filename': 1,
    },
  },
  {
    corpus: 'mitre-attack',
    antivirus: 8,
    classes: {
      'security:4688 User, LogonId': 510,
      'security:4688 User': 12,
      'security:4688 LogonId': 2,
      // §4.1: IntegrityLevel from MandatoryLabel, which thor.yml does not name.
      'security:4688 IntegrityLevel': 74,
      'security:4688 IntegrityLevel, User': 59,
      'security LogonProcessName': 40,
      // §3: the channel `DNS Server`.
      'no entry: dns-server': 7,
      // §1.8: product windows alone is every record (rule 06d71506; these are the 33 of truth/hits/*.extra.tsv).
      'no entry: windows': 33,
    },
  },
]

/** Lines of hits with SigmaHQ's mapping, made once. */
const found = new Map<Corpus, Promise<ReadonlySet<string>>>()

function findWithThor(corpus: Corpus): Promise<ReadonlySet<string>> {
  const known = found.get(corpus)
  if (known !== undefined) return known
  const { mapping, spec } = readThorFile()
  const lines = scanCorpus(corpus, readSigmaRules(mapping), spec).then(
    (hits) => new Set(hits.map(({ line }) => line)),
  )
  found.set(corpus, lines)
  return lines
}

describe.skipIf(!hasShared)('hits of real logs', () => {
  it.each(CASES)("$corpus: SigmaHQ's mapping finds what the truth has", async ({ corpus, antivirus }) => {
    const truth = readTruth(corpus)
    const lines = await findWithThor(corpus)
    expect([...truth].filter((line) => !lines.has(line))).toEqual([])
    const extras = [...lines].filter((line) => !truth.has(line))
    expect(extras.filter((line) => !ANTIVIRUS.has(line.split('\t')[2]!))).toEqual([])
    expect(extras).toHaveLength(antivirus)
  })

  it.each(CASES)('$corpus: the built-in mapping adds what it explains', async ({ corpus, classes }) => {
    const others = await findWithThor(corpus)
    const rules = readSigmaRules(createBuiltinMapping())
    const hits = await scanCorpus(corpus, rules, { type: 'builtin' })
    const lines = new Set(hits.map(({ line }) => line))
    expect([...others].filter((line) => !lines.has(line))).toEqual([])
    const extras = hits.filter(({ line }) => !others.has(line))
    const counts: Record<string, number> = {}
    for (const name of (await classifyHits(corpus, extras, rules, readThorFile().mapping)).values())
      counts[name] = (counts[name] ?? 0) + 1
    expect(counts).toEqual(classes)
  })
})
