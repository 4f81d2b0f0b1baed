/**
 * Which field of a rule a name in a correlation means: its alias says it for each rule, else the field of that name.
 */
import type { Correlation } from '../../../sigma/ast.ts'
import type { RunningCorrelation } from './judge-correlations.ts'

/** The slot that a rule named in an alias means: the reference as in `rules`, or the rule's id or name. */
export function slotOfAlias({ slots, slotOf }: RunningCorrelation, reference: string): number | undefined {
  const slot =
    slotOf.get(reference) ??
    slots.findIndex(
      ([first]) => first!.id?.toLowerCase() === reference.toLowerCase() || first!.name === reference,
    )
  return slot === -1 ? undefined : slot
}

/** Undefined: no alias says anything, and the field of that name is meant. */
export function aliasedField(running: RunningCorrelation, name: string, slot: number): string | undefined {
  const alias = running.correlation.aliases.find((one) => one.name === name)
  return alias?.fields.find(({ rule }) => slotOfAlias(running, rule) === slot)?.field
}

/** Names that a correlation reads of each of its rules. */
export function namesRead({ groupBy, condition }: Correlation): readonly string[] {
  return condition?.type === 'compare' ? [...groupBy, ...condition.field] : groupBy
}
