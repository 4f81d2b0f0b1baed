/** Token bytes of BinXML (evtx-format §4), as far as they are written. */
export const Token = {
  EndOfFragment: 0x00,
  OpenStartElement: 0x01,
  CloseStartElement: 0x02,
  CloseEmptyElement: 0x03,
  EndElement: 0x04,
  ValueText: 0x05,
  Attribute: 0x06,
  Cdata: 0x07,
  CharRef: 0x08,
  EntityRef: 0x09,
  PiTarget: 0x0a,
  PiData: 0x0b,
  TemplateInstance: 0x0c,
  NormalSubstitution: 0x0d,
  OptionalSubstitution: 0x0e,
  FragmentHeader: 0x0f,
  /** Added to 01: the element has attributes; to 06: another attribute follows; to 05 and 07 to 09: the text goes on. */
  More: 0x40,
} as const
