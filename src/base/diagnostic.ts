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
  'correlations-incomplete':
    'Correlations could not be finished because temporary files failed; their hits are missing.',
  'correlation-gaps':
    'A correlation could not take in every match or judge every window: a field, a number, a time or later records are missing.',
  // rules
  'pack-damaged': 'A pack of rules was cut or changed, or is none.',
  'pack-version': 'A pack of rules was compiled by another version of goshawk.',
  'rule-unreadable': 'A rule file could not be read.',
  'rule-yaml': 'A rule file is no valid YAML.',
  'rule-schema': 'A rule lacks something or has a value of the wrong kind.',
  'rule-detection': 'A detection is malformed.',
  'rule-modifier': 'A modifier is unknown, misplaced or does not accept its value.',
  'rule-value': 'A value cannot be used as the modifiers ask.',
  'rule-regex': 'A regular expression is malformed or outside what is supported.',
  'rule-condition': 'A condition is malformed or names what does not exist.',
  'rule-placeholder': 'A rule needs placeholder values that were not given or cannot be used.',
  'rule-correlation':
    'A correlation refers to a rule that is missing, ambiguous or does not run, or asks for what cannot be.',
  'rule-unsupported': 'A kind of condition that cannot be run.',
  'rule-logsource': 'The log source never exists in Windows event log files, or is unknown.',
  'rule-not-applicable': 'The rule is for another product.',
  'rule-duplicate': 'Another rule with the same id was loaded before.',
  'rule-doubtful': 'The rule works, but probably not as its author meant.',
  'convert-unsupported': 'A query language has no words for something that a rule asks for.',
  'convert-logsource': 'A rule has no query because its log source exists in no event log.',
  'convert-dialect': 'A converter of old, whose form was asked for, cannot convert the rule, or not safely.',
  'convert-inexact': 'A query leaves out events, or finds more than its rule; the message says what.',
  'unknown-rule': 'A rule named on the command line is not among the rules that were given.',
  'filter-target': 'A filter names a rule that it cannot change, or changes none at all.',
  'filter-without-not': 'The condition of a filter has no `not`: hits that it does not describe are dropped.',
  'not-a-filter': 'A rule that is no filter stands in a path of --filters; it is not run.',
  // placeholders
  'placeholders-invalid': 'A file of placeholder values is malformed.',
  // rules as their authors write them (goshawk rules)
  'lint-missing': 'A rule lacks its id, status, level, description, author or date.',
  'lint-title': 'A title is too long, starts or ends as none should, or has words in lower case.',
  'lint-id': 'An id is not written in lower case with hyphens.',
  'lint-date': 'The dates of a rule do not fit together, or are not written as YYYY-MM-DD.',
  'lint-description': 'A description is too short, or holds a link that belongs to the references.',
  'lint-reference': 'A reference stands twice, may change behind its link, or should be a tag.',
  'lint-falsepositive': 'A false positive says nothing, is misspelt or starts in lower case.',
  'lint-tag': 'A tag stands twice, or has a form or a namespace that nobody knows.',
  'lint-key': 'A key of a rule or of its log source is unknown, misspelt or out of use.',
  'lint-status': 'A deprecated or unsupported rule lies among those in use.',
  'lint-file-name': 'A rule file is not named as SigmaHQ names them, or as another one is.',
  'lint-duplicate-title': 'Two rules have the same title.',
  'lint-duplicate-name': 'Two rules have the same name, by which correlations and filters refer to rules.',
  'lint-duplicate-detection': 'Two rules look for the same in the same log source.',
  'lint-unused': 'No condition uses a search identifier.',
  'lint-condition': 'A condition says in a roundabout way what it means.',
  'lint-duplicate-value': 'A value stands twice in a list.',
  'lint-wildcard': 'A wildcard stands where a modifier says it better, or changes nothing.',
  'lint-escape': 'A backslash makes a wildcard plain text, which may not be meant.',
  'lint-control-character': 'A value holds a control character, often a backslash in double quotes.',
  'lint-number': 'A number is written as text.',
  'lint-modifier':
    'Modifiers stand together in a way that helps nobody, or that other tools read differently.',
  'lint-hash': 'A hash has no algorithm before it or the wrong number of digits.',
  'lint-localised': 'A value is a name that Windows translates.',
  'lint-field-name': 'A field is not written as Sigma writes field names.',
  'lint-field-case': 'A field differs from a known one in its case only.',
  'lint-field-unknown': 'No event of the log source has such a field.',
  'lint-event-id': 'A test repeats what the log source says, or a category exists for the event id.',
  'lint-never-fires': 'No event can match the rule.',
  'lint-target': 'On some of its events a rule cannot match, or filters less than its author meant.',
  'lint-rule-unknown': 'A correlation or filter names a rule that is not among those checked.',
  'lint-correlation': 'A correlation joins too little, or names what its rules lack.',
  'test-invalid': 'A file of tests for a rule cannot be used as it stands.',
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
