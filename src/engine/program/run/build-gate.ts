/**
 * Builds what a gate asks. In: a bucket that has chosen, and a shape. Out: programs, with tables for a quick look at texts.
 * Invariant: as of the choice (choose-keys.ts); nothing where the template alone holds a key atom.
 */
import type { Bucket, BucketRule } from '../dispatch/bucket.ts'
import type { KeyChoice } from '../dispatch/bucket-watch.ts'
import { createBucket } from '../dispatch/dispatch.ts'
import { buildQuickTable } from '../scan/quick-table.ts'
import type { Gate, GateSteps } from './gate.ts'
import type { LeafIndex } from './leaf-index.ts'
import { buildProgram, buildSteps, type Program, type Steps } from './program.ts'
import type { Runtime } from './runtime.ts'

export function renewGate(runtime: Runtime, { watch }: Bucket, gate: Gate): void {
  gate.version = watch.version
  gate.asked = 0
  gate.passed = 0
  gate.asks = watch.choice === undefined ? undefined : buildGate(runtime, watch.choice, gate.index)
}

function buildGate(runtime: Runtime, choice: KeyChoice, index: LeafIndex): GateSteps | undefined {
  const keys = buildSteps(runtime, index, choice.keys)
  if (keys.base !== 0) return undefined
  const programOf = (place: string, rules: readonly BucketRule[]): Program => {
    const bucket = choice.buckets.get(place) ?? createBucket(runtime.dispatch, rules)
    choice.buckets.set(place, bucket)
    const program = buildProgram(runtime, index, bucket)
    addQuickTables(runtime, program)
    return program
  }
  addQuickTables(runtime, keys)
  const { bounded, bounds, evaluated } = choice
  const programs = new Map<number, Program>()
  return {
    keys,
    bounds: bounds.length === 0 ? undefined : programOf('bounds', bounds),
    bounded: (rule) => {
      let program = programs.get(rule)
      if (program === undefined) {
        program = programOf(`rule ${rule}`, [bounded.find((r) => r.rule === rule)!])
        programs.set(rule, program)
      }
      return program
    },
    evaluated: evaluated.length === 0 ? undefined : programOf('evaluated', evaluated),
  }
}

function addQuickTables({ matchers: { probes } }: Runtime, { matchers }: Steps): void {
  for (const matcher of matchers)
    if (matcher.quick === undefined) matcher.quick = buildQuickTable(matcher, probes)
}
