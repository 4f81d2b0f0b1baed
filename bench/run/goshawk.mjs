/** goshawk's own commands for the bench. In: what to do. Out: jobs for `measureInTurn`. */
import { fileURLToPath } from 'node:url'
import { distFile } from '../dist.mjs'

const MAIN = distFile('program/main.js')
const TS_EVTX = fileURLToPath(new URL('../ts-evtx.mjs', import.meta.url))

export function scanJob(name, { input, rules, threads, output, more = [] }) {
  const report = output === undefined ? [] : ['-o', output, '--overwrite']
  const command = [
    process.execPath,
    MAIN,
    'scan',
    input,
    '-q',
    '-r',
    rules,
    '-t',
    String(threads),
    ...report,
    ...more,
  ]
  return { name, commands: [command] }
}

export function dumpJob(name, { input, more = [] }) {
  return { name, commands: [[process.execPath, MAIN, 'dump', input, '-q', ...more]] }
}

/** The library by itself, one process for all logs as goshawk has. */
export function libraryJob(name, { files }) {
  return { name, commands: [[process.execPath, TS_EVTX, ...files]] }
}

/** The command for users, as JSON. */
export function benchCommand({ input, rules, threads, repeat }) {
  return [
    process.execPath,
    MAIN,
    'bench',
    input,
    ...['-q', '-r', rules, '-t', String(threads), '--repeat', String(repeat), '-f', 'json'],
  ]
}
