/**
 * Hits of the independent program (`truth/hits`), and our own hits in the same form: sorted `file TAB record id TAB
 * rule id`, each once. The file is the path below the corpus.
 */
import { readFileSync } from 'node:fs'
import type { RunnableRule } from '../../src/engine/match.ts'
import { prepareRules } from '../../src/engine/prepare-rules.ts'
import { findSources } from '../../src/input/walk.ts'
import type { Mapping } from '../../src/mapping/mapping.ts'
import { readThorMapping } from '../../src/mapping/thor.ts'
import { loadRuleSet } from '../../src/scan/rule-set.ts'
import { type MappingSpec, scan } from '../../src/scan/scan.ts'
import { sharedPath } from './shared.ts'

export type Corpus = 'attack-samples' | 'mitre-attack'

/** SigmaHQ's folders of rules that are in use. */
export const RULE_FOLDERS: readonly string[] = ['rules', 'rules-emerging-threats', 'rules-threat-hunting']

/**
 * Rules that fire though the truth leaves them out: thor.yml has an entry for `category: antivirus` (Windows Defender
 * 1006 to 1117 among others), which the program that made the truth did not follow (truth/README.md, "Not used: 9
 * antivirus"). Their hits are those of `truth/hits/*.extra.tsv`.
 */
export const ANTIVIRUS: ReadonlySet<string> = new Set([
  'fa0c05b6-8ad3-468d-8231-c1cbccb64fba',
  'c9a88268-0047-4824-ba6e-4d81ce0b907c',
  '238527ad-3c2c-4e4f-a1f6-92fd63adb864',
  'fdf135a2-9241-4f96-a114-bb404948f736',
  '78cc2dd2-7d20-4d32-93ff-057084c38b93',
])

/** SigmaHQ's rules that run with the mapping. */
export function readSigmaRules(mapping: Mapping): readonly RunnableRule[] {
  const paths = RULE_FOLDERS.map((folder) => sharedPath('data/sigma', folder))
  return prepareRules(loadRuleSet(paths, mapping.name).documents, mapping).runnable
}

export function readThorFile(): { readonly mapping: Mapping; readonly spec: MappingSpec } {
  const file = sharedPath('data/sigma/thor.yml')
  const text = readFileSync(file, 'utf8')
  return { mapping: readThorMapping(text, file).mapping!, spec: { type: 'thor', text, file } }
}

/** Lines of a truth table. */
export function readTruth(corpus: Corpus): Set<string> {
  return new Set(
    readFileSync(sharedPath('truth/hits', `${corpus}.tsv`), 'utf8')
      .split('\n')
      .filter(Boolean),
  )
}

/** A hit's line, and the rule's index. */
export interface CorpusHit {
  readonly line: string
  readonly record: string
  readonly rule: number
}

/** Every hit of the rules in a corpus, in the order of the scan. */
export async function scanCorpus(
  corpus: Corpus,
  rules: readonly RunnableRule[],
  mapping: MappingSpec,
): Promise<readonly CorpusHit[]> {
  const root = sharedPath('data/evtx', corpus)
  const { sources } = findSources([root])
  const hits: CorpusHit[] = []
  await scan(
    { sources, rules, mapping, threads: 1 },
    {
      onHits: (found) => {
        for (const { source, hit } of found) {
          const file = sources[source]!.name.slice(root.length + 1)
          const { chunk, record, recordId } = hit.snapshot
          const line = `${file}\t${recordId}\t${rules[hit.rule]!.rule.id}`
          hits.push({ line, record: `${file}, chunk ${chunk}, record ${record}`, rule: hit.rule })
        }
      },
    },
  )
  return hits
}
