/** What a correlation may ask for at most; rules come from others. In comments what the specification's examples use. */

/** Rules that one correlation refers to (3). Ordered ones keep a table of the square of it. */
export const MAX_SLOTS = 64

/** Correlations of correlations of … (2). */
export const MAX_DEPTH = 8

/** Alternatives that a boolean condition comes to (2); each with a `not` is one more pass over the points. */
export const MAX_TERMS = 64

/** Fields of `group-by` (3). */
export const MAX_GROUP_FIELDS = 32
