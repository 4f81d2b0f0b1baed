/** Hits of two tools. In: two lists. Out: how many are common, and how many only one has. */

/** Record ids of generated logs differ from host to host, so rule, record and channel name a hit. */
const keyOf = ({ title, recordId, channel }) => `${title}\t${channel}\t${recordId}`

export function compareHits(ours, theirs) {
  const [a, b] = [countKeys(ours), countKeys(theirs)]
  let common = 0
  for (const [key, count] of a) common += Math.min(count, b.get(key) ?? 0)
  return {
    ours: ours.length,
    theirs: theirs.length,
    common,
    onlyOurs: ours.length - common,
    onlyTheirs: theirs.length - common,
  }
}

function countKeys(hits) {
  const counts = new Map()
  for (const found of hits) {
    const key = keyOf(found)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}
