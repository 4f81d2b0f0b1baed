/**
 * A pack's rules and program, without work for those that are not needed: a rule is parsed when a report asks for it, an
 * atom's test when a value has to be tested, a tree when its bucket is used. In: bytes and the mapping that the pack was
 * made with. Out: rules and lowered rules; undefined for bytes that are no sound pack.
 * Invariant: offsets and numbers are checked once, here; what is made later relies on that. A rule or a test that is none
 * is found when it is read, and thrown (`UnsoundPackError`).
 */
import { parseJson } from '../../base/shape.ts'
import { UnsoundPackError } from '../../base/unsound-pack-error.ts'
import type { Mapping, Target } from '../../mapping/mapping.ts'
import type { DetectionRule } from '../../sigma/ast.ts'
import { isDetectionRule } from '../../sigma/check-document.ts'
import type { RunnableRule } from '../match.ts'
import type { LoweredSet } from '../program/create-program.ts'
import type { LoweredTarget } from '../program/dispatch/lowered-target.ts'
import type { Atom } from '../program/lower/atom-table.ts'
import type { Expression } from '../program/lower/expression.ts'
import type { FieldKey } from '../program/lower/field-key.ts'
import { checkPack, type PackParts } from './check-pack.ts'
import { decodeExpression } from './expression-code.ts'
import { PackedAtom } from './packed-atom.ts'
import { ATOM_WORDS, type PackedHead, TARGET_WORDS } from './packed-head.ts'
import { readSections } from './sections.ts'

export interface ReadPack extends LoweredSet {
  /** As it was given to `writePack`, through JSON. */
  readonly extra: unknown
}

/** `loadMapping` is called when the first rule is looked at or the first computed field is read. */
export function readPack(bytes: Uint8Array, loadMapping: () => Mapping): ReadPack | undefined {
  const sections = readSections(bytes)
  const parts = sections === undefined ? undefined : checkPack(sections)
  if (parts === undefined) return undefined
  const targetsOf = createTargetFinder(parts.head, loadMapping)
  const fields = readFields(parts.head, targetsOf)
  const atoms = readAtoms(parts, fields)
  const { head } = parts
  return {
    rules: readRules(parts, targetsOf),
    lowered: {
      targets: readTargets(parts),
      atoms,
      eventIdAtoms: new Map(head.eventIdAtoms),
      channelAtoms: new Set(head.channelAtoms),
    },
    probes: parts.probes,
    extra: head.extra,
  }
}

type TargetFinder = (logsource: number) => readonly Target[]

function createTargetFinder({ logsources }: PackedHead, loadMapping: () => Mapping): TargetFinder {
  let mapping: Mapping | undefined
  const known: (readonly Target[] | undefined)[] = []
  return (place) => {
    let targets = known[place]
    if (targets === undefined) {
      mapping ??= loadMapping()
      const resolution = mapping.resolve(logsources[place]!)
      if (resolution.type !== 'targets') throw new Error(`a pack does not fit the mapping ${mapping.name}`)
      targets = resolution.targets
      known[place] = targets
    }
    return targets
  }
}

function readRules(
  { ruleStarts, ruleTexts, ruleLogsources }: PackParts,
  targetsOf: TargetFinder,
): RunnableRule[] {
  return Array.from(ruleLogsources, (logsource, i) => {
    let rule: DetectionRule | undefined
    return {
      get rule() {
        rule ??= readRule(ruleTexts.toString('utf8', ruleStarts[i], ruleStarts[i + 1]))
        return rule
      },
      get targets() {
        return targetsOf(logsource)
      },
    }
  })
}

function readRule(text: string): DetectionRule {
  const rule = parseJson(text)
  if (!isDetectionRule(rule)) throw new UnsoundPackError('a rule')
  return rule
}

function readFields({ fields }: PackedHead, targetsOf: TargetFinder): FieldKey[] {
  return fields.map((field, id) => {
    if ('sources' in field) return { id, sources: field.sources, origin: undefined }
    let sources: FieldKey['sources'] | undefined
    return {
      id,
      get sources() {
        sources ??= targetsOf(field.logsource)[field.target]!.view.sourcesOf(field.field)!
        return sources
      },
      get origin() {
        return { view: targetsOf(field.logsource)[field.target]!.view, field: field.field }
      },
    }
  })
}

function readAtoms(parts: PackParts, fields: readonly FieldKey[]): Atom[] {
  const count = parts.atoms.length / ATOM_WORDS
  return Array.from({ length: count }, (_, id) => new PackedAtom(id, parts, fields))
}

function readTargets({ head, targets, code }: PackParts): LoweredTarget[] {
  const leaves: (Expression | undefined)[] = []
  const eventIdLists = head.eventIdLists.map((list) => new Set(list))
  const list: LoweredTarget[] = []
  for (let at = 0; at < targets.length; at += TARGET_WORDS) {
    const start = targets[at + 3]!
    const flags = targets[at + 4]!
    let expression: Expression | undefined
    list.push({
      rule: targets[at]!,
      channels: head.channelLists[targets[at + 1]!],
      eventIds: eventIdLists[targets[at + 2]!],
      get expression() {
        expression ??= decodeExpression(code, start, leaves)
        return expression
      },
      asksEventId: (flags & 1) !== 0,
      asksChannel: (flags & 2) !== 0,
    })
  }
  return list
}
