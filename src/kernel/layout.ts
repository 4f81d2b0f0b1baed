/**
 * Where things stand in the kernel's memory, for both sides: TypeScript fills in what was learnt, the kernel (assembly/)
 * reads it for every record. All numbers are byte offsets, of 32-bit words where nothing else is said.
 * Invariant: literals only, since AssemblyScript reads this file too and takes them for `i32`.
 */

// The header, at address 0: what the kernel is asked to do, and what it has done.

/** The record to begin with; afterwards the one that the kernel could not deal with. */
export const HEAD_AT = 0
/** End of the records that the chunk's header admits. */
export const HEAD_END = 4
export const HEAD_CHUNK = 8
/** Number of the chunk since the start; tells entries of `DEFINITIONS` of other chunks. */
export const HEAD_EPOCH = 12
/** The id that the chunk's header gives for its last record. */
export const HEAD_LAST_LOW = 16
export const HEAD_LAST_HIGH = 20
/** Records dealt with, those not accepted among them, and the id of the last one. */
export const HEAD_DONE = 24
export const HEAD_SKIPPED = 28
export const HEAD_ID_LOW = 32
export const HEAD_ID_HIGH = 36
/** Slots of the current record, for upcalls. */
export const HEAD_SLOTS = 40
/** Not 0: tables are full, no record may be begun. */
export const HEAD_YIELD = 44
/** Entry of the value cache that holds what `setOf` answered; 0 when none does. */
export const HEAD_ENTRY = 48
/** 1: a quick look has told all there is in the value: the atoms at `FOUND`, and those at `NOMINATED` that hold. */
export const HEAD_LOOKED = 100
export const HEAD_FOUND_COUNT = 104
export const HEAD_NOMINATED_COUNT = 108
/** Bytes of the key that a step made of several slots, at `JOINED`. */
export const HEAD_JOINED = 96
/** Records outside the time range. */
export const HEAD_OUTSIDE = 52
/** 64 bits each: the range, both ends inside; the oldest and newest time seen (oldest above newest: none). */
export const HEAD_FROM = 56
export const HEAD_TO = 64
export const HEAD_OLDEST = 72
export const HEAD_NEWEST = 80
/** 1: records that match are counted and no more; and how many hits were counted. */
export const HEAD_COUNTS_HITS = 116
export const HEAD_HITS = 120
/** 1: the record was left to TypeScript because a rule may fire on it, and for no other reason. */
export const HEAD_LOUD = 124
/**
 * Definitions of the chunk that the kernel has found a plan for and TypeScript was not told of; those that it has tried, and
 * the bytes that were compared at most, in the chunk.
 */
export const HEAD_DEFINITIONS = 128
export const HEAD_TRIED = 132
export const HEAD_TRIED_BYTES = 136
export const MAX_TRIED = 64
export const MAX_TRIED_BYTES = 262144
/** Where the structure of a record's own elements begins: the root of the nodes. */
export const HEAD_ROOT = 112
/** Addresses of two caches of values: of fields, and of names of hosts and channels. */
export const HEAD_VALUES = 88
export const HEAD_NAMES = 92

// What a record may have, for both sides; in brackets: the most seen in 61,331 real records.

/** Values of a record [57]; as `MAX_SLOTS` of event/event.ts. */
export const MAX_SLOTS = 4096
/** Values of a template instance [42]. */
export const MAX_VALUES = 1024
/** Elements in each other [7]. */
export const MAX_DEPTH = 64
/** Tokens of a record's own elements, embedded ones included [1,103]. */
export const MAX_RECORD_TOKENS = 16384

/** By low bits of a template's id: the id, and the plan that is tried first for it. */
export const TEMPLATE_MEMO = 2048
export const TEMPLATE_MEMO_MASK = 127
/** `MAX_TRIED` places: offset of a definition, its plan. */
export const FOUND_DEFINITIONS = 3072
/** The slots of the current record: `MAX_SLOTS` words each. */
export const TYPES = 4096
export const OFFSETS = 20480
export const LENGTHS = 36864

/** The key of a value that lies in several slots: of each type and length, then its bytes. */
export const JOINED = 53248
export const JOINED_BYTES = 4096

/** Atoms of the last quick look, the address of each; with more of either it does not count as one. */
export const FOUND = 57856
export const NOMINATED = 58880
export const MAX_LISTED = 256

/** The chunks that are read at a time. */
export const SLAB = 65536
export const SLAB_BYTES = 1048576

/** By offset in the chunk, so 65,536 places: address of the plan, epoch of the chunk that it was found in. */
export const DEFINITIONS = 1114112

/** Memos that forget: four words a place, three of the key and the answer; a key of zeros is none. */
export const MEMO_BYTES = 16
/** (plan or header, entry of the channel's name, event id) → route. */
export const ROUTE_MEMO = 1638400
export const ROUTE_MEMO_MASK = 8191
/** (outer plan, embedded plan, route), or (node, 0, route), → program. */
export const PROGRAM_MEMO = 1769472
export const PROGRAM_MEMO_MASK = 8191
/** (set, set, 1) → union. */
export const UNION_MEMO = 1900544
export const UNION_MEMO_MASK = 32767
/** (program, set, 1, or 2 once fields are compared) → `QUIET`, `LOUD`, or the address of what follows. */
export const STATE_MEMO = 2424832
export const STATE_MEMO_MASK = 32767

/** Two words a route: `WANTED` or `UNWANTED`, records counted as unwanted. */
export const ROUTES = 2949120
export const MAX_ROUTES = 16384
export const ROUTE_BYTES = 8
/** Two words a name: records, and hits, of the host of this entry of the cache of names. */
export const HOSTS = 3080192
export const HOST_BYTES = 8
export const MAX_HEAD_NAMES = 8192

/** By offset in the chunk, so 65,536 places: the name there, epoch of the chunk that it was read in. */
export const NAMES = 3145728
/** (node, step, 1), or (node, hash of a field's name, 2), → node. */
export const NODE_MEMO = 3670016
export const NODE_MEMO_MASK = 8191

/** Plans and nodes; programs and buckets; tables for quick looks; a text; from `FREE` on what the caches need. */
export const PLANS = 3801088
export const PLANS_BYTES = 8388608
export const PROGRAMS = 12189696
export const PROGRAMS_BYTES = 16777216
export const TABLES = 28966912
export const TABLES_BYTES = 33554432
/**
 * The text of a quick look, a byte a unit: as it stands, and with `LOOK_FOLD`. A zero before, and room behind for what is
 * read or written sixteen at a time; a value has at most half as many units as a chunk has bytes.
 */
export const TEXT = 62521360
export const FOLDED_TEXT = 62554160
export const FREE = 62586944
export const LOOK_FOLD = 0x20

export const UNWANTED = 1
export const WANTED = 2
export const QUIET = 1
export const LOUD = 2

/**
 * What follows for a record: one of these, a count, and that many entries. `ALL_QUIET`: programs, which all have to be
 * quiet. `COMPARED`: three words each, two slots and the set to be added where their texts are equal. `MATCHED`: how many
 * records were counted, then the rules that match.
 */
export const ALL_QUIET = 1
export const COMPARED = 2
export const MATCHED = 3
export const LIST_KIND = 0
export const LIST_COUNT = 4
export const LIST_BYTES = 8

export const SLOT = 0
export const JOINED_SLOTS = 1
export const ASKED = 2

// A plan: what is needed to locate the values of a template's instances and to read the System part.

export const PLAN_TEMPLATE = 0
export const PLAN_SLOTS = 4
/** The slot for embedded BinXML, -1 for none; -2: several, or another reason to leave its records alone. */
export const PLAN_HOLE = 8
/** As the outer template: 1 when the System part is where the next fields say; as the embedded one: 1 when it can be. */
export const PLAN_IS_OUTER = 12
export const PLAN_IS_INNER = 16
/** Slots of TimeCreated, Computer, Channel and EventID; -1: a constant, as all but the time may be. */
export const PLAN_TIME = 20
export const PLAN_HOST = 24
export const PLAN_CHANNEL = 28
export const PLAN_EVENT_ID = 32
/** Its place in the list of plans. */
export const PLAN_INDEX = 36
/** Entries of names that the last record had. */
export const PLAN_LAST_HOST = 40
export const PLAN_LAST_CHANNEL = 44
/** What its definition reads like (evtx/binxml/skeleton.ts); 0: that is not here. */
export const PLAN_SKELETON = 48
export const PLAN_BYTES = 64
/** How many steps, which follow; the address of their content, and its length. */
export const SKELETON_COUNT = 0
export const SKELETON_CONTENT = 4
export const SKELETON_CONTENT_BYTES = 8
export const SKELETON_STEPS = 16

// A node of a record's own elements (evtx/binxml/shape-trie.ts): what was met so far.

export const NODE_LAST_STEP = 0
export const NODE_LAST_CHILD = 4
/** Of a field's name: address of its text (0: the node is none), bytes. */
export const NODE_TEXT = 8
export const NODE_TEXT_BYTES = 12
/** Where the System part has ended: a plan that tells its slots; 0 while none is known. */
export const NODE_HEADER = 16
/** Its place in the list of nodes. */
export const NODE_INDEX = 20
export const NODE_BYTES = 32
/** A step: its kind, and from this bit on its number. */
export const STEP_NUMBER_BITS = 3
/** A name: its part of the event, its kind, and from this bit on its number + 1. */
export const NAME_PART_MASK = 15
export const NAME_KIND_BITS = 4
export const NAME_KIND_MASK = 15
export const NAME_NUMBER_BITS = 8

// A bucket: which programs are in force.

/** Programs of another version are void. */
export const BUCKET_VERSION = 0
/** Records that programs without a gate have dealt with, and how many they may. */
export const BUCKET_DONE = 4
export const BUCKET_ALLOWED = 8
export const BUCKET_BYTES = 16

// A program, and the steps right behind it.

export const PROGRAM_BUCKET = 0
export const PROGRAM_VERSION = 4
/** 1: what it asks stands for what its bucket asks (engine/program/run/gate.ts). */
export const PROGRAM_IS_GATE = 8
/** Records that a gate has dealt with. */
export const PROGRAM_DONE = 12
/** Its place in the list of programs. */
export const PROGRAM_INDEX = 16
/** 1: `sampled` is told what its records hold (engine/program/dispatch/bucket-watch.ts). */
export const PROGRAM_SAMPLES = 20
/** The set that the template alone decides. */
export const PROGRAM_BASE = 24
export const PROGRAM_STEPS = 28
export const PROGRAM_BYTES = 32

/** A step: a value becomes a set. */
export const STEP_SLOT = 0
/** Key of the cache, to which the type is added. */
export const STEP_KEY = 4
/** Sets of a Null and of an empty value. */
export const STEP_NULL = 8
export const STEP_EMPTY = 12
/** A bit a type below 32: nothing can be found in its values, their set is known. */
export const STEP_SILENT_TYPES = 16
export const STEP_SILENT = 20
/** Entry of the cache that the last value had. */
export const STEP_LAST = 24
/** Words at this address: slots of which none may be Null, else the set is 0. */
export const STEP_GUARDS = 28
export const STEP_GUARD_COUNT = 32
/** 1: texts pass the cache by. */
export const STEP_BYPASS = 36
/** Look-ups and finds since `setOf` was last called; it is called after so many look-ups at the latest. */
export const MAX_LOOKUPS = 4096
export const STEP_LOOKUPS = 40
export const STEP_HITS = 44
/** `SLOT`: of one slot; `JOINED_SLOTS`: made of several; `ASKED`: `setOf` is asked each time. */
export const STEP_KIND = 48
/** Words at this address: the slots of `JOINED_SLOTS`. */
export const STEP_SOURCES = 52
export const STEP_SOURCE_COUNT = 56
/** Address of the table for a quick look at texts; 0: there is none. */
export const STEP_QUICK = 60
export const STEP_BYTES = 64

/** A cache of values: addresses of its arrays (engine/program/state/value-cache.ts), the mask of its index. */
export const CACHE_INDEX = 0
export const CACHE_MASK = 4
export const CACHE_ENTRIES = 8
export const CACHE_ARENA = 28
export const CACHE_SEED = 32
/** Entries in use, their bytes, the bytes of long ones: all that changes, so that both sides may add. */
export const CACHE_COUNT = 36
export const CACHE_USED = 40
export const CACHE_LONG = 44
/** Bounds of the same, and from which length a value is long. */
export const CACHE_MAX_COUNT = 48
export const CACHE_MAX_USED = 52
export const CACHE_MAX_LONG = 56
export const CACHE_BYTES = 64
/** An entry; its fields lie in one line of the processor's cache. The first one is none. */
export const ENTRY_HASH = 0
export const ENTRY_KEY = 4
export const ENTRY_LENGTH = 8
/** Where its bytes lie in the arena. */
export const ENTRY_OFFSET = 12
export const ENTRY_VALUE = 16
export const ENTRY_BYTES = 32
/** Longest value that is kept; a chunk, and so a value, has no more. */
export const MAX_CACHED_BYTES = 65536
/** Longer values may fill half of the arena only, lest a few scripts push out everything else. */
export const LONG_BYTES = 4096
/** Places tried; then the oldest of them is overwritten. Chosen collisions cost that much and no more. */
export const MAX_PROBES = 8

// A table for a quick look (engine/program/scan/quick-table.ts): two tables of grams and what tells where to look.

/**
 * A bit a hash of four units: may a long gram be here? The shift leaves the number of the bit. The gram is hashed as four
 * bytes of `FOLDED_TEXT` are loaded, the first lowest; elsewhere its key has the first highest.
 */
export const QUICK_FLAGS = 0
export const QUICK_SHIFT = 4
/** A byte a pair of units, loaded likewise: bits of the kinds of short grams that may end here; 0: there are none. */
export const QUICK_PAIRS = 8
/** Texts of up to so many bytes are not looked at. */
export const QUICK_SHORT_BYTES = 12
export const QUICK_LONG_GRAMS = 16
export const QUICK_SHORT_GRAMS = 32
/** Atoms that have no literal to be looked for: the address of the first, and behind the last. */
export const QUICK_ASKED = 44
export const QUICK_ASKED_END = 48
export const QUICK_BYTES = 64
/** Of grams: three words a place (key, addresses of the first atom and behind the last), shift and mask of the hash. */
export const GRAMS_PLACES = 0
export const GRAMS_SHIFT = 4
export const GRAMS_MASK = 8
export const GRAMS_PLACE_BYTES = 12
/** An atom: where its gram ends and how long its body is, in units; flags; address of the body, a byte a unit. */
export const LOOK_GRAM_END = 0
export const LOOK_LENGTH = 4
export const LOOK_FLAGS = 8
export const LOOK_BODY = 12
export const LOOK_ATOM = 16
/** Address of what every text has for which the atom holds; 0: nothing is known. */
export const LOOK_NEEDS = 20
/** 64 bits: the look that it was last listed in. */
export const LOOK_EPOCH = 24
/** The set of this atom alone; 0 while it has not been asked for. */
export const LOOK_SET = 32
export const LOOK_BYTES = 48
export const LOOK_AT_START = 1
export const LOOK_AT_END = 2
/** The body is not all: the atom's test decides. */
export const LOOK_IS_NOMINATED = 4
/** In a body: any dash. */
export const LOOK_DASH = 255
/** What a text has: so many units at least, and windows, whose addresses follow their number. */
export const NEEDS_UNITS = 0
export const NEEDS_COUNT = 4
export const NEEDS_WINDOWS = 8
/** A window (engine/regex/find-window.ts): its length, then leaps, places and members, a byte a column. */
export const WINDOW_LENGTH = 0
/** The place that few units fit, and up to three of these, a byte each, for a search by them; -1: it goes by leaps. */
export const WINDOW_RARE = 4
export const WINDOW_UNITS = 8
export const WINDOW_LEAPS = 16
export const WINDOW_COLUMNS = 128

/** Keys of names, below those of fields. */
export const HOST_KEY = 2
export const CHANNEL_KEY = 3
