/** Types of BinXML values (evtx-format §8), and the two that exist only in memory. */
export const ValueType = {
  Null: 0x00,
  String: 0x01,
  AnsiString: 0x02,
  Int8: 0x03,
  UInt8: 0x04,
  Int16: 0x05,
  UInt16: 0x06,
  Int32: 0x07,
  UInt32: 0x08,
  Int64: 0x09,
  UInt64: 0x0a,
  Real32: 0x0b,
  Real64: 0x0c,
  Boolean: 0x0d,
  Binary: 0x0e,
  Guid: 0x0f,
  SizeT: 0x10,
  FileTime: 0x11,
  SystemTime: 0x12,
  Sid: 0x13,
  HexInt32: 0x14,
  HexInt64: 0x15,
  EvtHandle: 0x20,
  BinXml: 0x21,
  EvtXml: 0x23,
  /** Added to a scalar type: an array of it. */
  ArrayFlag: 0x80,
  /** The value is already text, in `EventView.texts`; offset and length mean nothing. */
  Composed: 0x100,
  /** The record has no such value at all. */
  Absent: 0x101,
} as const
