/**
 * Texts and fields of an event as a regular expression over its XML, in what PCRE and .NET share.
 * In: text, patterns, field names. Out: regular expressions without capturing groups, apostrophes or line breaks, so
 * that they may stand in any shell's quotes.
 * Invariant: a value's expression never leaves its element: nothing in it matches `<`.
 */
import { SYSTEM_FIELDS } from '../event/system-fields.ts'
import type { PatternToken } from '../sigma/ast.ts'
import type { TextForm } from './backend.ts'
import { ANY_FIELD } from './query.ts'

/** How XML may write a character of a value. */
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['<', '&lt;'],
  ['>', '(?:>|&gt;)'],
  ['&', '&amp;'],
  ['"', String.raw`(?:\x22|&quot;)`],
  ["'", String.raw`(?:\x27|&apos;|&#39;)`],
  ['\n', String.raw`(?:\n|&#10;|&#x[aA];)`],
  ['\r', String.raw`(?:\r|&#13;|&#x[dD];)`],
  ['\t', String.raw`(?:\t|&#9;)`],
])

/** Anything in an element's text; `ATTRIBUTE_TEXT` takes its place inside of an attribute. */
const ELEMENT_TEXT = '[^<]*'
const ATTRIBUTE_TEXT = String.raw`[^<\x22\x27]*`

/** The same, but never ending inside of an entity: `mp` is not in `&amp;`. It is larger, so it stands where it must. */
const ELEMENT_CHARACTERS = '[^<&]*(?:&[^;<]*;[^<&]*)*'
const ATTRIBUTE_CHARACTERS = String.raw`[^<&\x22\x27]*(?:&[^;<]*;[^<&\x22\x27]*)*`

/** As few characters as will do, before an expression that may start anywhere. */
export const CHARACTERS_BEFORE = '[^<&]*?(?:&[^;<]*;[^<&]*?)*?'

const ENTITY_NAMES = ['amp', 'lt', 'gt', 'quot', 'apos']

/** Whether text may be found inside of an entity, or from its inside on. */
function fitsEntity(text: string): boolean {
  const folded = text.toLowerCase()
  return (
    /^[#a-z0-9]{0,6};/.test(folded) ||
    /^(?:#x?)?[0-9a-f]{0,3}$/.test(folded) ||
    ENTITY_NAMES.some((name) => name.includes(folded))
  )
}

function anyBefore(next: PatternToken | undefined): string {
  const isRisky = typeof next === 'string' ? fitsEntity(next) : next !== undefined && next.wild !== 'dash'
  return isRisky ? ELEMENT_CHARACTERS : ELEMENT_TEXT
}

/** One character, however XML writes it. */
export const ONE_CHARACTER = '(?:[^<&]|&[^;<]*;)'

/** One character but the end of a line, which is what `.` of an expression means without the flag `s`. */
export const ONE_OF_LINE: string = String.raw`(?:[^<&\n]|&(?!#(?:10|x[aA]);)[^;<]*;)`

/** Signs of regular expressions, and those that shells or PowerShell treat as quotes. */
export function escapeXml(character: string): string | undefined {
  const entity = ENTITIES.get(character)
  if (entity !== undefined) return entity
  const code = character.codePointAt(0)!
  // No XML holds these, so nothing is found; written as they are they would end an argument.
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, '0')}`
  return /[\\^$.|?*+()[\]{}#/-]/.test(character) ? `\\${character}` : character
}

export const XML_FORM: TextForm = {
  before: '',
  after: '',
  escape: escapeXml,
  any: ELEMENT_TEXT,
  anyBefore,
  one: ONE_CHARACTER,
  dash: '(?:-|/|–|—|―)',
}

/** Between them stands the value. */
export const VALUE_PLACE = '\u0000'

const SYSTEM: ReadonlySet<string> = new Set(SYSTEM_FIELDS)
const QUOTE = String.raw`[\x22\x27]`

/** Where the field stands, with the place of its value. */
export function xmlField(name: string): string {
  if (name === ANY_FIELD)
    return `<(?:EventData|UserData|ProcessingErrorData|RenderingInfo)[ >](?s:.*)>${VALUE_PLACE}</`
  const [element, attribute] = name.split('_', 2)
  if (SYSTEM.has(name) && attribute !== undefined)
    return `<${element} (?:[^>]* )?${attribute}=${QUOTE}${VALUE_PLACE}${QUOTE}`
  const written = escapeName(name)
  if (SYSTEM.has(name)) return `<${written}(?: [^>]*)?>${VALUE_PLACE}</`
  return `<(?:Data Name=${QUOTE}${written}${QUOTE}|${written})(?: [^>]*)?>${VALUE_PLACE}</`
}

/** `Threat_Name` is how rules write `Threat Name`. */
function escapeName(name: string): string {
  return [...name].map((character) => (character === '_' ? '[_ ]' : escapeXml(character))).join('')
}

/** The field with its values, any of which may stand there. */
export function xmlTest(field: string, values: readonly string[]): string {
  const [before = '', after = ''] = field.split(VALUE_PLACE)
  const isAttribute = !after.startsWith('<')
  const texts = isAttribute ? values.map(asAttribute) : values
  return `${before}${texts.length === 1 ? texts[0] : `(?:${texts.join('|')})`}${after}`
}

function asAttribute(text: string): string {
  return text.replaceAll(ELEMENT_CHARACTERS, ATTRIBUTE_CHARACTERS).replaceAll(ELEMENT_TEXT, ATTRIBUTE_TEXT)
}
