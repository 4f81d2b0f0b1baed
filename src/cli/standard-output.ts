/**
 * Standard output as a report's target. In: text. Out: the bytes, or why they could not be written.
 * Invariant: it never throws and never ends the program; a reader that has gone is no failure, as everywhere.
 */
import type { Diagnostic } from '../base/diagnostic.ts'
import { ioCode } from '../base/io-reason.ts'
import { unwritable } from '../report/unwritable.ts'

/** What messages call it. */
const NAME = 'standard output'

export interface StandardOutput {
  /** Resolves when the text is handed on, so that a slow reader slows the writer. */
  write(text: string): Promise<void>
  writeBytes(bytes: Buffer): Promise<void>
  /** False when nothing more can be written. */
  isOpen(): boolean
  /** Why not; undefined also when the reader has gone. */
  failure(): Diagnostic | undefined
}

/** Takes over what happens to errors of standard output, and passes over those of standard error. */
export function openStandardOutput(): StandardOutput {
  let isOpen = true
  let failure: Diagnostic | undefined
  const fail = (error: unknown): void => {
    if (!isOpen) return
    isOpen = false
    if (!isReaderGone(error)) failure = unwritable(NAME, error)
  }
  process.stdout.removeAllListeners('error')
  process.stdout.on('error', fail)
  process.stderr.removeAllListeners('error')
  process.stderr.on('error', () => {})
  const write = (data: string | Buffer): Promise<void> =>
    new Promise((resolve) => {
      if (!isOpen || data.length === 0) return resolve()
      try {
        process.stdout.write(data, (error) => {
          if (error) fail(error)
          resolve()
        })
      } catch (error) {
        // Files are written at once, and throw.
        fail(error)
        resolve()
      }
    })
  return {
    write,
    writeBytes: write,
    isOpen: () => isOpen,
    failure: () => failure,
  }
}

/** The pipe has no reader any more: `| head`. */
function isReaderGone(error: unknown): boolean {
  return ['EPIPE', 'EOF', 'ECONNRESET'].includes(ioCode(error))
}
