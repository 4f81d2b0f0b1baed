/**
 * Makes a field view of a table. In: rows of Sigma names and sources, and the view that answers for all other names.
 * Out: a `FieldView`. Invariant: names are compared folded, so that no spelling reaches a raw field that the view
 * redefines (event/lookup finds raw fields in any case, too).
 */
import { foldText } from '../base/fold.ts'
import type { FieldSource, FieldView } from './mapping.ts'

/** A Sigma field and where its values come from; no source = the field cannot exist here. */
export type ViewRow = readonly [field: string, ...sources: FieldSource[]]

/** A view that says nothing of any field: everything is read as it stands in the event. */
export const RAW_VIEW: FieldView = { id: 'raw', sourcesOf: () => undefined }

/** A view of `rows` over `parent`. */
export function createFieldView(id: string, rows: readonly ViewRow[], parent: FieldView): FieldView {
  const table = new Map<string, readonly FieldSource[]>()
  for (const [field, ...sources] of rows) table.set(foldText(field), sources)
  return { id, sourcesOf: (field) => table.get(foldText(field)) ?? parent.sourcesOf(field) }
}

/** Rows of fields that cannot exist. */
export function absent(...fields: readonly string[]): readonly ViewRow[] {
  return fields.map((field) => [field])
}
