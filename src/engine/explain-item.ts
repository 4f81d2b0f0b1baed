/**
 * Why an item held. In: an item that holds and the event. Out: the values that were compared and the patterns that they
 * matched. Invariant: at most one entry a value of the rule; texts are cut as `excerpt` does.
 */
import type { Item, Value } from '../sigma/ast.ts'
import type { FieldTexts } from './evaluate-item.ts'
import { textsOf, valueHolds } from './evaluate-item.ts'
import { excerpt } from './excerpt.ts'
import type { NamedText } from './field-reader.ts'
import type { MatchedAtom } from './hit.ts'
import { requiredLiteral } from './regex/required-literal.ts'

/** What `MatchedAtom` holds but the identifier. */
export type ItemAtom = Omit<MatchedAtom, 'identifier'>

/** `keywords`: the texts that keywords look at, with their names. */
export function explainItem(item: Item, event: FieldTexts, keywords: () => readonly NamedText[]): ItemAtom[] {
  const texts = textsOf(item, event)
  const atoms: ItemAtom[] = []
  for (const value of item.values) {
    const holds = valueHolds(item, value, texts, event)
    if (holds === item.negated) continue
    const found = holds ? findText(item, value, texts, event) : undefined
    const text = found ?? texts[0]
    atoms.push({
      field: item.field ?? nameOf(found, keywords),
      value: text === undefined ? undefined : excerpt(text, literalOf(value)),
      pattern: excerpt(item.negated ? `not ${value.text}` : value.text, undefined),
    })
  }
  return atoms
}

/** The first text on which the value holds; undefined when it holds because there is none. */
function findText(item: Item, value: Value, texts: readonly string[], event: FieldTexts): string | undefined {
  // The question was asked of this text already.
  if (texts.length <= 1) return texts[0]
  return texts.find((text) => valueHolds(item, value, [text], event))
}

/** The field in which a keyword was found; '' when it was not (a negated one). */
function nameOf(text: string | undefined, keywords: () => readonly NamedText[]): string {
  return keywords().find((named) => named.text === text)?.name ?? ''
}

/** A piece of text that the value holds, to show the place. */
export function literalOf(value: Value): string | undefined {
  switch (value.op) {
    case 'pattern':
      return value.tokens
        .filter((token) => typeof token === 'string')
        .reduce<string | undefined>((a, b) => (a === undefined || b.length > a.length ? b : a), undefined)
    case 'regex':
      return requiredLiteral(value)
    case 'number':
      return value.text
    default:
      return undefined
  }
}
