/**
 * What stays the same for a while: who works, which program, which file. In: how long, how it is drawn. Out: a function
 * that gives the present one. Invariant: each activity (host and log) has its own; higher cardinality shortens spells.
 */

let places = 0

/**
 * @template T
 * @param {number} mean How many draws a value lasts on average; at least 1.
 * @param {(activity: object) => T} draw
 * @returns {(activity: object) => T}
 */
export function spell(mean, draw) {
  const place = places++
  return (activity) => {
    const { spells } = activity
    if (spells[place] === undefined || activity.v.changes(mean)) spells[place] = draw(activity)
    return spells[place]
  }
}
