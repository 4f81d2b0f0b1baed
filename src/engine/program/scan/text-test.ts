/**
 * The predicate of a value as the compiled engine asks it. In: a value. Out: a test of a text. Invariant: it answers like
 * `createPredicate`, which is asked whenever no shortcut decides.
 */
import { createPredicate, type Predicate } from '../../predicate/create-predicate.ts'
import { parseRegex } from '../../regex/parse-regex.ts'
import type { TextValue } from '../lower/atom-table.ts'
import { gateOf, passesGate } from './regex-gate.ts'

export function createTextTest(value: TextValue): Predicate {
  if (value.op !== 'regex') return createPredicate(value)
  const parsed = parseRegex(value.source, value.flags)
  if (parsed.type === 'error') return createPredicate(value)
  const gate = gateOf(parsed.root)
  if (gate.isDecisive) return (text) => passesGate(gate, text)
  const test = createPredicate(value)
  return (text) => passesGate(gate, text) && test(text)
}
