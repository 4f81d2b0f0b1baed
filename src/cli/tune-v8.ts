/**
 * V8 set up for short runs. A scan of some hundred megabytes takes a second or two, in which V8 spent more processor
 * time on optimising code in the background than the scan spent on it: it inlined deeply, and again whenever a guess
 * about a function proved wrong. Here it inlines a third as much and waits sixteen times as long: the hottest loops are in
 * the kernel. Its heap is small, so that it is collected at once; marking it bit by bit beside the scan, which
 * keeps windows responsive, costs more.
 * Invariant: flags of the process, worker threads included; answers do not depend on them.
 */
import { setFlagsFromString } from 'node:v8'

/** Bytes of bytecode taken into one function (V8's own default: 920), and run through before it is optimised (67,584). */
const FLAGS = [
  '--max-inlined-bytecode-size-cumulative=300',
  '--interrupt-budget=1056000',
  '--no-incremental-marking',
]

/** Flags are no interface: Node 22 and 24 lack the second one, and V8 complains of it on standard error. */
const KNOWN_NODE = 20

/** The parameters are for tests. */
export function tuneV8(
  setFlag: (flag: string) => void = setFlagsFromString,
  nodeVersion: string = process.versions.node,
): void {
  if (Number.parseInt(nodeVersion, 10) !== KNOWN_NODE) return
  for (const flag of FLAGS) setFlag(flag)
}
