/** On what a figure was measured: enough to judge it, nothing that tells whose machine it is. */
import { execFileSync } from 'node:child_process'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'

export function describeMachine() {
  return {
    processor: cpus()[0]?.model.trim() ?? '',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    system: process.platform,
    architecture: process.arch,
    node: process.version,
    /** Mean number of running programs in the last minute before; what is above zero is not ours. */
    loadBefore: Number(loadavg()[0].toFixed(2)),
  }
}

/** What a program prints for these arguments; undefined when it is not on PATH. */
export function outputOf(program, args) {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch (error) {
    // Some print their version and end with an error.
    return error.stdout?.trim() || undefined
  }
}

/** Its version: the first number with dots in what it prints. */
export function versionOf(program, args) {
  const output = outputOf(program, args)
  return output === undefined ? undefined : (/\d+(?:\.\d+)+/.exec(output)?.[0] ?? 'of unknown version')
}
