/**
 * Every command, as data: parser, help, README and completion read this table and nothing else. Flags are named by their
 * keys in the table of flags.
 */

export interface Command {
  /** Words behind the program's name: a command of a group has two. */
  readonly name: string
  /** `PATH...`, as in the usage line; '' when there are none. */
  readonly arguments: string
  /** What the arguments are, where they are no event logs. */
  readonly argumentDoc?: string
  readonly summary: string
  /** More for the command's own help. */
  readonly description: string
  readonly flags: readonly string[]
}

export const COMMANDS: readonly Command[] = [
  {
    name: 'scan',
    arguments: 'PATH...',
    summary: 'match Sigma rules against event logs',
    description:
      'Reads every .evtx file of the given files and folders and reports each record that a Sigma rule matches. Nothing is sent anywhere.',
    flags: [
      'rules',
      'output',
      'format',
      'overwrite',
      'manifest',
      'mapping',
      'filters',
      'placeholders',
      'preset',
      'min-level',
      'level',
      'status',
      'tag',
      'logsource',
      'only-rule',
      'exclude-rule',
      'keep-base-hits',
      'from',
      'to',
      'threads',
      'fail-on',
      'strict',
      'engine',
      'decoder',
      'timings',
      'profile-rules',
      'no-cache',
      'quiet',
      'no-color',
    ],
  },
  {
    name: 'dump',
    arguments: 'PATH...',
    summary: 'print decoded records as JSON Lines',
    description:
      'Prints every record of the given files and folders on standard output, one JSON object a line, to look into a log.',
    flags: ['from', 'to', 'limit', 'decoder', 'strict', 'quiet'],
  },
  {
    name: 'bench',
    arguments: 'PATH...',
    summary: 'measure how fast your logs and rules are scanned here, and what limits it',
    description:
      'Reads, decodes, matches and reports the given files and folders with 1, 2, 4, ... threads up to --threads, and prints what each of these stages takes. The reports are written to nowhere.',
    flags: [
      'rules',
      'mapping',
      'preset',
      'min-level',
      'level',
      'filters',
      'placeholders',
      'exclude-rule',
      'threads',
      'repeat',
      'explain-format',
      'quiet',
      'no-color',
    ],
  },
  {
    name: 'check',
    arguments: '',
    summary: "match rules as SigmaHQ's evtx-sigma-checker does, for its test scripts",
    description:
      "Takes the options of evtx-sigma-checker, which SigmaHQ's regression and false-positive tests call, and prints each match as a line of JSON with its key names. Messages go to standard error. Called by that name (through a link), goshawk takes these options without a command.",
    flags: ['log-source', 'evtx-path', 'rule-path', 'rule-level', 'threads'],
  },
  {
    name: 'explain-hit',
    arguments: '',
    summary: 'show why a rule matches a record, or why not',
    description:
      'Judges one rule on one record and prints every part of it with its verdict and the values seen.',
    flags: [
      'rule',
      'file',
      'record',
      'rules',
      'filters',
      'placeholders',
      'mapping',
      'explain-format',
      'no-color',
    ],
  },
  {
    name: 'convert',
    arguments: 'RULE...',
    argumentDoc: 'Rule files, and folders that are searched for .yml and .yaml.',
    summary: 'write rules as queries for other tools',
    description:
      'Prints each rule as a query for PowerShell, Elasticsearch, Graylog, Splunk, LogPoint, grep or SQLite.',
    flags: [
      'convert-to',
      'dialect',
      'approximate',
      'mapping',
      'placeholders',
      'convert-format',
      'quiet',
      'no-color',
    ],
  },
  {
    name: 'page',
    arguments: 'RULE... -o DIR',
    argumentDoc: 'Rule files, and folders that are searched for .yml and .yaml.',
    summary: 'write a page about each rule, in Markdown and HTML',
    description:
      'Writes for each rule what it finds, the ATT&CK techniques, the events and settings it needs, its YAML and its queries for other tools; for several rules also an index with a search and an ATT&CK matrix.',
    flags: [
      'page-output',
      'hits',
      'dialect',
      'approximate',
      'no-queries',
      'overwrite',
      'mapping',
      'placeholders',
      'quiet',
      'no-color',
    ],
  },
  {
    name: 'rules check',
    arguments: 'PATH...',
    argumentDoc: 'Rule files, and folders that are searched for .yml and .yaml.',
    summary: 'find mistakes in rules',
    description:
      "Checks rules as their authors write them: what SigmaHQ's own checks refuse, fields that their log source lacks, rules that can never match, values that mean something else than they seem to.",
    flags: ['severity', 'ignore', 'check-strict', 'mapping', 'placeholders', 'explain-format', 'no-color'],
  },
  {
    name: 'rules list',
    arguments: '[PATH...]',
    argumentDoc: 'Rule files and folders. Default: the rules that come with goshawk.',
    summary: 'list or count rules',
    description: 'Lists rules with their level, status, log source and date, and whether they run.',
    flags: [
      'min-level',
      'level',
      'status',
      'tag',
      'logsource',
      'author',
      'since',
      'until',
      'sort',
      'count',
      'mapping',
      'placeholders',
      'list-format',
      'no-color',
    ],
  },
  {
    name: 'rules explain',
    arguments: 'RULE',
    argumentDoc: 'The id, name, title or file of a rule.',
    summary: 'show what a rule looks for, and where',
    description:
      'Shows the events that a rule looks at, which of its fields they lack, its condition as a tree, and the texts without which it is not even tried.',
    flags: ['plain-rules', 'filters', 'placeholders', 'mapping', 'explain-format', 'no-color'],
  },
  {
    name: 'rules compile',
    arguments: 'PATH... -o FILE',
    argumentDoc: 'Rule files and packs, and folders that are searched for .yml and .yaml.',
    summary: 'write rules as one file for scans on other machines',
    description:
      'Reads and compiles rules, with filters, placeholders and mapping, and writes them to one file that scan takes with --rules. It loads in a fraction of the time, and what the rules look for does not lie readable in it.',
    flags: [
      'compile-output',
      'overwrite',
      'mapping',
      'filters',
      'placeholders',
      'compile-strict',
      'quiet',
      'no-color',
    ],
  },
  {
    name: 'rules test',
    arguments: 'PATH...',
    argumentDoc: 'Rules and their tests (NAME.test.yml), and folders that are searched for both.',
    summary: 'run rules against events written beside them',
    description:
      'Runs each rule against the events in its test file: those that it must match and those that it must not. A test that fails is shown with every part of the rule and the values seen.',
    flags: [
      'plain-rules',
      'filters',
      'placeholders',
      'mapping',
      'verbose',
      'test-strict',
      'explain-format',
      'no-color',
    ],
  },
]

/** Commands with a common first word. */
export const GROUPS: readonly Pick<Command, 'name' | 'summary'>[] = [
  { name: 'rules', summary: 'check, list, explain, compile and test rules' },
]
