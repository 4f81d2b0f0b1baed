/**
 * One task from its units to a result. In: a task. Out: counts, hits, diagnostics. Throws only when a stage has a bug;
 * whoever runs tasks retries them then, with a new runner.
 * Invariant: the results of the tasks of a scan, taken in order, are the same however the scan was cut into tasks.
 */

import { createDiagnosticLog } from '../base/diagnostic-log.ts'
import { ioReason } from '../base/io-reason.ts'
import type { EventConsumer } from '../event/consumer.ts'
import type { LogDecoder, ReportDiagnostic } from '../event/decoder.ts'
import { emptyCounts } from '../event/decoder.ts'
import { hashFile } from '../input/open.ts'
import { createPace, type Pace } from './create-pace.ts'
import { createNewestConsumer } from './newest-consumer.ts'
import { createLogOpener, type LogOpener, type OpenLog } from './open-log.ts'
import { createScanConsumer } from './scan-consumer.ts'
import { type Engine, isLoadFailure, loadStage, type StageLoader } from './stages.ts'
import { addCounts, emptyTally, type FilePart, type TaskResult } from './stats.ts'
import { type ReadingStages, stopAfter } from './stop-after.ts'
import type { HashTask, NewestTask, ScanTask, Task, Unit } from './task.ts'
import { createStageClock, type StageClock } from './timings/stage-clock.ts'

/** Characters of hits and bytes of points after which a task stops at the next step and gives the rest back. */
export const MAX_HELD_CHARS: number = 16 * 1024 * 1024

export interface TaskRunner {
  run(task: Task): Promise<TaskResult>
  close(): void
}

/** Stages are loaded with the first task that needs them. `maxHeldChars` is for tests. */
export function createTaskRunner(loader: StageLoader, maxHeldChars: number = MAX_HELD_CHARS): TaskRunner {
  let decoder: LogDecoder | undefined
  let engine: Engine | undefined
  let opener: LogOpener | undefined
  let pass: number | undefined
  const pace = createPace(maxHeldChars)
  const clock = loader.isTimed ? createStageClock() : undefined
  const load = <T>(make: () => Promise<T>): Promise<T> =>
    clock === undefined ? loadStage(make) : clock.timeLoad(() => loadStage(make))
  // An engine is made with its decoder: they may share a kernel.
  const forget = (): void => {
    opener?.close()
    decoder = undefined
    engine = undefined
    opener = undefined
  }
  const run = async (task: Task): Promise<TaskResult> => {
    if (task.kind === 'hash') return runHash(task)
    if (task.kind === 'scan' && task.pass !== pass) forget()
    decoder ??= await load(loader.loadDecoder)
    opener ??= createLogOpener(decoder)
    if (task.kind === 'newest') return runNewest(task, { decoder, opener })
    pass = task.pass
    engine ??= await load(loader.loadEngine)
    const scanning = { decoder, opener, engine, details: loader.details, maxHeldChars, pace }
    return clock === undefined ? runScan(task, scanning) : runTimed(task, scanning, clock)
  }
  return {
    async run(task) {
      try {
        return await run(task)
      } catch (error) {
        // A fault of the kernel, if it is one, costs its speed and no records.
        if (isLoadFailure(error) || loader.leaveKernel?.() !== true) throw error
        forget()
        return run(task)
      }
    },
    close: () => opener?.close(),
  }
}

interface Reading {
  readonly decoder: LogDecoder
  readonly opener: LogOpener
}

interface Scanning extends Reading {
  readonly engine: Engine
  readonly details: boolean
  readonly maxHeldChars: number
  readonly pace: Pace
}

function runTimed(task: ScanTask, scanning: Scanning, clock: StageClock): TaskResult {
  const engine = clock.timeEngine(scanning.engine)
  const result = clock.timeTask(() => runScan(task, { ...scanning, engine }, clock.timeStages))
  return { ...result, times: clock.take() }
}

/** `dress` puts something around the stages. */
function runScan(
  task: ScanTask,
  scanning: Scanning,
  dress: (stages: ReadingStages) => ReadingStages = (stages) => stages,
): TaskResult {
  const log = createDiagnosticLog()
  const details = scanning.details && task.last === undefined
  const consumer = createScanConsumer(scanning.engine, task.range, details, scanning.engine.screen)
  const stages = dress(stopAfter(task.last, { decoder: scanning.decoder, consumer }))
  const reading = { decoder: stages.decoder, opener: scanning.opener }
  const files: FilePart[] = []
  const held: Held = { pace: scanning.pace, max: scanning.maxHeldChars, size: () => consumer.heldSize }
  let rest: Task | undefined
  for (const [index, unit] of task.units.entries()) {
    consumer.source = unit.source
    const read = readUnit(unit, reading, stages.consumer, log.add, held)
    files.push({ ...read.part, hits: consumer.takeHitCount() })
    const left = [...(read.rest === undefined ? [] : [read.rest]), ...task.units.slice(index + 1)]
    if (left.length > 0 && (read.rest !== undefined || isFull(held))) {
      rest = { ...task, units: left }
      break
    }
  }
  const { groups } = consumer
  const points = consumer.takePoints()
  const profile = scanning.engine.takeProfile?.()
  const learnt = scanning.engine.takeLearnt?.()
  return {
    files,
    tally: consumer.finishTally(),
    diagnostics: log.list(),
    groups,
    rest,
    ...(points && { points }),
    ...(profile && { profile }),
    ...(learnt !== undefined && learnt.size > 0 && { learnt }),
  }
}

/** What the layout and the records have to report is reported by the scan that follows. */
function runNewest(task: NewestTask, reading: Reading): TaskResult {
  const consumer = createNewestConsumer()
  const held: Held = { pace: createPace(1), max: 1, size: () => 0 }
  for (const unit of task.units) readUnit(unit, reading, consumer, () => {}, held)
  const newest = consumer.newest()
  return { ...emptyResult(), tally: { ...emptyTally(), newest } }
}

function runHash(task: HashTask): TaskResult {
  const files = task.units.map((unit): FilePart => {
    const part = { source: unit.source, counts: emptyCounts(), hits: 0 }
    try {
      return { ...part, sha256: hashFile(unit.path, unit.sizeBytes) }
    } catch (error) {
      return { ...part, openError: ioReason(error) }
    }
  })
  return { ...emptyResult(), files }
}

/** What a task holds until it ends. */
interface Held {
  readonly pace: Pace
  readonly max: number
  size(): number
}

function isFull({ max, size }: Held): boolean {
  return size() >= max
}

interface UnitRead {
  readonly part: FilePart
  /** What was not read because enough is held. */
  readonly rest: Unit | undefined
}

function readUnit(
  unit: Unit,
  { decoder, opener }: Reading,
  consumer: EventConsumer,
  report: ReportDiagnostic,
  held: Held,
): UnitRead {
  const { source, firstChunk } = unit
  const counts = emptyCounts()
  const log = opener.open(unit, report)
  if (typeof log === 'string') return { part: { source, counts, hits: 0, openError: log }, rest: undefined }
  const { layout, reader } = log
  const slots = layout?.chunkCount ?? 0
  const end = unit.isLast ? slots : Math.min(firstChunk + unit.chunkCount, slots)
  let chunk = firstChunk
  while (layout !== undefined && chunk < end && !(chunk > firstChunk && isFull(held))) {
    const before = held.size()
    const count = Math.min(held.pace.stepChunks, end - chunk)
    addCounts(counts, decoder.decodeRange(reader, unit.name, layout, chunk, count, consumer, report))
    held.pace.noteStep(count, held.size() - before)
    chunk += count
  }
  if (chunk < end) {
    const chunkCount = Math.max(1, firstChunk + unit.chunkCount - chunk)
    return { part: { source, counts, hits: 0 }, rest: { ...unit, firstChunk: chunk, chunkCount } }
  }
  const part = { source, counts, hits: 0, ...(unit.isLast && takeDigest(log)) }
  if (unit.isLast) opener.close()
  return { part, rest: undefined }
}

/** Nothing when no digest is taken here, or the file cannot be read to its end: it is then tried once more at the end. */
function takeDigest({ hasher }: OpenLog): { readonly sha256?: string } {
  try {
    return hasher === undefined ? {} : { sha256: hasher.digest() }
  } catch {
    return {}
  }
}

function emptyResult(): TaskResult {
  return {
    files: [],
    tally: emptyTally(),
    diagnostics: { listed: [], unlisted: {} },
    groups: [],
    rest: undefined,
  }
}
