/**
 * One `field|modifiers: values` against an event (sigma-semantics §2.3, §2.4). In: the item and a way to read fields.
 * Out: whether it holds. Invariant: two-valued: a test on an absent field is false, and `neq` negates the whole item.
 */
import type { Item, Value } from '../sigma/ast.ts'
import { compareTexts } from './predicate/compare-texts.ts'
import type { Predicate } from './predicate/create-predicate.ts'
import { createPredicate, isTextValue } from './predicate/create-predicate.ts'

/** The event as an item sees it. */
export interface FieldTexts {
  field(name: string): readonly string[]
  /** Every text that keywords look at. */
  keywords(): readonly string[]
}

/** By value: tests of fields, tests of keywords. */
const fieldPredicates = new WeakMap<Value, Predicate>()
const keywordPredicates = new WeakMap<Value, Predicate>()

/** True when the item holds, `neq` applied. */
export function evaluateItem(item: Item, event: FieldTexts): boolean {
  const texts = textsOf(item, event)
  const test = (value: Value): boolean => valueHolds(item, value, texts, event)
  const holds = item.linking === 'and' ? item.values.every(test) : item.values.some(test)
  return holds !== item.negated
}

/** The texts that the item's values are compared with. */
export function textsOf(item: Item, event: FieldTexts): readonly string[] {
  return item.field === undefined ? event.keywords() : event.field(item.field)
}

/** True when one value of the item holds on any of the texts; `neq` is not looked at. */
export function valueHolds(item: Item, value: Value, texts: readonly string[], event: FieldTexts): boolean {
  switch (value.op) {
    case 'null':
      return texts.every((text) => text === '')
    case 'exists':
      return texts.length > 0 === value.expected
    case 'fieldref': {
      const others = event.field(value.field)
      return texts.some((text) => others.some((other) => compareTexts(value.mode, text, other)))
    }
    case 'oneOf':
      return value.values.some((one) => valueHolds(item, one, texts, event))
    case 'placeholder':
      throw new Error(`placeholder ${value.text} reached the engine`)
    default:
      return texts.some(predicateOf(value, item.field === undefined))
  }
}

/** The test of a value; made once. */
function predicateOf(value: Value, isKeyword: boolean): Predicate {
  const predicates = isKeyword ? keywordPredicates : fieldPredicates
  let predicate = predicates.get(value)
  if (predicate === undefined) {
    if (!isTextValue(value)) throw new TypeError(`${value.op} is not decided by one text`)
    predicate = createPredicate(value, isKeyword)
    predicates.set(value, predicate)
  }
  return predicate
}
