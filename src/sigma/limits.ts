/**
 * What a rule file may ask of this program at most. Rules come from others, so nothing is sized by a file without one
 * of these. The figures in the comments are the largest of SigmaHQ's 4,044 rules.
 */

/** UTF-16 units of a file (real: 295,078; all of SigmaHQ in one file: 5.9 million). */
export const MAX_FILE_UNITS: number = 8 * 1024 * 1024

/** Documents of a file (real: 3; all of SigmaHQ: 4,044). */
export const MAX_DOCUMENTS = 20_000

/** Units of a file's documents that only the complete YAML reader takes; it needs microseconds a unit (real: 9,000). */
export const MAX_COMPOSED_UNITS: number = 1024 * 1024

/** Levels of YAML collections inside each other (real: 5); the YAML library and the walks below recurse. */
export const MAX_YAML_DEPTH = 64

/** Nodes that aliases and merge keys may add to a document (real: 0; pySigma's limit is the same). */
export const MAX_ALIAS_NODES = 10_000

/** Nodes of all documents of a file that `action: global` and `repeat` merge together (real: 60). */
export const MAX_MERGED_NODES = 200_000

/** Search identifiers of a rule (real: 34). */
export const MAX_IDENTIFIERS = 1_000

/** Conditions in a list (real: 1). */
export const MAX_CONDITIONS = 100

/** Words and signs of a condition (real: 83). */
export const MAX_CONDITION_TOKENS = 2_000

/** Parentheses and `not` inside each other in a condition (real: 4). */
export const MAX_CONDITION_DEPTH = 64

/** Names that all `x of pattern` of a rule may stand for (real: 33). */
export const MAX_RESOLVED_NAMES = 20_000

/** Modifiers of a key (real: 3). */
export const MAX_MODIFIERS = 20

/** Units of a regular expression and its groups inside each other (real: 217 and 3); V8 recurses to compile. */
export const MAX_REGEX_UNITS = 8_192
export const MAX_REGEX_DEPTH = 100

/** Dashes of one `windash` value that an encoder follows: 5 strings for each (real: none). */
export const MAX_ENCODED_DASHES = 3

/** Diagnostics kept for one rule; the rest are counted in a last one. */
export const MAX_DIAGNOSTICS = 50

/** Refused values after which the rest of a list is not looked at. */
export const MAX_REFUSED_VALUES = 1_000

/** Placeholders of a file of values, and values of all of them together (real: a domain's machine accounts). */
export const MAX_PLACEHOLDERS = 10_000
export const MAX_PLACEHOLDER_VALUES = 200_000

/** Values that one written value may become when its placeholders are replaced: the product of their numbers. */
export const MAX_EXPANDED_VALUES = 100_000
/** As many regular expressions; each of them is compiled. */
export const MAX_EXPANDED_REGEXES = 1_000
/** UTF-16 units that placeholders may add to all rules of a run together. */
export const MAX_EXPANDED_UNITS: number = 64 * 1024 * 1024

/** Filters of a run (an estate's own: some hundred). */
export const MAX_FILTERS = 5_000

/** Search identifiers that filters may add to all rules of a run together. */
export const MAX_FILTER_IDENTIFIERS = 1_000_000
