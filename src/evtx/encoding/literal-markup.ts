/**
 * Markup without holes, for records without a template: every value becomes the text that Windows would show
 * (evtx-format §6.1, §6.3). In: markup. Out: a tree of constants.
 * Invariant: says exactly what a decoder must read out of the template form of the same event.
 */
import { renderText } from '../../event/render-text.ts'
import { ValueType } from '../../event/value-type.ts'
import type { Markup, MarkupAttribute, MarkupElement, StoredValue, TextPiece } from './markup.ts'
import { NULL_VALUE, textPiece } from './markup.ts'
import { plainElementMarkup } from './plain-element-markup.ts'

/**
 * The tree of `markup` as constants. A Null that the root depends on does not remove the root. Throws when the root
 * itself would be repeated.
 */
export function literalElement(markup: Markup): MarkupElement {
  const [element, ...more] = literalElements(markup)
  if (element === undefined || more.length > 0)
    throw new TypeError(`${markup.root.name} is the outermost element and cannot hold an array`)
  return element
}

/** The same where the element stands among others: it is repeated for the items of an array that it holds. */
function literalElements(markup: Markup): MarkupElement[] {
  return fillElement({ ...markup.root, dependsOn: -1 }, markup.values)
}

type Children = MarkupElement['children']

/** None when the element is left out, several when it holds an array. */
function fillElement(element: MarkupElement, values: readonly StoredValue[]): MarkupElement[] {
  if (element.dependsOn >= 0 && isNull(values[element.dependsOn])) return []
  const attributes = element.attributes.flatMap((attribute) => fillAttribute(attribute, values))
  let variants: Children[] = [[]]
  for (const child of element.children) {
    const items = childItems(child, values)
    if (items.length !== 1 && variants.length !== 1)
      throw new TypeError(`${element.name} holds two arrays, which has no meaning`)
    variants =
      items.length === 1
        ? variants.map((before) => [...before, ...items[0]!])
        : items.map((item) => [...variants[0]!, ...item])
  }
  return variants.map((children) => ({ ...element, dependsOn: -1, attributes, children }))
}

/** What stands in the place of a child: one list, or one an array item. */
function childItems(child: MarkupElement | TextPiece, values: readonly StoredValue[]): Children[] {
  if (child.kind === 'element') return [fillElement(child, values)]
  if (child.kind !== 'hole') return [[child]]
  const value = values[child.index] ?? NULL_VALUE
  if (value.embedded !== undefined) return [literalElements(plainElementMarkup(value.embedded.element))]
  if (isNull(value)) return [[]]
  return valueTexts(value).map((text) => [textPiece(text)])
}

function fillAttribute(attribute: MarkupAttribute, values: readonly StoredValue[]): MarkupAttribute[] {
  const pieces: TextPiece[] = []
  for (const piece of attribute.pieces) {
    if (piece.kind !== 'hole') {
      pieces.push(piece)
      continue
    }
    const value = values[piece.index] ?? NULL_VALUE
    if (isNull(value) && piece.optional) return []
    pieces.push(textPiece(valueTexts(value)[0]!))
  }
  return [{ name: attribute.name, pieces }]
}

function isNull(value: StoredValue | undefined): boolean {
  return value === undefined || value.type === ValueType.Null
}

/** Texts of a value: one, or one an item of an array; no items are one empty text. */
function valueTexts(value: StoredValue): string[] {
  const { items, type } = value
  if (items === undefined) {
    if ((type & ValueType.ArrayFlag) !== 0) throw new TypeError('a raw array has no text')
    return [scalarText(type, value.bytes)]
  }
  return items.length === 0 ? [''] : items.map((item) => scalarText(type & 0x7f, item))
}

function scalarText(type: number, stored: Uint8Array): string {
  const bytes = Buffer.from(stored)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return renderText(type, { bytes, view }, 0, bytes.length)
}
