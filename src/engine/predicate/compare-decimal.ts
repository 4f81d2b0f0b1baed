/**
 * `gt gte lt lte`. In: a text, a relation and a number. Out: whether it holds. Invariant: a text that is no plain decimal
 * (sign and fraction allowed) never holds; integers of any length compare exactly.
 */

type Relation = 'gt' | 'gte' | 'lt' | 'lte'

const DECIMAL = /^[+-]?\d+(?:\.\d+)?$/
/** Integers of up to 15 digits are exact as doubles. */
const EXACT_DIGITS = 15
/** Longer texts are no number of an event (64 bits have 20 digits). */
const MAX_DIGITS = 400

export function compareDecimal(text: string, relation: Relation, value: number): boolean {
  if (text.length > MAX_DIGITS || !DECIMAL.test(text)) return false
  const isLong = text.length > EXACT_DIGITS && !text.includes('.')
  const found = isLong ? BigInt(text.replace('+', '')) : Number(text)
  switch (relation) {
    case 'gt':
      return found > value
    case 'gte':
      return found >= value
    case 'lt':
      return found < value
    case 'lte':
      return found <= value
  }
}
