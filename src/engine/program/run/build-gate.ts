/**
 * Builds what a gate asks. In: a bucket that has chosen, and a shape. Out: programs, with tables for a quick look at texts.
 * Invariant: as of the choice (choose-keys.ts); nothing where the template alone holds a key atom.
 */
import type { Bucket, BucketRule } from '../dispatch/bucket.ts'
import type { KeyChoice } from '../dispatch/bucket-watch.ts'
import { createBucket } from '../dispatch/dispatch.ts'
import { buildQuickTable } from '../scan/quick-table.ts'
import type { SetTable } from '../state/set-table.ts'
import { type GateSteps, LETS_THROUGH } from './gate.ts'
import type { Lane } from './lane.ts'
import type { LeafIndex } from './leaf-index.ts'
import { buildProgram, type Program } from './program.ts'
import type { Runtime } from './runtime.ts'
import { noteBounded } from './trial.ts'

export function renewGate(runtime: Runtime, { bucket, gate, index }: Lane): void {
  const { watch } = bucket
  gate.version = watch.version
  gate.asked = 0
  gate.passed = 0
  gate.asks = watch.choice === undefined ? undefined : buildGate(runtime, bucket, watch.choice, index)
}

function buildGate(
  runtime: Runtime,
  owner: Bucket,
  choice: KeyChoice,
  index: LeafIndex,
): GateSteps | undefined {
  choice.asked ??= createBucket(runtime.dispatch, askedRules(choice))
  const asked = buildProgram(runtime, index, choice.asked)
  if (holdsAny(runtime.sets, asked.base, choice.keys)) return undefined
  addQuickTables(runtime, asked)
  const programs = new Map<number, Program>()
  return {
    asked,
    bounded: (rule) => {
      let program = programs.get(rule)
      if (program === undefined) {
        program = buildProgram(runtime, index, bucketOfBounded(runtime, choice, rule))
        addQuickTables(runtime, program)
        noteBounded(runtime, owner)
        programs.set(rule, program)
      }
      return program
    },
  }
}

/** One look at a value serves them all. */
function askedRules({ bounds, evaluated }: KeyChoice): BucketRule[] {
  const passing = evaluated.map(({ expression }) => ({ rule: LETS_THROUGH, expression }))
  return [...passing, ...bounds]
}

function bucketOfBounded(runtime: Runtime, { bounded, buckets }: KeyChoice, rule: number): Bucket {
  let bucket = buckets.get(rule)
  if (bucket === undefined) {
    bucket = createBucket(runtime.dispatch, [bounded.find((r) => r.rule === rule)!])
    buckets.set(rule, bucket)
  }
  return bucket
}

/** True when the set holds any of the atoms. */
function holdsAny({ items, starts }: SetTable, set: number, atoms: Int32Array): boolean {
  return items.subarray(starts[set], starts[set + 1]).some((item) => atoms.includes(item))
}

function addQuickTables({ matchers: { probes } }: Runtime, { common, matchers }: Program): void {
  for (const matcher of [...matchers, ...common.map((step) => step.matcher)])
    if (matcher.quick === undefined) matcher.quick = buildQuickTable(matcher, probes)
}
