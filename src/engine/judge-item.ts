/**
 * One `field|modifiers: values` judged on an event. In: the item, the event and the view it is read through. Out: its
 * verdict, that of each value, and what was compared. Invariant: `holds` is what `evaluateItem` says; sizes are bounded
 * by the rule and by the limits below, not by the event.
 */
import type { EventView } from '../event/event.ts'
import type { FieldView } from '../mapping/mapping.ts'
import type { Item, Value } from '../sigma/ast.ts'
import type { FieldTexts } from './evaluate-item.ts'
import { evaluateItem, textsOf, valueHolds } from './evaluate-item.ts'
import { excerpt } from './excerpt.ts'
import { literalOf } from './explain-item.ts'
import { readKeywordTexts } from './field-reader.ts'
import type { ItemVerdict, SeenTexts, ValueVerdict } from './rule-verdict.ts'

/** Texts of one field that are listed; the rest is counted. */
export const MAX_SEEN_TEXTS = 16

/** An event as it is judged. */
export interface JudgedEvent {
  readonly event: EventView
  readonly view: FieldView
  /** The event through the view. */
  readonly texts: FieldTexts
}

export function judgeItem(item: Item, judged: JudgedEvent): ItemVerdict {
  const { field, modifiers, linking, negated } = item
  const texts = textsOf(item, judged.texts)
  return {
    type: 'item',
    holds: evaluateItem(item, judged.texts),
    field,
    modifiers,
    linking,
    negated,
    readFrom: field === undefined ? undefined : readFrom(judged.view, field),
    seen: field === undefined ? { texts: [], count: texts.length } : see(texts, item.values[0]),
    values: item.values.map((value) => judgeValue(item, value, texts, judged)),
  }
}

function judgeValue(
  item: Item,
  value: Value,
  texts: readonly string[],
  { event, texts: fields }: JudgedEvent,
): ValueVerdict {
  const holds = valueHolds(item, value, texts, fields)
  const text = holds ? texts.find((one) => valueHolds(item, value, [one], fields)) : undefined
  const name =
    text === undefined || item.field !== undefined
      ? undefined
      : readKeywordTexts(event).find((named) => named.text === text)?.name
  return {
    op: value.op,
    text: excerpt(value.text, undefined),
    holds,
    match: text === undefined ? undefined : { text: excerpt(text, literalOf(value)), field: name },
    reference: value.op === 'fieldref' ? see(fields.field(value.field), undefined) : undefined,
  }
}

/** `value`: what in a long text is worth showing. */
function see(texts: readonly string[], value: Value | undefined): SeenTexts {
  return { texts: shorten(texts, value === undefined ? undefined : literalOf(value)), count: texts.length }
}

/** The first texts, each cut to what can be shown. */
export function shorten(texts: readonly string[], wanted?: string): readonly string[] {
  return texts.slice(0, MAX_SEEN_TEXTS).map((text) => excerpt(text, wanted))
}

/** The event's fields behind a field of the rule; undefined when it is the one of this name. */
function readFrom(view: FieldView, field: string): readonly string[] | undefined {
  const names = view
    .sourcesOf(field)
    ?.flatMap((source) =>
      source.kind === 'raw' ? [source.name] : source.kind === 'body' ? ['*'] : source.from,
    )
  if (names === undefined || (names.length === 1 && names[0] === field)) return undefined
  return [...new Set(names)]
}
