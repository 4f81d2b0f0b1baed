/**
 * What the rules of a run are made of, when packs are among the paths of rules. In: packs, flags. Out: one rule set of
 * all packs and of the files beside them, with the mapping that the packs were compiled for; a text says why not.
 * Invariant: what was decided when a pack was compiled is not decided again.
 */
import type { Diagnostic } from '../base/diagnostic.ts'
import { combineSets, openRulePack, type PackedSet } from '../scan/rule-pack.ts'
import { loadRuleSet, type RuleSet } from '../scan/rule-set.ts'
import { type MappingSpec, makeMapping } from '../scan/scan.ts'
import { mappingText } from './mapping-text.ts'
import type { RuleInputs } from './read-scan-rules.ts'
import type { ScanRulesOptions } from './scan-rules.ts'

/** `packs` are those of the paths that are packs. */
export function readPackedInputs(packs: readonly string[], options: ScanRulesOptions): RuleInputs | string {
  const refused = refuseCompileFlags(options)
  if (refused !== undefined) return refused
  const read: PackedSet[] = []
  for (const path of packs) {
    const set = readPackSet(path)
    if (typeof set === 'string') return set
    // Each with each: values of placeholders may differ in two packs behind one that has none.
    for (const [i, earlier] of read.entries()) {
      const conflict = findConflict(earlier, set)
      if (conflict !== undefined)
        return `${packs[i]} and ${path} were compiled with different ${conflict}; give one of them`
    }
    read.push(set)
  }
  const spec = read[0]!.mapping
  const others = options.paths.filter((path) => !packs.includes(path))
  const sets: RuleSet[] = read.map(({ set }) => set)
  if (others.length > 0) sets.push(loadRuleSet(others, mappingText(spec)))
  return {
    set: combineSets(sets, mappingText(spec)),
    mapping: makeMapping(spec),
    spec,
    diagnostics: read[0]!.mappingDiagnostics,
  }
}

/** Flags that a pack has the answer to already. */
export function refuseCompileFlags({
  mappingFile,
  filterPaths = [],
  placeholdersFile,
}: ScanRulesOptions): string | undefined {
  const given =
    mappingFile !== undefined
      ? '--mapping'
      : filterPaths.length > 0
        ? '--filters'
        : placeholdersFile !== undefined
          ? '--placeholders'
          : undefined
  if (given === undefined) return undefined
  return `${given} cannot be given with a pack of rules, which carries its own: give it to goshawk rules compile`
}

function readPackSet(path: string): PackedSet | string {
  const pack = openRulePack(path)
  if ('code' in pack) return describeFault(pack)
  const set = pack.readSet()
  return 'code' in set ? describeFault(set) : set
}

export function describeFault({ source, message, code }: Diagnostic): string {
  return `${source}: ${message} [${code}]`
}

/** What the two cannot both be run with. */
function findConflict(first: PackedSet, other: PackedSet): string | undefined {
  if (!isSameMapping(first.mapping, other.mapping)) return '--mapping'
  const [values, others] = [first, other].map(({ set }) => set.digests.placeholders.join())
  return values !== '' && others !== '' && values !== others ? '--placeholders' : undefined
}

function isSameMapping(a: MappingSpec, b: MappingSpec): boolean {
  return mappingText(a) === mappingText(b)
}
