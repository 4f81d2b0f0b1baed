/** An event as items see it: fields through a view, each read once. In: event and view. Out: texts by field name. */
import type { EventView } from '../event/event.ts'
import type { FieldView } from '../mapping/mapping.ts'
import type { FieldTexts } from './evaluate-item.ts'
import { readField, readKeywordTexts } from './field-reader.ts'

/** Valid until the next record is read. */
export function readTexts(event: EventView, view: FieldView): FieldTexts {
  const fields = new Map<string, readonly string[]>()
  let keywords: readonly string[] | undefined
  return {
    field(name) {
      let texts = fields.get(name)
      if (texts === undefined) {
        texts = readField(event, view, name)
        fields.set(name, texts)
      }
      return texts
    },
    keywords() {
      keywords ??= readKeywordTexts(event).map(({ text }) => text)
      return keywords
    },
  }
}
