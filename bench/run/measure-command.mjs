/**
 * One command, measured from outside. In: program and arguments. Out: time of the clock, processor time and peak memory
 * of the process with all its threads, and how they were measured. Invariant: the same way for every program compared.
 */
import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { devNull, tmpdir } from 'node:os'
import { join } from 'node:path'

const TIME = '/usr/bin/time'

/** How a system's `time` is asked for figures, and how they are read: seconds and bytes. */
const TIMERS = {
  linux: {
    args: (file) => ['-q', '-f', '%U %S %M', '-o', file],
    read: (text) => {
      const [user, system, kilobytes] = text.trim().split('\n').at(-1).split(' ').map(Number)
      return { cpuMs: 1000 * (user + system), peakBytes: 1024 * kilobytes }
    },
  },
  darwin: {
    args: (file) => ['-l', '-o', file],
    read: (text) => {
      const of = (pattern) => Number(pattern.exec(text)?.[1] ?? Number.NaN)
      const cpuMs = 1000 * (of(/([\d.]+) user/) + of(/([\d.]+) sys/))
      return { cpuMs, peakBytes: of(/(\d+) {2}maximum resident set size/) }
    },
  },
}

/** What the figures come from, for the record. */
export function describeTimer() {
  return findTimer() === undefined
    ? 'clock only: this system has no /usr/bin/time'
    : '/usr/bin/time (processor time of all threads, largest resident set), clock of the caller'
}

function findTimer() {
  return existsSync(TIME) ? TIMERS[process.platform] : undefined
}

/**
 * @param {readonly string[]} command Program and arguments.
 * @param {{ stdout?: string }} options File that standard output is appended to; by default nowhere.
 * @returns {Promise<{ wallMs: number, cpuMs?: number, peakBytes?: number, exitCode: number, errors: string }>}
 */
export async function measureCommand(command, { stdout = devNull } = {}) {
  const timer = findTimer()
  const folder = mkdtempSync(join(tmpdir(), 'goshawk-time-'))
  const figures = join(folder, 'figures')
  const [program, ...args] = timer === undefined ? command : [TIME, ...timer.args(figures), ...command]
  const out = openSync(stdout, 'a')
  try {
    const before = performance.now()
    const { exitCode, errors } = await runToEnd(program, args, out)
    const wallMs = performance.now() - before
    const read = timer === undefined ? {} : timer.read(readFileSync(figures, 'utf8'))
    return { wallMs, ...read, exitCode, errors }
  } finally {
    closeSync(out)
    rmSync(folder, { recursive: true })
  }
}

/** Characters of standard error that are kept. */
const MAX_ERRORS = 4000

function runToEnd(program, args, out) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', out, 'pipe'] })
    let errors = ''
    child.stderr.setEncoding('utf8')
    child.stderr.on('data', (text) => {
      errors = (errors + text).slice(-MAX_ERRORS)
    })
    child.on('error', reject)
    child.on('close', (exitCode) => resolve({ exitCode: exitCode ?? -1, errors }))
  })
}

/**
 * Several jobs in turn, so often: what slows the machine down for a while slows all of them. A job is one command or
 * several, one after another. Before that each runs once for itself: it warms the system's cache of files, and tells what
 * a first run costs. A job that fails costs the others nothing.
 *
 * @param {readonly { name: string, commands: readonly (readonly string[])[], firstOutput?: string, goodExits?: number[] }[]} jobs
 *   `firstOutput`: file for the standard output of the first run.
 * @param {(text: string) => void} tell Told what is measured next.
 */
export async function measureInTurn(jobs, repeat, tell = () => {}) {
  const measured = jobs.map(() => [])
  const failures = new Map()
  for (let i = 0; i <= repeat; i++) {
    for (const [index, job] of jobs.entries()) {
      if (failures.has(index)) continue
      tell(`${job.name}, ${i === 0 ? 'first run' : `${i} of ${repeat}`}`)
      const run = await measureJob(job, i === 0 ? job.firstOutput : undefined)
      if (run.failure === undefined) {
        measured[index].push(run)
        continue
      }
      tell(`${job.name} failed: ${run.failure}\n${run.errors}`)
      failures.set(index, run.failure)
    }
  }
  return measured.map(([first, ...runs], index) => {
    const failure = failures.get(index)
    return failure === undefined ? { first, runs, median: medianRun(runs) } : { failure }
  })
}

/** Times are added up, memory is that of the largest command. A command that fails ends the job. */
async function measureJob({ commands, goodExits = [0] }, stdout) {
  const total = { wallMs: 0, cpuMs: 0, peakBytes: 0 }
  for (const command of commands) {
    const run = await measureCommand(command, { stdout })
    if (!goodExits.includes(run.exitCode)) return { failure: `exit code ${run.exitCode}`, errors: run.errors }
    total.wallMs += run.wallMs
    total.cpuMs += run.cpuMs ?? Number.NaN
    total.peakBytes = Math.max(total.peakBytes, run.peakBytes ?? Number.NaN)
  }
  return total
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}

/** Medians of runs, figure by figure; what was not measured is left out. */
export function medianRun(runs) {
  const of = (key) => {
    const values = runs.map((run) => run[key]).filter((value) => Number.isFinite(value))
    return values.length === 0 ? {} : { [key]: median(values) }
  }
  return { ...of('wallMs'), ...of('cpuMs'), ...of('peakBytes') }
}
