/**
 * The fields that a detection names, those too that another is compared with. Each once, in the order of the rule.
 */
import type { Condition, Detection, Item, Search } from '../../sigma/ast.ts'

export function listFields(detection: Detection): readonly string[] {
  const fields = detection.identifiers.flatMap(({ search }) => listItems(search)).flatMap(fieldsOf)
  return [...new Set(fields)]
}

export function listItems(search: Search): readonly Item[] {
  return search.type === 'item' ? [search] : search.children.flatMap(listItems)
}

export function fieldsOf({ field, values }: Item): readonly string[] {
  const compared = values.flatMap((value) => (value.op === 'fieldref' ? [value.field] : []))
  return field === undefined ? compared : [field, ...compared]
}

/** Items that hold a match back: those of identifiers under `not`, each with the name of its identifier. */
export function listFilterItems(
  detection: Detection,
): readonly { readonly name: string; readonly item: Item }[] {
  const names = new Set(detection.conditions.flatMap((condition) => negatedNames(condition, false)))
  return detection.identifiers
    .filter(({ name }) => names.has(name))
    .flatMap(({ name, search }) => listItems(search).map((item) => ({ name, item })))
}

function negatedNames(condition: Condition, isNegated: boolean): readonly string[] {
  switch (condition.type) {
    case 'and':
    case 'or':
      return condition.children.flatMap((child) => negatedNames(child, isNegated))
    case 'not':
      return negatedNames(condition.child, !isNegated)
    case 'identifier':
      return isNegated ? [condition.name] : []
    case 'of':
      return isNegated ? condition.names : []
  }
}
