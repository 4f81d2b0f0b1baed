/**
 * The choice of an engine. In: rules and the kind of engine. Out: a matcher. Invariant: both kinds answer alike.
 */
import { createInterpreter } from './interpret.ts'
import type { EngineKind, Matcher, RunnableRule } from './match.ts'
import { createLoweredProgram, createProgram, type LoweredSet } from './program/create-program.ts'

/** `lowered`: the same rules as a pack has them, which saves compiling. */
export function createMatcher(
  rules: readonly RunnableRule[],
  kind: EngineKind,
  lowered?: LoweredSet,
): Matcher {
  if (kind === 'reference') return createInterpreter(rules)
  return lowered === undefined ? createProgram(rules) : createLoweredProgram(lowered)
}
