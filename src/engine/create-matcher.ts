/**
 * The choice of an engine. In: rules and the kind of engine. Out: a matcher. Invariant: both kinds answer alike.
 */
import { createInterpreter } from './interpret.ts'
import type { EngineKind, Matcher, RunnableRule } from './match.ts'
import { createProgram } from './program/create-program.ts'

export function createMatcher(rules: readonly RunnableRule[], kind: EngineKind): Matcher {
  return kind === 'reference' ? createInterpreter(rules) : createProgram(rules)
}
