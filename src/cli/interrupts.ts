/**
 * Ctrl-C and its kin. In: signals. Out: one call at the first, and the end of the program at the second.
 * Invariant: a signal that means "stop" is never lost, whatever its name: all end a run in the same orderly way.
 */
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

/** `onFirst` is called once; a second signal waits for nothing. What must be tidied up then belongs to `exit` events. */
export function listenForInterrupts(onFirst: () => void): Interrupts {
  let isReceived = false
  const onSignal = (): void => {
    if (isReceived) process.exit(EXIT.interrupted)
    isReceived = true
    onFirst()
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  return {
    received: () => isReceived,
    stop: () => {
      for (const signal of SIGNALS) process.off(signal, onSignal)
    },
  }
}
