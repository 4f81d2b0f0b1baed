/**
 * An event as one line of XML, as docs/convert.md describes it for grep: elements as Windows writes them, line breaks
 * in values as entities. In: an event. Out: the line, without one at its end.
 */
import type { EventView, Leaf } from '../../src/event/event.ts'
import { leafTexts } from '../../src/event/values.ts'

interface Element {
  readonly name: string
  readonly attributes: string[]
  readonly children: (Element | string)[]
}

export function eventXml(event: EventView): string {
  const root: Element = { name: 'Event', attributes: [], children: [] }
  const elements = new Map<number, Element>()
  for (const leaf of event.shape.leaves) {
    const texts = leafTexts(event, leaf)
    if (texts.length === 0) continue
    const element = elementOf(root, elements, leaf)
    if (leaf.attribute !== undefined) element.attributes.push(`${leaf.attribute}="${escapeXml(texts[0]!)}"`)
    else {
      nameData(element, leaf)
      element.children.push(texts.map(escapeXml).join(`</${element.name}>${openingTag(element)}`))
    }
  }
  return print(root)
}

function elementOf(root: Element, elements: Map<number, Element>, leaf: Leaf): Element {
  let element = root
  for (const step of leaf.path) {
    let child = elements.get(step.ordinal)
    if (child === undefined) {
      child = { name: step.name, attributes: [], children: [] }
      elements.set(step.ordinal, child)
      element.children.push(child)
    }
    element = child
  }
  return element
}

/** The name of a `Data` element is no leaf of its own. */
function nameData(element: Element, { section, name }: Leaf): void {
  if (section === 'eventData' && element.name !== name) element.attributes.push(`Name="${escapeXml(name)}"`)
}

function openingTag({ name, attributes }: Element): string {
  return `<${[name, ...attributes].join(' ')}>`
}

function print(element: Element): string {
  const inside = element.children.map((child) => (typeof child === 'string' ? child : print(child))).join('')
  return `${openingTag(element)}${inside}</${element.name}>`
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

function escapeXml(text: string): string {
  return text
    .replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!)
    .replace(/[\u0000-\u001f]/g, (sign) => `&#${sign.charCodeAt(0)};`)
    .replace(LONE_SURROGATE, '\ufffd')
}
