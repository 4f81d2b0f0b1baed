/**
 * Rules under their targets, ready to be sorted into buckets. In: runnable rules. Out: one entry a rule and way of
 * reading its fields, and the tables of atoms that they share. Invariant: the entry's tree holds the target's own
 * conditions; channel and event ids are left to the buckets.
 */
import type { ChannelKey, FieldView } from '../../../mapping/mapping.ts'
import type { RunnableRule } from '../../match.ts'
import { type Atom, createAtomTable } from '../lower/atom-table.ts'
import { andOf, type Expression, forEachAtom } from '../lower/expression.ts'
import { createFieldKeys } from '../lower/field-key.ts'
import { lowerRule, lowerTargetConditions } from '../lower/lower-rule.ts'

export interface LoweredTarget {
  /** Index of the rule. */
  readonly rule: number
  readonly channels: readonly ChannelKey[] | undefined
  readonly eventIds: ReadonlySet<number> | undefined
  readonly expression: Expression
  /** Asks atoms that a bucket may know beforehand. */
  readonly asksEventId: boolean
  readonly asksChannel: boolean
}

export interface LoweredRules {
  readonly targets: readonly LoweredTarget[]
  readonly atoms: readonly Atom[]
  /** Atoms `EventID equals this plain decimal`, with the number. */
  readonly eventIdAtoms: ReadonlyMap<number, number>
  /** Atoms of the field `Channel` that look at one text. */
  readonly channelAtoms: ReadonlySet<number>
}

export function lowerRules(rules: readonly RunnableRule[]): LoweredRules {
  const fields = createFieldKeys()
  const atoms = createAtomTable()
  const tables = { fields, atoms }
  const targets: LoweredTarget[] = []
  rules.forEach(({ rule, targets: ruleTargets }, index) => {
    const byView = new Map<FieldView, Expression>()
    for (const target of ruleTargets) {
      let own = byView.get(target.view)
      if (own === undefined) {
        own = lowerRule(rule, target.view, tables)
        byView.set(target.view, own)
      }
      targets.push({
        rule: index,
        channels: target.channels,
        eventIds: target.eventIds === undefined ? undefined : new Set(target.eventIds),
        expression: andOf([lowerTargetConditions(target, tables), own]),
        asksEventId: false,
        asksChannel: false,
      })
    }
  })
  const eventIdAtoms = new Map<number, number>()
  const channelAtoms = new Set<number>()
  for (const atom of atoms.atoms) {
    const number = eventIdOf(atom)
    if (number !== undefined) eventIdAtoms.set(atom.id, number)
    if (isRaw(atom, 'Channel') && atom.test.kind === 'text') channelAtoms.add(atom.id)
  }
  return {
    targets: targets.map((target) => ({ ...target, ...asks(target.expression, eventIdAtoms, channelAtoms) })),
    atoms: atoms.atoms,
    eventIdAtoms,
    channelAtoms,
  }
}

function asks(
  expression: Expression,
  eventIdAtoms: ReadonlyMap<number, number>,
  channelAtoms: ReadonlySet<number>,
): { asksEventId: boolean; asksChannel: boolean } {
  let asksEventId = false
  let asksChannel = false
  forEachAtom(expression, (atom) => {
    asksEventId ||= eventIdAtoms.has(atom)
    asksChannel ||= channelAtoms.has(atom)
  })
  return { asksEventId, asksChannel }
}

const CANONICAL_DECIMAL = /^(?:0|[1-9]\d{0,9})$/

/** The number when the atom is `EventID` equal to a plain decimal. */
function eventIdOf(atom: Atom): number | undefined {
  if (!isRaw(atom, 'EventID') || atom.test.kind !== 'text' || atom.test.value.op !== 'pattern')
    return undefined
  const { tokens } = atom.test.value
  const [token] = tokens
  return tokens.length === 1 && typeof token === 'string' && CANONICAL_DECIMAL.test(token)
    ? Number(token)
    : undefined
}

function isRaw({ field: { sources } }: Atom, name: string): boolean {
  const [source] = sources
  return sources.length === 1 && source!.kind === 'raw' && source!.name === name
}
