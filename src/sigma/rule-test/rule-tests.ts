/**
 * Tests that a rule's author writes beside it, as plain data: events that the rule must match and events that it must
 * not (docs/rules.md has the form of the files). Positions are 1-based.
 */
import type { Diagnostic } from '../../base/diagnostic.ts'
import type { PlainField } from '../../event/plain-event.ts'
import type { Position } from '../ast.ts'

/** The tests of one rule: one document of a test file. */
export interface RuleTests {
  readonly file: string
  readonly position: Position
  /** Id, name, title or file of the rule; undefined: the rule of the file with this file's name without `.test`. */
  readonly rule: string | undefined
  readonly cases: readonly TestCase[]
}

export interface TestCase {
  readonly name: string
  readonly position: Position
  readonly mustMatch: boolean
  /** At least one. Of a detection rule each of them must match, or none; of a correlation all together are the input. */
  readonly events: readonly TestEvent[]
  /** How many hits a correlation must have; undefined: at least one. */
  readonly hits: number | undefined
}

export interface TestEvent {
  readonly position: Position
  readonly fields: readonly PlainField[]
}

export interface ReadRuleTests {
  readonly tests: readonly RuleTests[]
  /** Errors: what cannot be used; the rest of the file is. */
  readonly diagnostics: readonly Diagnostic[]
}
