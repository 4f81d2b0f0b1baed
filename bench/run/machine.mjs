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
    /** Mean number of running programs in the last minute before; above zero the machine was not quiet. */
    loadBefore: Number(loadavg()[0].toFixed(2)),
  }
}

/** What a program prints on one line for these arguments; undefined when it is not on PATH. */
export function firstLineOf(program, args) {
  try {
    const text = execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    return text.trim().split('\n')[0].trim()
  } catch (error) {
    return error.stdout?.trim().split('\n')[0]?.trim() || undefined
  }
}

/** Its version: the first number with dots in what it prints. */
export function versionOf(program, args) {
  const line = firstLineOf(program, args)
  return line === undefined ? undefined : (/\d+(?:\.\d+)+/.exec(line)?.[0] ?? line)
}
