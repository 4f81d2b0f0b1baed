#!/usr/bin/env node
/**
 * The program: arguments in, an exit code out. Commands are loaded only when called, so that help is instant.
 * Invariant: a closed pipe ends quietly; an unexpected error is shown whole and ends with 1.
 */
import { Command, CommanderError, Option } from 'commander'
import { isUnsoundPack } from '../base/unsound-pack-error.ts'
import { VERSION } from '../base/version.ts'
import { COMMANDS, GROUPS } from './command-table.ts'
import { EXIT } from './exit.ts'
import type { Flag } from './flags.ts'
import { findFlag } from './flags.ts'
import { tuneV8 } from './tune-v8.ts'

/** Values as commander gives them: lists, texts and switches by camel-cased flag name. */
export type GivenFlags = Readonly<Record<string, string | boolean | readonly string[] | undefined>>

type RunCommand = (paths: readonly string[], flags: GivenFlags) => Promise<number>

const RUNNERS: Readonly<Record<string, () => Promise<RunCommand>>> = {
  scan: async () => (await import('./commands/scan.ts')).runScan,
  dump: async () => (await import('./commands/dump.ts')).runDump,
  bench: async () => (await import('./commands/bench.ts')).runBench,
  check: async () => (await import('./commands/check.ts')).runCheck,
  'rules check': async () => (await import('./commands/rules/check.ts')).runRulesCheck,
  'rules list': async () => (await import('./commands/rules/list.ts')).runRulesList,
  'rules explain': async () => (await import('./commands/rules/explain.ts')).runRulesExplain,
  'rules compile': async () => (await import('./commands/rules/compile.ts')).runRulesCompile,
  'rules test': async () => (await import('./commands/rules/test.ts')).runRulesTest,
  convert: async () => (await import('./commands/convert.ts')).runConvert,
  page: async () => (await import('./commands/page.ts')).runPage,
  'explain-hit': async () => (await import('./commands/explain-hit.ts')).runExplainHit,
}

const LOGS_DOC = 'Event logs (.evtx), and folders that are searched for them.'

function buildOption(flag: Flag): Option {
  const value = flag.value === undefined ? '' : flag.isList ? ` <${flag.value}...>` : ` <${flag.value}>`
  const option = new Option(
    `${flag.short === undefined ? '' : `-${flag.short}, `}--${flag.name}${value}`,
    flag.doc,
  )
  if (flag.isRepeatable)
    option.argParser((given: string, before: string[] | undefined) => [...(before ?? []), given])
  return flag.choices === undefined ? option : option.choices([...flag.choices])
}

/** The whole command line, from the tables. `onExit` receives the exit code of the command that ran. */
export function buildProgram(onExit: (code: number) => void): Command {
  const program = new Command('goshawk')
  program
    .description(
      'Offline hunter for Windows event logs: every record of .evtx files that a Sigma rule matches.',
    )
    .version(VERSION, '-V, --version', 'Print the version.')
    .helpOption('-h, --help', 'Print this help.')
    .showHelpAfterError('(goshawk --help, or goshawk COMMAND --help, lists what there is)')
    .exitOverride()
  const groups = new Map(
    GROUPS.map(({ name, summary }) => [name, program.command(name).summary(summary).description(summary)]),
  )
  for (const { name, arguments: usage, argumentDoc, summary, description, flags } of COMMANDS) {
    const [group, own] = name.split(' ')
    const parent = own === undefined ? program : groups.get(group!)!
    const command = parent
      .command(own ?? name)
      .summary(summary)
      .description(description)
      .exitOverride()
    if (usage !== '') command.argument('[PATH...]', argumentDoc ?? LOGS_DOC)
    command.usage(`${usage} [options]`.trim())
    for (const flag of flags) command.addOption(buildOption(findFlag(flag)))
    command.action(async () => {
      const run = await RUNNERS[name]!()
      onExit(await run(command.args, command.opts<GivenFlags>()))
    })
  }
  return program
}

/** Runs one command line (without node and script); returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  let code: number = EXIT.ok
  const program = buildProgram((exit) => {
    code = exit
  })
  if (args.length === 0) {
    program.outputHelp({ error: true })
    return EXIT.usage
  }
  try {
    await program.parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
    if (isUnsoundPack(error)) {
      process.stderr.write(`goshawk: error: ${error.message} [pack-damaged]\n`)
      return EXIT.usage
    }
    throw error
  }
}

/** The checker that `check` stands in for: under its name there is no command to give, and its default level applies. */
const CHECKER = /(?:^|[\\/])evtx-sigma-checker(?:\.[a-z]+)?$/i

/** The arguments that were meant, when `script` is the path by which the program was called. */
export function impliedArguments(script: string, args: readonly string[]): readonly string[] {
  return CHECKER.test(script) ? ['check', '--rule-level', 'low', ...args] : args
}

/** Of commands that leave standard output to this file: nobody reads it any more, or it cannot be written. */
function endOutput(error: Error & { code?: string }): void {
  if (error.code === 'EPIPE') process.exit(EXIT.ok)
  process.stderr.write(`goshawk: error: standard output: cannot be written: ${error.message}\n`)
  process.exit(EXIT.failed)
}

if (process.argv[1] !== undefined && import.meta.filename === (await realPath(process.argv[1]))) {
  tuneV8()
  process.stdout.on('error', endOutput)
  // Messages that nobody reads are no reason to stop.
  process.stderr.on('error', () => {})
  try {
    process.exitCode = await main(impliedArguments(process.argv[1], process.argv.slice(2)))
  } catch (error) {
    process.stderr.write(
      `goshawk: unexpected failure, please report it: ${error instanceof Error ? error.stack : error}\n`,
    )
    process.exitCode = EXIT.failed
  }
}

/** The script's path with links resolved: npm's bin entries are links. */
async function realPath(path: string): Promise<string> {
  const { realpathSync } = await import('node:fs')
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
