/** Whether data from a pack is a finding about rules. In: JSON. Out: yes or no. */
import { DIAGNOSTICS } from './diagnostic.ts'
import { type Check, hasShape, isCount, isOneOf, isOptional, isText } from './shape.ts'

export const isRuleDiagnostic: Check = hasShape({
  code: isOneOf(Object.keys(DIAGNOSTICS)),
  severity: isOneOf(['error', 'warning', 'info']),
  source: isText,
  message: isText,
  line: isOptional(isCount),
  column: isOptional(isCount),
})
