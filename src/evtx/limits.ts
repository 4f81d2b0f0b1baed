/**
 * What one record, chunk or decoder may cost, whatever the bytes say (evtx-decoder-design §8). In brackets: the most
 * seen in 61,331 real records.
 */

/** What the kernel has to know, too. */
export { MAX_DEPTH, MAX_RECORD_TOKENS, MAX_VALUES } from '../kernel/layout.ts'

/** Instances in each other [2]. */
export const MAX_NESTING = 8
/** Instances and embedded streams of a record [2]. */
export const MAX_INSTANCES = 256
/** Tokens of a template definition [257]. */
export const MAX_DEFINITION_TOKENS = 4096
/** UTF-16 units of an element's or attribute's name [46]. */
export const MAX_NAME_UNITS = 1024
/** Definitions of a chunk [41]. */
export const MAX_CHUNK_DEFINITIONS = 1024
/** Definition bytes compiled or compared in a chunk [about 100,000]. */
export const MAX_CHUNK_DEFINITION_BYTES: number = 1 << 20
/** Leaves of a shape [about 70]. */
export const MAX_SHAPE_LEAVES = 2048
/** Leaves of the shapes that the records of a chunk need for the first time [about 2,000]. */
export const MAX_CHUNK_LEAVES: number = 1 << 16
/** UTF-16 units of text put together from pieces for a record. */
export const MAX_TEXT_UNITS: number = 1 << 20

/** Plans kept under one template id, for the fixed texts of a definition differ [3]. */
export const MAX_PLANS_PER_ID = 64
/** Plans kept [680 over all corpora], and bytes of their definitions; beyond either, all are forgotten. */
export const MAX_PLANS = 20_000
export const MAX_PLAN_BYTES: number = 8 << 20
/** Nodes of the shape trie, and leaves of all its shapes; beyond either, it starts anew. */
export const MAX_TRIE_NODES: number = 1 << 18
export const MAX_TRIE_LEAVES: number = 1 << 19
/** Interned names, and UTF-16 units in them; beyond either, all are forgotten. */
export const MAX_NAMES: number = 1 << 16
export const MAX_NAMES_UNITS: number = 1 << 23

/** Chunks that cannot be read one after another until the rest of a range is given up. */
export const MAX_READ_FAILURES = 8
