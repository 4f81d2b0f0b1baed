/**
 * The progress bar: bytes, records, hits and time left, on a terminal only.
 * Invariant: it never writes to standard output and leaves no line behind.
 */
import { lazyLibrary } from '../base/lazy-library.ts'

const cliProgress = lazyLibrary<typeof import('cli-progress')>('cli-progress')

export interface ProgressState {
  readonly bytesDone: number
  readonly bytesTotal: number
  readonly records: number
  readonly hits: number
}

export interface Progress {
  update(state: ProgressState): void
  /** Makes room for a message; the next update draws the bar again. */
  clear(): void
  stop(): void
}

/** Shown at most this often, per second. */
const FRAMES_PER_SECOND = 8
/** Columns of the bar itself, and those that the numbers beside it need. */
const MIN_BAR = 8
const MAX_BAR = 28
const NUMBERS = 72

/** A bar on standard error, or nothing when that is no terminal or the user wants quiet. */
export function createProgress(isQuiet: boolean): Progress {
  if (isQuiet || !process.stderr.isTTY) return { update: () => {}, clear: () => {}, stop: () => {} }
  const bar = new (cliProgress().SingleBar)({
    format: '{bar} {percentage}%  {megabytes} MB  {records} records  {hits} hits  {left}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: Math.max(MIN_BAR, Math.min(MAX_BAR, (process.stderr.columns ?? 80) - NUMBERS)),
    hideCursor: true,
    clearOnComplete: true,
    fps: FRAMES_PER_SECOND,
    stream: process.stderr,
  })
  const startedMs = Date.now()
  let state: 'waiting' | 'running' | 'stopped' = 'waiting'
  const stop = (): void => {
    if (state === 'running') bar.stop()
    state = 'stopped'
    process.off('exit', stop)
  }
  // However the program ends, the terminal gets its cursor back.
  process.once('exit', stop)
  return {
    update: ({ bytesDone, bytesTotal, records, hits }) => {
      if (state === 'stopped') return
      const payload = {
        megabytes: `${(bytesDone / 1e6).toFixed(0)}/${(bytesTotal / 1e6).toFixed(0)}`,
        records: records.toLocaleString('en'),
        hits: hits.toLocaleString('en'),
        left: formatLeft(Date.now() - startedMs, bytesDone, bytesTotal),
      }
      if (state === 'running') {
        bar.update(bytesDone, payload)
      } else {
        bar.start(Math.max(1, bytesTotal), bytesDone, payload)
        state = 'running'
      }
    },
    clear: () => {
      if (state === 'running') process.stderr.write('\r\x1b[2K')
    },
    stop,
  }
}

/** Time left at the rate so far; nothing in the first second, when the rate says little. */
function formatLeft(elapsedMs: number, bytesDone: number, bytesTotal: number): string {
  if (elapsedMs < 1000 || bytesDone === 0) return ''
  const seconds = Math.round(((elapsedMs / bytesDone) * (bytesTotal - bytesDone)) / 1000)
  if (seconds < 60) return `${seconds} s left`
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s left`
}
