/**
 * Correlations of a scan: points of all tasks in, hits out when everything is read.
 * Invariant: what keeps correlations from being finished is reported, and costs the hits of records nothing.
 */
import type { Diagnostic } from '../base/diagnostic.ts'
import {
  type CorrelationCounts,
  type CorrelationRun,
  type CorrelatorOptions,
  createCorrelator,
  SpillError,
} from '../engine/correlate/correlator.ts'
import type { CorrelationPlan, CorrelationSet } from '../engine/correlate/plan/correlation-plan.ts'
import type { PackedPoints } from '../engine/correlate/point/collect-points.ts'
import type { EngineKind } from '../engine/match.ts'

export interface CorrelationStage {
  add(points: PackedPoints): void
  /** To be called when all points are there. */
  finish(run: CorrelationRun): Promise<FinishedCorrelations>
  close(): void
}

export interface FinishedCorrelations {
  /** By index of the correlation. */
  readonly counts: readonly CorrelationCounts[]
  readonly diagnostics: readonly Diagnostic[]
  readonly isComplete: boolean
}

export function createCorrelationStage(
  set: CorrelationSet,
  engine: EngineKind,
  options: CorrelatorOptions = {},
): CorrelationStage {
  const correlator = createCorrelator(set, engine, options)
  let failure: SpillError | undefined
  const fail = (error: unknown): void => {
    if (!(error instanceof SpillError)) throw error
    failure = error
    correlator.close()
  }
  const evaluate = async (run: CorrelationRun): Promise<boolean> => {
    try {
      return failure === undefined && (await correlator.run(run))
    } catch (error) {
      fail(error)
      return false
    }
  }
  return {
    add(points) {
      if (failure !== undefined) return
      try {
        correlator.add(points)
      } catch (error) {
        fail(error)
      }
    },
    async finish(run) {
      const isComplete = await evaluate(run)
      const counts = correlator.counts()
      const gaps = counts.flatMap((count, plan) => reportGaps(set.plans[plan]!, count))
      return {
        counts,
        isComplete,
        diagnostics: failure === undefined ? gaps : [reportFailure(failure), ...gaps],
      }
    },
    close: () => correlator.close(),
  }
}

function reportFailure({ message }: SpillError): Diagnostic {
  const advice = 'the folder for temporary files can be set with the variable TMPDIR (TEMP on Windows)'
  return {
    code: 'correlations-incomplete',
    severity: 'error',
    source: 'correlations',
    message: `${message}; ${advice}`,
  }
}

/** What a correlation did not see, for its author: often a field that the events do not have. */
function reportGaps(
  { rule, groupBy, valueFields }: CorrelationPlan,
  counts: CorrelationCounts,
): Diagnostic[] {
  const { points, noGroup, noValue, noTime, uncovered, overLimit } = counts
  const of = points + noGroup + noValue + noTime
  const gaps = [
    noGroup > 0 ? `${noGroup} of ${of} matches lack a field of group-by (${groupBy.join(', ')})` : '',
    noValue > 0 ? `${noValue} of ${of} matches have no usable value of ${valueFields.join(', ')}` : '',
    noTime > 0 ? `${noTime} of ${of} matches have no time` : '',
    uncovered > 0
      ? `${uncovered} windows reach beyond the newest record, so what is absent in them is not known`
      : '',
    overLimit > 0
      ? `${overLimit} times its evidence had too many different texts for the correlations on it`
      : '',
  ].filter((gap) => gap !== '')
  if (gaps.length === 0) return []
  const { line, column } = rule.position
  const message = `correlation "${rule.title}": ${gaps.join('; ')}`
  return [{ code: 'correlation-gaps', severity: 'info', source: rule.file, message, line, column }]
}
