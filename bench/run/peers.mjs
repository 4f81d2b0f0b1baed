/**
 * Other tools for the same work: how each is found, called and read. In: input, rules, a file for the output. Out: a
 * command, and the hits in a form that all tools share.
 * Invariant: what is not alike about a comparison is said in `unlike`, and goes wherever the figure goes.
 */
import { readFileSync } from 'node:fs'
import { versionOf } from './machine.mjs'

/**
 * @typedef {{ input: string, rules: string, output: string, threads: number }} Work
 * @typedef {{ title: string, recordId: string, channel: string }} FoundHit Titles: tools give rules ids of their own.
 */

/** Decoders: records to JSON Lines. */
export const DECODERS = [
  {
    name: 'evtx_dump',
    version: () => versionOf('evtx_dump', ['--version']),
    /** It takes one log at a time; a shell starts one after another faster than we do. */
    commands: ({ files, threads }) => {
      const program = ['evtx_dump', '-t', String(threads), '-o', 'jsonl']
      if (process.platform === 'win32') return files.map((file) => [...program, file])
      return [
        ['sh', '-c', `for file in "$@"; do ${program.join(' ')} "$file" || exit 1; done`, 'sh', ...files],
      ]
    },
    unlike: 'compiled code (Rust); one process a log; fields as nested objects',
  },
]

/** Scanners: rules against logs. */
export const SCANNERS = [
  {
    name: 'chainsaw',
    version: () => versionOf('chainsaw', ['--version']),
    /** Its mapping comes with its sources. */
    needs: 'chainsaw-mapping',
    command: ({ input, rules, output, threads, options }) => [
      'chainsaw',
      '--no-banner',
      '--num-threads',
      String(threads),
      'hunt',
      input,
      '-s',
      rules,
      '--mapping',
      options['chainsaw-mapping'],
      '--jsonl',
      '--skip-errors',
      '-o',
      output,
    ],
    readHits: readChainsaw,
    unlike: 'compiled code (Rust); rejects rules with many modifiers; its mapping runs rules on other events',
  },
  {
    name: 'hayabusa',
    version: () => versionOf('hayabusa', ['help']),
    /** SigmaHQ's rules converted by its own converter. */
    needs: 'hayabusa-rules',
    command: ({ input, output, threads, options, version }) => [
      'hayabusa',
      ...(Number.parseInt(version, 10) >= 4 ? ['dfir-timeline', '-t', 'jsonl'] : ['json-timeline', '-L']),
      '-d',
      input,
      '-r',
      options['hayabusa-rules'],
      '-o',
      output,
      '--threads',
      String(threads),
      ...['-w', '-q', '-Q', '-C', '-U', '-b', '-D', '-u', '-n'],
    ],
    readHits: readHayabusa,
    unlike: 'compiled code (Rust); rules converted to its own form, with titles kept and ids new',
  },
  {
    name: 'zircolite',
    version: () => versionOf('zircolite', ['--version']),
    command: ({ input, rules, output }) => [
      'zircolite',
      '-e',
      input,
      '-r',
      rules,
      ...['-p', 'sysmon', '-p', 'windows-logsources', '-p', 'windows-audit'],
      '-o',
      output,
      '-q',
    ],
    readHits: readZircolite,
    unlike: 'Python and SQLite; rules converted while it starts; chooses its number of threads itself',
  },
]

const lines = (file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

/** goshawk's JSON Lines. @returns {FoundHit[]} */
export function readGoshawk(file) {
  return lines(file).map((row) => hit(row.RuleTitle, row.RecordID, row.Channel))
}

/** One object a hit, with the event in it; aggregates have several. @returns {FoundHit[]} */
export function readChainsaw(file) {
  return lines(file).flatMap(({ name, document, documents = [document] }) =>
    documents.map(({ data }) => hit(name, data.Event.System.EventRecordID, data.Event.System.Channel)),
  )
}

/** The profile `standard`, without abbreviations. @returns {FoundHit[]} */
export function readHayabusa(file) {
  return lines(file).map((row) => hit(row.RuleTitle, row.RecordID, row.Channel))
}

/** Grouped by rule; fields are flat. @returns {FoundHit[]} */
export function readZircolite(file) {
  return JSON.parse(readFileSync(file, 'utf8')).flatMap(({ title, matches }) =>
    matches.map((match) => hit(title, match.EventRecordID, match.Channel)),
  )
}

const hit = (title, recordId, channel) => ({ title, recordId: String(recordId), channel })
