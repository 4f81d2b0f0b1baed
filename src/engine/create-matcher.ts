/**
 * The choice of an engine. In: rules and the kind of engine. Out: a matcher. Invariant: both kinds answer alike.
 */
import type { Kernel } from '../kernel/create-kernel.ts'
import type { BucketSamples } from './bucket-sample.ts'
import { createInterpreter } from './interpret.ts'
import type { EngineKind, Matcher, RunnableRule } from './match.ts'
import { createLoweredProgram, createProgram, type LoweredSet } from './program/create-program.ts'

/** `lowered`: the same rules as a pack has them, which saves compiling. `kernel`, `known`: serve the program alone; the latter is of earlier scans. */
export function createMatcher(
  rules: readonly RunnableRule[],
  kind: EngineKind,
  lowered?: LoweredSet,
  kernel?: Kernel,
  known?: BucketSamples,
): Matcher {
  if (kind === 'reference') return createInterpreter(rules)
  return lowered === undefined
    ? createProgram(rules, {}, kernel, known)
    : createLoweredProgram(lowered, {}, kernel, known)
}
