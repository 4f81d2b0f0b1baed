/**
 * Why a rule has no targets, in words. In: names from rules. Out: short text; names are cut, because a rule may be of
 * any length, and escaped by whoever prints them.
 */
import type { LogSource } from '../sigma/ast.ts'
import type { Resolution } from './mapping.ts'

/** Characters of a name in a message. */
const MAX_NAME_LENGTH = 60

export function shortName(name: string): string {
  return name.length <= MAX_NAME_LENGTH ? name : `${name.slice(0, MAX_NAME_LENGTH)}…`
}

export function notApplicable(reason: string): Resolution {
  return { type: 'not-applicable', reason }
}

export function unsupported(reason: string): Resolution {
  return { type: 'unsupported', reason }
}

/** `category process_creation, service sysmon`; `no category and no service` when it names neither. */
export function describeLogSource({ category, service }: LogSource): string {
  const parts: string[] = []
  if (category !== undefined) parts.push(`category ${shortName(category)}`)
  if (service !== undefined) parts.push(`service ${shortName(service)}`)
  return parts.length === 0 ? 'no category and no service' : parts.join(', ')
}
