/** Elements of a template definition or of a record's own markup, with the values still open. */

/** Fixed text. */
interface OutlineText {
  readonly kind: 'text'
  text: string
}

/** A value to come: the index into its instance's values, or a slot of the record. */
interface OutlineSlot {
  readonly kind: 'slot'
  readonly slot: number
  /** A Null leaves the attribute out (token 0E). */
  readonly isOptional: boolean
  /** The definition expects embedded BinXML here. */
  readonly isHole: boolean
}

export type OutlinePiece = OutlineText | OutlineSlot

export interface OutlineAttribute {
  readonly name: string
  readonly pieces: OutlinePiece[]
}

export interface OutlineElement {
  readonly kind: 'element'
  readonly name: string
  /** Value whose Null leaves the element out; -1 for none. */
  readonly dependency: number
  readonly attributes: OutlineAttribute[]
  readonly content: OutlineContent[]
}

/** A template instance inside a record's own markup; its slots begin at `base`. */
interface OutlineInstance {
  readonly kind: 'instance'
  readonly root: OutlineElement
  readonly base: number
}

export type OutlineContent = OutlinePiece | OutlineElement | OutlineInstance

/** Without the namespace prefix. */
export function localName(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1)
}

/** Declares a namespace and is no value. */
export function isNamespace(attribute: string): boolean {
  return attribute === 'xmlns' || attribute.startsWith('xmlns:')
}

/** Appends fixed text to the piece before it, or as a new piece. */
export function addText(pieces: OutlineContent[], text: string): void {
  const last = pieces[pieces.length - 1]
  if (last?.kind === 'text') last.text += text
  else pieces.push({ kind: 'text', text })
}
