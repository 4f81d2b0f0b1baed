/**
 * Fields that no event of the log source has, and fields in another case. Only events whose fields are known count, so
 * silence means nothing for the rest.
 */
import { fieldSpelling, knownFields, mayHaveField } from '../../mapping/known-fields.ts'
import type { Target } from '../../mapping/mapping.ts'
import type { Position } from '../../sigma/ast.ts'
import { suggestName } from '../../sigma/names.ts'
import { fieldsOf, listItems } from '../describe/list-fields.ts'
import { type LintedTargets, listNames } from './linted-target.ts'

/** One kind of event that the rule looks at. */
interface Kind {
  readonly target: Target
  readonly eventId: number
}

export function lintFields({ rule, targets, report }: LintedTargets): void {
  const kinds = targets.flatMap(({ target, relevantIds }) =>
    relevantIds.map((eventId): Kind => ({ target, eventId })),
  )
  for (const [field, position] of positionsOf(
    rule.detection.identifiers.flatMap(({ search }) => listItems(search)),
  )) {
    const answers = kinds.map(({ target, eventId }) => mayHaveField(target, eventId, field))
    if (answers.every((answer) => answer === false)) {
      const message = `no event of ${describeKinds(kinds)} has a field '${field}'${suggestName(field, namesOf(kinds))}`
      report('lint-field-unknown', 'warning', position, message)
      continue
    }
    const spellings = kinds.map(({ target, eventId }) => fieldSpelling(target, eventId, field))
    const spelling = spellings.every((name) => name !== undefined) ? spellings[0] : undefined
    if (spelling !== undefined) {
      const message = `the field is called '${spelling}': other tools than this one tell '${field}' from it`
      report('lint-field-case', 'info', position, message)
    }
  }
}

function positionsOf(items: readonly Parameters<typeof fieldsOf>[0][]): ReadonlyMap<string, Position> {
  const positions = new Map<string, Position>()
  for (const item of items) {
    for (const field of fieldsOf(item)) if (!positions.has(field)) positions.set(field, item.position)
  }
  return positions
}

function namesOf(kinds: readonly Kind[]): readonly string[] {
  return kinds.flatMap(({ target, eventId }) => knownFields(target, eventId) ?? [])
}

function describeKinds(kinds: readonly Kind[]): string {
  const names = kinds.map(({ target: { id }, eventId }) => (id.includes(':') ? id : `${id}:${eventId}`))
  return listNames([...new Set(names)])
}
