/**
 * The correlations of a rule set, ready to run. In: the documents that were asked for and those that correlations need,
 * and what became of the detection rules. Out: plans, the detection rules that run (others were only needed by
 * correlations that do not run), and each correlation that does not run with the reason.
 */
import type { CorrelationRule, DetectionRule, SigmaDocument } from '../../../sigma/ast.ts'
import { buildPlans } from './build-plans.ts'
import type { CorrelationSet } from './correlation-plan.ts'
import {
  isCorrelating,
  type JudgedCorrelations,
  judgeCorrelations,
  type RuleStatus,
  type RunningCorrelation,
} from './judge-correlations.ts'
import { createRuleFinder, type RefusedRule } from './resolve-references.ts'

export interface PlanInput {
  /** All documents that may be referred to, by file and place. */
  readonly documents: readonly SigmaDocument[]
  readonly correlations: readonly CorrelationRule[]
  /** Detection rules that could run. */
  readonly rules: readonly DetectionRule[]
  readonly statusOf: (rule: DetectionRule) => RuleStatus
  /** Rules that could not be read. */
  readonly refused: readonly RefusedRule[]
  /** Asked for; others run only for the correlations on them. */
  readonly isWanted: (document: SigmaDocument) => boolean
  readonly keepBaseHits: boolean
}

export interface PlannedCorrelations extends Omit<JudgedCorrelations, 'running'> {
  readonly correlations: CorrelationSet
  /** The detection rules that run; their places are the indexes in `correlations`. */
  readonly rules: readonly DetectionRule[]
  /** Correlations and detection rules that could run, if anybody needed them. */
  readonly unneeded: readonly SigmaDocument[]
}

export function planCorrelations(input: PlanInput): PlannedCorrelations {
  const { documents, correlations, rules, statusOf, isWanted } = input
  const isRunning = (document: SigmaDocument): boolean =>
    document.kind === 'detection'
      ? statusOf(document).type === 'runs'
      : correlations.includes(document as CorrelationRule)
  const find = createRuleFinder(documents, input.refused, isRunning)
  const aggregations = rules.filter(isCorrelating)
  const { running, ...judged } = judgeCorrelations([...correlations, ...aggregations], find, statusOf)
  const needed = findNeeded(running, isWanted)
  const neededPlans = running.filter(({ rule }) => needed.has(rule))
  const runs = rules.filter((rule) => isWanted(rule) || needed.has(rule))
  return {
    ...judged,
    correlations: buildPlans(neededPlans, { rules: runs, isWanted, keepBaseHits: input.keepBaseHits }),
    rules: runs,
    unneeded: [
      ...rules.filter((rule) => !isWanted(rule) && !needed.has(rule)),
      ...running.map(({ rule }) => rule).filter((rule) => rule.kind === 'correlation' && !needed.has(rule)),
    ],
  }
}

/** Correlations that were asked for, and all that these refer to. */
function findNeeded(
  running: readonly RunningCorrelation[],
  isWanted: (document: SigmaDocument) => boolean,
): ReadonlySet<SigmaDocument> {
  const needed = new Set<SigmaDocument>(running.map(({ rule }) => rule).filter(isWanted))
  // Inner ones stand first, so going back reaches all of them.
  for (const { rule, slots } of [...running].reverse())
    if (needed.has(rule)) for (const document of slots.flat()) needed.add(document)
  return needed
}
