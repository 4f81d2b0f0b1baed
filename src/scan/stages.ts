/**
 * The stages that a scan drives, and how a thread makes its own from plain data. Loaded when they are needed: a pass
 * for hashes needs no engine, and hardly anyone needs the reference decoder.
 */

import type { BucketSamples, LearntSamples } from '../engine/bucket-sample.ts'
import type { RuleUse } from '../engine/correlate/plan/correlation-plan.ts'
import type { PointCollector } from '../engine/correlate/point/collect-points.ts'
import type { MatchedAtom } from '../engine/hit.ts'
import type { EngineKind, Matcher, RunnableRule } from '../engine/match.ts'
import type { ReadPack } from '../engine/pack/read-pack.ts'
import type { ProfiledMatcher } from '../engine/profile/profiled-matcher.ts'
import type { ProfilePart } from '../engine/profile/rule-profile.ts'
import type { LogDecoder } from '../event/decoder.ts'
import type { EventView } from '../event/event.ts'
import type { Kernel } from '../kernel/create-kernel.ts'
import type { createBuiltinMapping } from '../mapping/resolve.ts'
import { createScanScreen, type ScanScreen } from './scan-screen.ts'

/** `own` is the fast one, `slow` the obvious one beside it, `reference` another project's. */
export type DecoderKind = 'own' | 'slow' | 'reference'

/** A mapping as data: its functions cannot be sent to another thread. */
export type MappingSpec =
  | { readonly type: 'builtin'; readonly options?: Parameters<typeof createBuiltinMapping>[0] }
  | { readonly type: 'thor'; readonly text: string; readonly file: string }

/** All a thread needs to know. */
export interface StageSpec {
  readonly decoder: DecoderKind
  readonly engine: EngineKind
  readonly mapping: MappingSpec
  /** A pack of the rules that run, in memory that all threads share. */
  readonly pack: Uint8Array
  /** Hits are wanted with snapshot and reason; else they are only counted. */
  readonly details: boolean
  /** What correlations want of the rules, by index; absent without correlations. */
  readonly uses?: RuleUses
  /** What the stages take is measured. */
  readonly isTimed?: boolean
  /** What rules and fields cost is measured; only with the compiled program. */
  readonly isProfiled?: boolean
  /** What earlier scans learnt of records. */
  readonly known?: BucketSamples
}

export type RuleUses = readonly (RuleUse | undefined)[]

/** What answers for an event. */
export interface Engine {
  readonly ruleCount: number
  readonly matcher: Matcher
  explain(rule: number, event: EventView): readonly MatchedAtom[]
  /** What rules and fields cost since the last call; absent where nobody asked. */
  takeProfile?(): ProfilePart
  /** What was learnt of the records since the last call. */
  takeLearnt?(): LearntSamples
  /** The rule's matches are no hits of their own. */
  isSilent?(rule: number): boolean
  /** Keeps records back that no rule matches; absent without a kernel. */
  readonly screen?: ScanScreen | undefined
  /** Collects points for correlations; absent without correlations. What it holds is taken after each task. */
  readonly collector?: PointCollector
}

export interface StageLoader {
  readonly details: boolean
  readonly isTimed?: boolean
  loadDecoder(): Promise<LogDecoder>
  /** The engine of the decoder that was loaded last. */
  loadEngine(): Promise<Engine>
  /** What is loaded from now on does without a kernel; false when it did already. */
  leaveKernel?(): boolean
}

/** The loader of a thread that has its rules as a pack. */
export function createStageLoader(spec: StageSpec): StageLoader {
  return createLoader(spec, async (kernel) => {
    const pack = await readRules(spec)
    return createEngine(pack.rules, spec, pack, kernel)
  })
}

/** The loader of the thread that has the rules already. */
export function createLocalLoader(
  rules: readonly RunnableRule[],
  spec: Pick<StageSpec, 'decoder' | 'engine' | 'details' | 'uses' | 'isTimed' | 'isProfiled' | 'known'>,
  packed?: ReadPack,
): StageLoader {
  return createLoader(spec, (kernel) => createEngine(rules, spec, packed, kernel))
}

function createLoader(
  spec: Pick<StageSpec, 'decoder' | 'engine' | 'details' | 'isTimed' | 'isProfiled'>,
  loadEngine: (kernel: Kernel | undefined) => Promise<Engine>,
): StageLoader {
  let kernel: Kernel | undefined
  let isServed = spec.decoder === 'own' && spec.engine === 'program' && spec.isProfiled !== true
  return {
    details: spec.details,
    isTimed: spec.isTimed === true,
    loadDecoder: async () => {
      kernel = isServed ? (await import('../kernel/create-kernel.ts')).createKernel() : undefined
      return loadDecoder(spec.decoder, kernel)
    },
    loadEngine: () => loadEngine(kernel),
    leaveKernel() {
      const hadKernel = kernel !== undefined
      isServed = false
      kernel = undefined
      return hadKernel
    },
  }
}

async function loadDecoder(kind: DecoderKind, kernel: Kernel | undefined): Promise<LogDecoder> {
  switch (kind) {
    case 'own':
      return (await import('../evtx/decode.ts')).createDecoder(false, kernel)
    case 'slow':
      return (await import('../evtx/decode-slow.ts')).createSlowDecoder()
    case 'reference':
      return (await import('../evtx/reference-decoder.ts')).createReferenceDecoder()
  }
}

async function createEngine(
  rules: readonly RunnableRule[],
  { engine, uses, isProfiled, known }: Pick<StageSpec, 'engine' | 'uses' | 'isProfiled' | 'known'>,
  packed: ReadPack | undefined,
  kernel: Kernel | undefined,
): Promise<Engine> {
  const { createMatcher } = await import('../engine/create-matcher.ts')
  const profiled = isProfiled ? await createProfiled(rules, packed) : undefined
  const { explainKnownMatch } = await import('../engine/explain-match.ts')
  const matcher = profiled ?? createMatcher(rules, engine, packed, kernel, known)
  return {
    ruleCount: rules.length,
    matcher,
    screen: kernel && matcher.screen && createScanScreen(kernel, matcher, matcher.screen),
    ...(profiled && { takeProfile: profiled.takeProfile }),
    ...(matcher.takeLearnt && { takeLearnt: matcher.takeLearnt }),
    explain: (rule, event) => explainKnownMatch(rules[rule]!, event),
    ...(uses && (await createPointStage(rules, uses))),
  }
}

async function createProfiled(
  rules: readonly RunnableRule[],
  packed: ReadPack | undefined,
): Promise<ProfiledMatcher> {
  const { createProfiledMatcher } = await import('../engine/profile/profiled-matcher.ts')
  return createProfiledMatcher(rules, packed)
}

async function createPointStage(
  rules: readonly RunnableRule[],
  uses: RuleUses,
): Promise<Required<Pick<Engine, 'isSilent' | 'collector'>>> {
  const { createPointCollector } = await import('../engine/correlate/point/collect-points.ts')
  return {
    isSilent: (rule) => uses[rule]?.isSilent === true,
    collector: createPointCollector(rules, uses),
  }
}

async function readRules(spec: StageSpec): Promise<ReadPack> {
  const { readPack } = await import('../engine/pack/read-pack.ts')
  const { makeMapping } = await import('./make-mapping.ts')
  // Made at once: when it cannot be, the stage is at fault and no task.
  const mapping = makeMapping(spec.mapping)
  const pack = readPack(spec.pack, () => mapping)
  if (pack === undefined) throw new Error('the pack of rules did not reach this thread whole')
  return pack
}

const LOAD_FAILURE = 'a stage could not be loaded: '

/** Names a failure to load as such: no task is at fault, and none would fare better. */
export async function loadStage<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (error) {
    throw new Error(LOAD_FAILURE + (error instanceof Error ? error.message : String(error)), { cause: error })
  }
}

/** Told by the message: of an error's own properties little survives the way from another thread. */
export function isLoadFailure(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith(LOAD_FAILURE)
}
