/**
 * What is kept beside the rules of a pack, so that nothing has to be judged again. In: rules as they were prepared, or
 * JSON from a pack. Out: JSON, or the rules. Invariant: what comes from a file is checked part by part.
 */
import { isRuleDiagnostic } from '../base/check-diagnostic.ts'
import { hasShape, isBoolean, isCount, isListOf, isText } from '../base/shape.ts'
import { readCorrelations } from '../engine/correlate/plan/check-plans.ts'
import type { ReadProgram } from '../scan/rule-pack.ts'
import type { ScanRules } from './scan-rules.ts'

type KeptRules = Pick<ScanRules, 'correlations' | 'account' | 'diagnostics' | 'isIncomplete'>

export function keepRules({ correlations, account, diagnostics, isIncomplete }: ScanRules): KeptRules {
  return { correlations, account, diagnostics, isIncomplete }
}

/** The rules of a pack; undefined when what stands beside them is unsound. */
export function readKeptRules({ pack, bytes, mapping, kept }: ReadProgram): ScanRules | undefined {
  if (!hasKeptShape(kept)) return undefined
  const { correlations: given, ...plain } = kept as KeptRules
  const correlations = readCorrelations(given, pack.rules.length)
  if (correlations === undefined) return undefined
  return { ...plain, correlations, mapping, selection: {}, runnable: pack.rules, packed: { pack, bytes } }
}

const RULE = { file: isText, title: isText, id: isText }
const isReasons = isListOf(hasShape({ reason: isText, count: isCount }))

const hasKeptShape = hasShape({
  correlations: () => true,
  account: hasShape({
    hash: isText,
    files: isCount,
    loaded: isCount,
    running: isCount,
    rejected: isListOf(hasShape({ ...RULE, code: isText, reason: isText })),
    notApplicable: isReasons,
    leftOut: isReasons,
    filters: isListOf(hasShape({ ...RULE, changed: isListOf(hasShape(RULE)) })),
  }),
  diagnostics: isListOf(isRuleDiagnostic),
  isIncomplete: isBoolean,
})
