/**
 * A configuration of sigmac: log sources as conditions, fields as the names of the target.
 * Invariant: data and look-ups; no rule is known here.
 */
import type { LogSource } from '../../sigma/ast.ts'

export interface SourceCondition {
  readonly category?: string
  readonly service?: string
  readonly field: string
  /** A list is a list of alternatives. */
  readonly value: string | readonly string[]
}

/** Names that depend on the event id of the rule. */
export interface ByEventId {
  readonly byEventId: ReadonlyMap<string, readonly string[]>
  readonly otherwise: readonly string[]
}

export interface Configuration {
  readonly sources: readonly SourceCondition[]
  readonly fields: ReadonlyMap<string, string | ByEventId>
}

/** Conditions of a Windows log source, in the order of the configuration. */
export function sourceConditions(
  { sources }: Configuration,
  { product, category, service }: LogSource,
): readonly SourceCondition[] {
  if (product !== 'windows') return []
  return sources.filter(
    (source) =>
      (source.service === undefined || source.service === service) &&
      (source.category === undefined || source.category === category),
  )
}

/** Names of a field; several are alternatives. `eventIds` are those that the rule names one by one. */
export function fieldNames(
  { fields }: Configuration,
  field: string,
  eventIds: ReadonlySet<string>,
): readonly string[] {
  const known = fields.get(field)
  if (known === undefined) return [field]
  if (typeof known === 'string') return [known]
  const found = new Set<string>()
  for (const [id, names] of known.byEventId) if (eventIds.has(id)) for (const name of names) found.add(name)
  return found.size === 0 ? known.otherwise : [...found]
}
