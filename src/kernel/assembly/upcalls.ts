// What the kernel asks of TypeScript, once for each new template, name, value or pair.
// Every answer 0 means that TypeScript has to deal with the record itself.

/** Address of the plan of the definition at this offset in the chunk. */
export declare function planAt(definition: i32, template: i32): usize
/** Entry of the cache of names for the text in a slot; slot -1: for the constant that the plan has as its host. */
export declare function nameOf(plan: usize, slot: i32, key: i32): i32
/** The route of a record whose System part is located. */
export declare function routeOf(plan: usize): i32
/** Address of the program for a located record of an outer and an embedded plan (0: nothing is embedded). */
export declare function programOf(outer: usize, inner: usize): usize
/** The set of the value of a step; `HEAD_ENTRY` tells where it was kept. */
export declare function setOf(program: usize, step: usize): i32
/** The set of one atom. */
export declare function setOfAtom(atom: i32): i32
export declare function unionOf(a: i32, b: i32): i32
/** What follows for a record in this state: what `STATE_MEMO` keeps. */
export declare function judge(program: usize, state: i32, isComplete: bool): i32
/** To be told the set of a record that was looked at in full, and how many of its values were not in the cache. */
export declare function sampled(program: usize, state: i32, newValues: i32): void

// Of records with elements of their own.

/** The name at this offset in the chunk. */
export declare function nameAt(offset: i32): i32
/** The node that a step leads to. */
export declare function childOf(node: usize, step: i32): usize
/** The node that the name of a field leads to: so many bytes of UTF-16. */
export declare function fieldOf(node: usize, offset: usize, length: i32): usize
/** Address of a plan for records whose System part ends at the node. */
export declare function headerOf(node: usize): usize
/** Address of the program for a located record that ends at the node. */
export declare function programOfNode(node: usize): usize
