/**
 * Whether data from a file has the shape that a type promises. In: any value of JSON. Out: yes or no.
 * Invariant: a check never throws; keys that a shape does not know are refused, so that nothing is carried along unseen.
 */

export type Check = (value: unknown) => boolean

/** Levels of plain data that nobody looks at. */
const MAX_PLAIN_DEPTH = 70

export const isText: Check = (value) => typeof value === 'string'
export const isBoolean: Check = (value) => typeof value === 'boolean'
export const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value)

export function isWhole(min: number, max: number): Check {
  return (value) => Number.isInteger(value) && (value as number) >= min && (value as number) <= max
}

/** A count, a line, a column. */
export const isCount: Check = isWhole(0, Number.MAX_SAFE_INTEGER)

export function isTextUpTo(maxUnits: number): Check {
  return (value) => typeof value === 'string' && value.length <= maxUnits
}

export function isOneOf(values: readonly unknown[]): Check {
  return (value) => values.includes(value)
}

export function isOptional(check: Check): Check {
  return (value) => value === undefined || check(value)
}

export function isListOf(check: Check, maxLength: number = Number.POSITIVE_INFINITY): Check {
  return (value) => Array.isArray(value) && value.length <= maxLength && value.every((one) => check(one))
}

/** A JSON object: its own keys are all there is to it. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Each part passes its check; `undefined` stands for a part that is absent. */
export function hasShape(parts: Readonly<Record<string, Check>>): Check {
  const checks = Object.entries(parts)
  return (value) =>
    isRecord(value) &&
    Object.keys(value).every((key) => Object.hasOwn(parts, key)) &&
    checks.every(([key, check]) => check(Object.hasOwn(value, key) ? value[key] : undefined))
}

/** One of several shapes, told by a key that all of them have. */
export function isVariant(key: string, variants: Readonly<Record<string, Check>>): Check {
  return (value) => {
    if (!isRecord(value)) return false
    const name = value[key]
    return typeof name === 'string' && Object.hasOwn(variants, name) && variants[name]!(value)
  }
}

/** Any JSON, nested no deeper than rules are. */
export function isPlain(value: unknown, depth: number = MAX_PLAIN_DEPTH): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (depth === 0) return false
  return Object.values(value).every((one) => isPlain(one, depth - 1))
}

/** The value of a JSON text; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
