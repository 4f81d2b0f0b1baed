/**
 * Every flag of every command, as data: parser, help, README and completion read this table and nothing else.
 * Invariant: a flag means the same in every command that has it.
 */

import { BACKEND_NAMES, DIALECTS } from '../convert/conversion.ts'

export interface Flag {
  /** What commands call it in this table, where several flags share a name. */
  readonly key?: string
  /** Long name without dashes. */
  readonly name: string
  /** One letter. */
  readonly short?: string
  /** Name of the value; absent for switches. */
  readonly value?: string
  /** The flag takes several values at once (up to the next flag) and may be repeated. */
  readonly isList?: boolean
  /** The flag takes one value and may be repeated. */
  readonly isRepeatable?: boolean
  readonly choices?: readonly string[]
  readonly doc: string
}

const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'] as const

export const FLAGS: readonly Flag[] = [
  {
    name: 'rules',
    short: 'r',
    value: 'PATH',
    isList: true,
    doc: 'Sigma rules: files, or folders searched for .yml and .yaml; or packs that rules compile wrote. May be repeated. Default: the rules that come with goshawk.',
  },
  {
    key: 'plain-rules',
    name: 'rules',
    short: 'r',
    value: 'PATH',
    isList: true,
    doc: 'Sigma rules: files, or folders searched for .yml and .yaml. May be repeated. Default: the rules that come with goshawk.',
  },
  {
    name: 'output',
    short: 'o',
    value: 'FILE',
    isRepeatable: true,
    doc: 'Write the hits to FILE; its extension says how (.csv, .json, .jsonl). May be repeated: one scan writes all. "-" is standard output (with --format).',
  },
  {
    name: 'format',
    short: 'f',
    value: 'FORMAT',
    choices: ['csv', 'json', 'jsonl'],
    doc: 'Format of outputs whose extension says none.',
  },
  { name: 'overwrite', doc: 'Replace outputs that exist already.' },
  {
    name: 'manifest',
    value: 'FILE',
    doc: 'Write what was read, rejected, skipped and left unseen to FILE, as JSON.',
  },
  {
    name: 'mapping',
    value: 'FILE',
    doc: "Use the log-source mapping of FILE (format of SigmaHQ's thor.yml) instead of the built-in one.",
  },
  {
    name: 'filters',
    value: 'PATH',
    isList: true,
    doc: 'Sigma filters, beside those among the rules: files, or folders searched for .yml and .yaml. May be repeated.',
  },
  {
    name: 'placeholders',
    value: 'FILE',
    doc: 'Values for the %placeholders% of rules: a YAML file of names, each with a value or a list of values.',
  },
  {
    name: 'preset',
    value: 'PRESET',
    choices: ['core', 'core+', 'all'],
    doc: 'core runs only stable and test rules that are high or critical, core+ also those that are medium, all (default) every rule.',
  },
  { name: 'min-level', value: 'LEVEL', choices: LEVELS, doc: 'Only rules of this level and above.' },
  {
    name: 'level',
    value: 'LEVEL',
    isList: true,
    choices: LEVELS,
    doc: 'Only rules of exactly these levels.',
  },
  {
    name: 'status',
    value: 'STATUS',
    isList: true,
    choices: ['stable', 'test', 'experimental', 'deprecated', 'unsupported'],
    doc: 'Only rules of these statuses.',
  },
  {
    name: 'tag',
    value: 'TAG',
    isList: true,
    doc: 'Only rules with one of these tags; * at the end stands for any ending (attack.t1059*).',
  },
  {
    name: 'logsource',
    value: 'SOURCE',
    isList: true,
    doc: 'Only rules with one of these log sources: category=NAME, product=NAME or service=NAME, joined with commas when several must fit; * at the end of a name stands for any ending.',
  },
  {
    name: 'only-rule',
    value: 'RULE',
    isList: true,
    doc: 'Run only these rules: ids, titles, rule files, or a text file that lists them, one a line (# starts a comment).',
  },
  {
    name: 'exclude-rule',
    value: 'RULE',
    isList: true,
    doc: 'Leave out these rules or filters; as --only-rule.',
  },
  {
    name: 'keep-base-hits',
    doc: 'Report the hits of rules that correlations are built on, too; a correlation alone reports them as its evidence.',
  },
  {
    name: 'from',
    value: 'TIME',
    doc: 'Only records created at TIME or later: ISO 8601 in UTC, or relative to the newest record (-7d, -12h, -30m, -2w).',
  },
  { name: 'to', value: 'TIME', doc: 'Only records created at TIME or earlier; as --from.' },
  {
    name: 'threads',
    short: 't',
    value: 'N',
    doc: 'Worker threads at most. Default: the number of cores. 1 works without workers, as scan and check do below 1 GiB.',
  },
  {
    name: 'fail-on',
    value: 'LEVEL',
    choices: LEVELS,
    doc: 'Exit with 4 when a rule of this level or above hits.',
  },
  { name: 'strict', doc: 'Exit with 3 when any file is damaged or any rule is rejected.' },
  {
    name: 'engine',
    value: 'ENGINE',
    choices: ['program', 'reference'],
    doc: 'The compiled program (default), or the slow reference interpreter.',
  },
  {
    name: 'decoder',
    value: 'DECODER',
    choices: ['own', 'slow', 'reference'],
    doc: "goshawk's decoder (default), its slow twin, or the independent library @ts-evtx/core.",
  },
  {
    name: 'repeat',
    value: 'N',
    doc: 'Passes of each kind; the medians count. Default: 3, and 1 for a GB and more.',
  },
  { name: 'limit', value: 'N', doc: 'Stop after N records.' },
  {
    name: 'log-source',
    value: 'FILE',
    doc: "The log-source mapping, SigmaHQ's tests/thor.yml. Default: the built-in one.",
  },
  {
    name: 'evtx-path',
    value: 'PATH',
    isRepeatable: true,
    doc: 'An event log, or a folder that is searched for them. May be repeated.',
  },
  {
    name: 'rule-path',
    value: 'PATH',
    isRepeatable: true,
    doc: 'A Sigma rule, a folder that is searched for them, or a pack. May be repeated.',
  },
  {
    name: 'rule-level',
    value: 'LEVEL',
    choices: LEVELS,
    doc: 'Only rules of this level and above. Default: all.',
  },
  {
    name: 'rule',
    value: 'RULE',
    doc: 'The rule to explain: its id, its title or its file.',
  },
  { name: 'file', value: 'FILE', doc: 'The event log that the record is in.' },
  { name: 'record', value: 'N', doc: "The record's EventRecordID (RecordID in reports)." },
  {
    key: 'explain-format',
    name: 'format',
    short: 'f',
    value: 'FORMAT',
    choices: ['text', 'json'],
    doc: 'Text to read (default), or JSON with all of it.',
  },
  {
    name: 'severity',
    value: 'SEVERITY',
    choices: ['error', 'warning', 'info'],
    doc: 'List findings of this severity and above. Default: warning.',
  },
  {
    name: 'ignore',
    value: 'CODE',
    isList: true,
    doc: 'Leave out findings with these codes.',
  },
  { key: 'check-strict', name: 'strict', doc: 'Exit with 3 when there are warnings, too.' },
  {
    name: 'author',
    value: 'TEXT',
    doc: 'Only rules with TEXT in their author, in any case.',
  },
  {
    name: 'since',
    value: 'DATE',
    doc: 'Only rules written or changed on DATE (YYYY-MM-DD) or later.',
  },
  {
    name: 'until',
    value: 'DATE',
    doc: 'Only rules written and last changed on DATE or earlier.',
  },
  {
    name: 'sort',
    value: 'KEY',
    choices: ['file', 'title', 'level', 'status', 'logsource', 'author', 'date'],
    doc: 'Order of the list; dates newest first. Default: file.',
  },
  {
    name: 'count',
    value: 'KEY',
    choices: ['level', 'status', 'logsource', 'tag', 'author', 'year', 'state'],
    doc: 'Instead of the rules, how many there are of each.',
  },
  {
    key: 'list-format',
    name: 'format',
    short: 'f',
    value: 'FORMAT',
    choices: ['table', 'json'],
    doc: 'A table (default), or JSON with all of it.',
  },
  {
    key: 'convert-to',
    name: 'to',
    value: 'BACKEND',
    choices: BACKEND_NAMES,
    doc: 'The query language.',
  },
  {
    name: 'dialect',
    value: 'DIALECT',
    choices: DIALECTS,
    doc: 'default writes queries that mean what the rule means; sigmac-pages and sigmac-seed write them as two versions of the old converter did, with its faults.',
  },
  {
    name: 'approximate',
    doc: 'Where a language cannot say something, write the nearest query that finds more, with a warning, instead of none.',
  },
  {
    key: 'convert-format',
    name: 'format',
    short: 'f',
    value: 'FORMAT',
    choices: ['text', 'json'],
    doc: 'The queries, one after the other (default), or JSON with the rule that each belongs to.',
  },
  {
    key: 'page-output',
    name: 'output',
    short: 'o',
    value: 'DIR',
    doc: 'The folder that the pages are written to; it is made when it does not exist.',
  },
  {
    key: 'compile-output',
    name: 'output',
    short: 'o',
    value: 'FILE',
    doc: 'The pack to write, such as rules.goshawk.',
  },
  { key: 'compile-strict', name: 'strict', doc: 'Exit with 3 when any rule is rejected.' },
  {
    name: 'hits',
    value: 'FILE',
    doc: 'A report of scan in JSON Lines: each page shows where its rule fired.',
  },
  { name: 'no-queries', doc: 'Leave out the queries for other tools.' },
  { name: 'verbose', short: 'v', doc: 'List all tests, not only those that failed.' },
  {
    key: 'test-strict',
    name: 'strict',
    doc: 'Exit with 3 also when a rule has no tests, or a test proves nothing.',
  },
  {
    name: 'timings',
    doc: 'Print what each phase of the scan took, and what reading, decoding and matching took in the threads; the manifest has it too.',
  },
  {
    name: 'profile-rules',
    value: 'FILE',
    doc: 'Write what each rule and each field cost to FILE, as JSON, and print the costliest. The scan takes several times as long.',
  },
  { name: 'quiet', short: 'q', doc: 'No progress and no summary; errors are still shown.' },
  {
    name: 'no-cache',
    doc: 'Read all rules anew, and keep nothing for the next run. Compiled rules are else kept in the cache folder of the user, or in GOSHAWK_CACHE.',
  },
  { name: 'no-color', doc: 'No colours; the variable NO_COLOR does the same.' },
]

/** A flag by its key, which is its long name unless it says otherwise; one that is not in the table is a bug. */
export function findFlag(key: string): Flag {
  const flag = FLAGS.find((f) => (f.key ?? f.name) === key)
  if (flag === undefined) throw new Error(`no flag ${key}`)
  return flag
}
