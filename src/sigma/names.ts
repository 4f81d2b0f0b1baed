/**
 * The known name that an unknown one was probably meant to be, for messages.
 */

/** Letters that may differ: a third of the name, rounded up. */
function allowedDistance(name: string): number {
  return Math.ceil(name.length / 3)
}

/** Longer names are not worth comparing (Levenshtein is quadratic). */
const MAX_NAME_UNITS = 100

/** `, did you mean 'x'?` or nothing. */
export function suggestName(name: string, known: Iterable<string>): string {
  let best: string | undefined
  let bestDistance = allowedDistance(name) + 1
  if (name.length > MAX_NAME_UNITS) return ''
  for (const candidate of known) {
    if (candidate.length > MAX_NAME_UNITS) continue
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase())
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best === undefined ? '' : `, did you mean '${best}'?`
}

/** Levenshtein distance in UTF-16 units. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1
      current.push(Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + change))
    }
    previous = current
  }
  return previous[b.length]!
}
