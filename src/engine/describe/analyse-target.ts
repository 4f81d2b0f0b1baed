/**
 * What a rule is on the events of one target: on which of them it can match at all, and what must be seen then.
 * In: a rule without placeholders and a target. Out: the events, the tree that is left for each, the fields that they
 * lack. Invariant: an event that is said to be out of reach never matches, as far as the tables of fields are right.
 */
import { mayHaveField, mayHaveOneOf } from '../../mapping/known-fields.ts'
import type { Target } from '../../mapping/mapping.ts'
import type { DetectionRule } from '../../sigma/ast.ts'
import { type LoweredRules, lowerRules } from '../program/dispatch/lowered-target.ts'
import type { Atom } from '../program/lower/atom-table.ts'
import { type Expression, FALSE, orOf } from '../program/lower/expression.ts'
import type { FieldKey } from '../program/lower/field-key.ts'
import { foldConstants } from '../program/lower/fold-constants.ts'
import { listFields } from './list-fields.ts'
import { simplify } from './simplify.ts'

/** Stands for every event id that neither the target nor the rule names. */
export const OTHER_EVENT_ID = -1

export interface TargetAnalysis {
  readonly target: Target
  /** Event ids on which the rule can match; undefined: any. None: it never matches here. */
  readonly eventIds: readonly number[] | undefined
  /** Those of `eventIds`, or when it never matches those that it looks at; `OTHER_EVENT_ID` among them for others. */
  readonly relevantIds: readonly number[]
  /** It never matches, and that follows from the rule and the view alone, not from tables of fields. */
  readonly isCertain: boolean
  /** What is left of the rule when it can match. */
  readonly expression: Expression
  readonly atoms: readonly Atom[]
  /** Fields of the rule that none of these events has. */
  readonly missingFields: readonly string[]
}

export function analyseTarget(rule: DetectionRule, target: Target): TargetAnalysis {
  const lowered = lowerRules([{ rule, targets: [target] }])
  const whole = lowered.targets[0]!.expression
  const reduce = (eventId: number, usesTables: boolean): Expression =>
    reduceTo(whole, target, eventId, lowered, usesTables)
  const candidates = candidateIds(target, lowered)
  const possible = candidates
    .map((eventId) => ({ eventId, expression: reduce(eventId, true) }))
    .filter(({ expression }) => !isNever(expression))
  const possibleIds = possible.map(({ eventId }) => eventId)
  // Where nothing is possible: what would be, if the events had all the fields.
  const wantedIds =
    possible.length > 0 ? possibleIds : candidates.filter((eventId) => !isNever(reduce(eventId, false)))
  const relevantIds = wantedIds.length > 0 ? wantedIds : candidates
  return {
    target,
    eventIds: possibleIds.includes(OTHER_EVENT_ID) ? undefined : possibleIds,
    relevantIds,
    isCertain: wantedIds.length === 0,
    expression: orOf(possible.map(({ expression }) => expression)),
    atoms: lowered.atoms,
    missingFields: listFields(rule.detection).filter((field) =>
      relevantIds.every((eventId) => mayHaveField(target, eventId, field) === false),
    ),
  }
}

/** The ids of the target; without any, those that the rule names and one for all others. */
export function candidateIds(target: Target, { eventIdAtoms }: LoweredRules): readonly number[] {
  if (target.eventIds !== undefined) return target.eventIds
  return [...new Set(eventIdAtoms.values()), OTHER_EVENT_ID].sort((a, b) => a - b)
}

function reduceTo(
  whole: Expression,
  target: Target,
  eventId: number,
  { atoms, eventIdAtoms }: LoweredRules,
  usesTables: boolean,
): Expression {
  const truthOf = (atom: number): boolean | undefined => {
    const wanted = eventIdAtoms.get(atom)
    if (wanted !== undefined) return wanted === eventId
    return usesTables && lacksField(atoms[atom]!, target, eventId) ? false : undefined
  }
  const folded = foldConstants(whole, truthOf)
  return folded.op === 'constant' ? folded : simplify(folded)
}

function isNever(expression: Expression): boolean {
  return expression === FALSE || (expression.op === 'constant' && !expression.value)
}

/** The field that is tested, or the one that it is compared with, does not exist. */
function lacksField({ field, test }: Atom, target: Target, eventId: number): boolean {
  if (isAbsent(field, target, eventId)) return true
  return test.kind === 'fieldref' && isAbsent(test.other, target, eventId)
}

/** None of the event's own fields behind the key exists. */
function isAbsent({ sources }: FieldKey, target: Target, eventId: number): boolean {
  return sources.every((source) => {
    if (source.kind === 'body' || source.kind === 'keywords') return false
    const names = source.kind === 'raw' ? [source.name] : source.from
    return mayHaveOneOf(target, eventId, names) === false
  })
}
