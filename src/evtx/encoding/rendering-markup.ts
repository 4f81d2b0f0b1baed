/**
 * `<RenderingInfo>`, the texts that event forwarding adds after the body. In: the part, the values of the outer
 * template. Out: the element; its texts are appended as values.
 */
import { ValueType } from '../../event/value-type.ts'
import type { RenderingPart } from './log-event.ts'
import type { MarkupElement, StoredValue } from './markup.ts'
import { markupElement } from './markup.ts'
import { typedValue } from './stored-value.ts'
import { optionalHole } from './system-markup.ts'

export function renderingElement(part: RenderingPart, values: StoredValue[]): MarkupElement {
  const hole = (text: string) => {
    values.push(typedValue(text).value)
    return optionalHole(values.length - 1, ValueType.String)
  }
  const leaf = (name: string, text: string): MarkupElement => markupElement(name, [], [hole(text)])
  const culture = { name: 'Culture', pieces: [hole(part.culture)] }
  const children: MarkupElement[] = []
  const texts = [
    ['Message', part.message],
    ['Level', part.level],
    ['Task', part.task],
    ['Opcode', part.opcode],
    ['Channel', part.channel],
    ['Provider', part.provider],
  ] as const
  for (const [name, text] of texts) if (text !== undefined) children.push(leaf(name, text))
  if (part.keywords !== undefined) {
    const keywords = part.keywords.map((text) => leaf('Keyword', text))
    children.push(markupElement('Keywords', [], keywords))
  }
  return markupElement('RenderingInfo', [culture], children)
}
