/**
 * A plain element (the body, embedded elements) becomes markup; its values are numbered in document order.
 * Invariant: every value gets a substitution of its own; constants stay in the tree.
 */
import { ValueType } from '../../event/value-type.ts'
import type { PlainContent, PlainElement } from './log-event.ts'
import type { Hole, Markup, MarkupAttribute, MarkupElement, StoredValue, TextPiece } from './markup.ts'
import { textPiece } from './markup.ts'
import type { PlainValue } from './plain-value.ts'
import { typedValue } from './stored-value.ts'

/** Deepest element nesting; real events reach 7 levels. */
const MAX_DEPTH = 64

const KEYS: ReadonlySet<string> = new Set(['name', 'attributes', 'content', 'omitIfNull'])

/** The tree of `element` with its values. */
export function plainElementMarkup(element: PlainElement): Markup {
  const values: StoredValue[] = []
  return { root: elementMarkup(element, values, 1), values }
}

function elementMarkup(element: PlainElement, values: StoredValue[], depth: number): MarkupElement {
  checkElement(element, depth)
  const { name, omitIfNull = false } = element
  try {
    const attributes = (element.attributes ?? []).map((pair) => attributeMarkup(pair[0], pair[1], values))
    const children: (MarkupElement | TextPiece)[] = []
    let dependsOn = -1
    for (const content of element.content ?? []) {
      if (isElement(content)) {
        children.push(elementMarkup(content, values, depth + 1))
        continue
      }
      const isGuard = omitIfNull && dependsOn < 0
      const piece = contentPiece(content, values, isGuard)
      if (piece !== undefined) children.push(piece)
      if (isGuard && piece?.kind === 'hole') dependsOn = piece.index
    }
    if (omitIfNull && dependsOn < 0) throw new TypeError('omitIfNull needs a value directly in the element')
    return { kind: 'element', name, attributes, children, dependsOn }
  } catch (error) {
    if (error instanceof Error) error.message = `${name}: ${error.message}`
    throw error
  }
}

function checkElement(element: PlainElement, depth: number): void {
  if (depth > MAX_DEPTH) throw new RangeError(`elements are nested more than ${MAX_DEPTH} deep`)
  checkName(element.name)
  for (const key of Object.keys(element))
    if (!KEYS.has(key)) throw new TypeError(`${element.name}: an element has no ${JSON.stringify(key)}`)
}

function attributeMarkup(name: string, content: PlainContent, values: StoredValue[]): MarkupAttribute {
  checkName(name)
  const isNamespace = name === 'xmlns' || name.startsWith('xmlns:')
  if (isNamespace && typeof content === 'string') return { name, pieces: [textPiece(content)] }
  const piece = contentPiece(content, values, true)
  if (piece?.kind === 'hole') {
    const { type } = values[piece.index]!
    if ((type & ValueType.ArrayFlag) !== 0 || type === ValueType.BinXml)
      throw new TypeError(`attribute ${name} cannot hold an array or an element`)
  }
  return { name, pieces: piece === undefined ? [] : [piece] }
}

function isElement(content: PlainElement | PlainContent): content is PlainElement {
  return typeof content === 'object' && content !== null && 'name' in content
}

/** Undefined for a value without a place. */
function contentPiece(
  content: PlainContent,
  values: StoredValue[],
  optional: boolean,
): TextPiece | undefined {
  if (typeof content !== 'object' || content === null) return makeHole(content, values, optional)
  if ('Literal' in content) return textPiece(content.Literal)
  if ('Cdata' in content) return { kind: 'cdata', text: content.Cdata }
  if ('CharRef' in content) return { kind: 'charRef', unit: content.CharRef }
  if ('EntityRef' in content) return { kind: 'entityRef', name: content.EntityRef }
  if ('Pi' in content) return { kind: 'pi', target: content.Pi[0], data: content.Pi[1] }
  if (!('Unused' in content)) return makeHole(content, values, optional)
  makeHole(content.Unused, values, optional)
  return undefined
}

/** Takes the next substitution index. */
function makeHole(input: PlainValue, values: StoredValue[], optional: boolean): Hole {
  const { declaredType, value } = typedValue(input)
  values.push(value)
  return { kind: 'hole', index: values.length - 1, optional, declaredType }
}

/** Names are stored with a 16-bit length. */
function checkName(name: string): void {
  if (typeof name !== 'string' || name === '' || name.length > 0xffff)
    throw new TypeError(`needs a name of 1 to 65535 characters, found ${JSON.stringify(name)}`)
}
