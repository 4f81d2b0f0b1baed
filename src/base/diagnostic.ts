/**
 * What can be wrong with an input, as values. In: a closed code and a place. Out: one line for a person.
 * Invariant: input errors are never thrown; every code is a member of `DiagnosticCode` and described in `DIAGNOSTICS`.
 */

/** Every code with its meaning (also the table in docs/diagnostics.md; a test compares them). */
export const DIAGNOSTICS = {
  // files and paths
  'path-missing': 'A path given on the command line does not exist.',
  'path-unreadable': 'A file or folder could not be opened or read.',
  'no-logs': 'A folder given on the command line holds no .evtx file.',
  'empty-file': 'The file has no bytes.',
  'not-evtx': 'The file holds no event log chunk at all.',
  'bad-file-header': 'The file header is damaged; chunks were found without it.',
  'file-header-crc': 'The checksum of the file header does not match.',
  'dirty-file': 'The log was not closed cleanly (live copy or crash).',
  'header-chunk-count': 'The file header declares another number of chunks than the file holds.',
  'file-truncated': 'The file ends in the middle of a chunk.',
  // chunks
  'bad-chunk-magic': 'A chunk slot is in use but does not start with the chunk signature.',
  'chunk-header-crc': 'The checksum of a chunk header does not match.',
  'chunk-data-crc': 'The checksum of the records of a chunk does not match.',
  'chunk-header-lies':
    'A chunk header hides or invents records: its end marks differ from the records found.',
  'chunk-resync': 'Bytes between records could not be read; reading went on at the next record signature.',
  'chunk-budget': 'A chunk defines more templates than any real log; the rest were not compiled.',
  // records
  'record-partial': 'A half-written record: its two size fields differ.',
  'record-swallowed': 'A whole record lies inside another one, a known way of hiding it; it was read.',
  'record-unreadable': 'A record could not be decoded.',
  'record-text-limit': 'A record renders to more text than the limit; the rest was cut.',
  'value-unreadable': 'A value could not be decoded as its type says; it is shown as hexadecimal bytes.',
  // scan
  'task-failed': 'A range of chunks was given up after a retry because its worker failed.',
  // rules
  'rule-unreadable': 'A rule file could not be read.',
  'rule-yaml': 'A rule file is no valid YAML.',
  'rule-schema': 'A rule lacks something or has a value of the wrong kind.',
  'rule-detection': 'A detection is malformed.',
  'rule-modifier': 'A modifier is unknown, misplaced or does not accept its value.',
  'rule-value': 'A value cannot be used as the modifiers ask.',
  'rule-regex': 'A regular expression is malformed or outside what is supported.',
  'rule-condition': 'A condition is malformed or names what does not exist.',
  'rule-placeholder': 'A rule needs placeholder values that were not given or cannot be used.',
  'rule-not-run-yet': 'A kind of rule that is read but not run yet (correlation, filter, aggregation).',
  'rule-unsupported': 'A kind of condition that cannot be run.',
  'rule-logsource': 'The log source never exists in Windows event log files, or is unknown.',
  'rule-not-applicable': 'The rule is for another product.',
  'rule-duplicate': 'Another rule with the same id was loaded before.',
  'rule-doubtful': 'The rule works, but probably not as its author meant.',
  'rule-unknown': 'A rule named on the command line is not among the rules that were given.',
  'filter-target': 'A filter names a rule that it cannot change, or changes none at all.',
  'not-a-filter': 'A rule that is no filter stands in a path of --filters; it is not run.',
  // placeholders
  'placeholders-invalid': 'A file of placeholder values is malformed.',
  // mapping and outputs
  'mapping-invalid': 'A log-source mapping file is malformed.',
  'output-unwritable': 'An output could not be written.',
  'output-exists': 'An output exists already and --overwrite was not given.',
} as const

export type DiagnosticCode = keyof typeof DIAGNOSTICS

/** `error`: something was not read; `warning`: read, but doubtful; `info`: worth knowing. */
export type Severity = 'error' | 'warning' | 'info'

/** One finding. Places are filled as far as they are known; all counts are 0-based except line and column. */
export interface Diagnostic {
  readonly code: DiagnosticCode
  readonly severity: Severity
  /** The thing it is about: a path as the user gave it, joined with what is below it. */
  readonly source: string
  /** What was found and what was needed, and where it helps: what to do. */
  readonly message: string
  /** Chunk number in the file. */
  readonly chunk?: number
  /** Event record id, decimal. */
  readonly record?: string
  /** Offset in the file, bytes. */
  readonly offsetBytes?: number
  /** 1-based line and column in a text file. */
  readonly line?: number
  readonly column?: number
}
