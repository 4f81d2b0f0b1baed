/** BinXML tokens (evtx-format §4), without the flag bit 0x40. */
export const Token = {
  EndOfStream: 0x00,
  OpenElement: 0x01,
  CloseStart: 0x02,
  CloseEmpty: 0x03,
  EndElement: 0x04,
  Text: 0x05,
  Attribute: 0x06,
  Cdata: 0x07,
  CharRef: 0x08,
  EntityRef: 0x09,
  PiTarget: 0x0a,
  PiData: 0x0b,
  Instance: 0x0c,
  Substitution: 0x0d,
  OptionalSubstitution: 0x0e,
  FragmentHeader: 0x0f,
} as const

/** Cuts the flag "more follows". */
export const TOKEN_MASK = 0xbf
/** On an open element: it has an attribute list. */
export const HAS_ATTRIBUTES = 0x40

export const FRAGMENT_HEADER_BYTES = 4
/** Of a template definition, before its body: next offset, GUID, size. */
export const DEFINITION_HEADER_BYTES = 24
/** Of a Name, before its text: next offset, hash, length. */
export const NAME_HEADER_BYTES = 8

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

/** Text of an entity reference; unknown ones stay as they are written. */
export function entityText(name: string): string {
  return ENTITIES.get(name) ?? `&${name};`
}
