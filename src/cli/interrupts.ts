/**
 * Ctrl-C and its kin. In: signals. Out: one call at the first, and the end of the program at the second.
 * Invariant: a signal that means "stop" is never lost, whatever its name: all end a run in the same orderly way.
 */
import { isatty } from 'node:tty'
import { EXIT } from './exit.ts'

/** Ctrl-C, the polite kill of a service manager, the terminal that closes; Ctrl-Break on Windows. */
const SIGNALS: readonly NodeJS.Signals[] = [
  'SIGINT',
  'SIGTERM',
  'SIGHUP',
  ...(process.platform === 'win32' ? (['SIGBREAK'] as const) : []),
]

export interface Interrupts {
  /** Whether any came. */
  received(): boolean
  /** Leaves the signals to the system again. */
  stop(): void
}

/**
 * The same Ctrl-C often comes twice: from the terminal and once more from a parent such as npm or timeout. Nobody presses
 * it again that soon.
 */
const ECHO_MS = 100

/** `onFirst` is called once; a second signal waits for nothing. What must be tidied up then belongs to `exit` events. */
export function listenForInterrupts(onFirst: () => void): Interrupts {
  let receivedMs: number | undefined
  const hasTerminal = [0, 1, 2].some(isatty)
  const onSignal = (signal: NodeJS.Signals): void => {
    const nowMs = performance.now()
    if (receivedMs !== undefined) {
      // A terminal that closes tells all its programs, and its shell tells them again.
      if (signal !== 'SIGHUP' && nowMs - receivedMs > ECHO_MS) process.exit(EXIT.interrupted)
      return
    }
    receivedMs = nowMs
    if (signal === 'SIGHUP' && hasTerminal) process.once('exit', endWithoutTerminal)
    onFirst()
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  return {
    received: () => receivedMs !== undefined,
    stop: () => {
      for (const signal of SIGNALS) process.off(signal, onSignal)
    },
  }
}

/**
 * Node restores the terminal's settings when it ends, and aborts (with a core dump, where those are on) when the
 * terminal is gone. The signal itself ends the program without that.
 */
function endWithoutTerminal(): void {
  process.removeAllListeners('SIGHUP')
  process.kill(process.pid, 'SIGHUP')
}
