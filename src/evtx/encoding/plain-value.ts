/**
 * A value for the encoder: a string, null, or an object of one key that names the type: `{ UInt32: 5 }`,
 * `{ 'String[]': ['a', 'b'] }`. The names are those of `ValueType`, and a few variants of how a type is stored.
 */
import type { PlainElement } from './log-event.ts'

/** Decimal text, `0x` text, or a number without fraction. */
export type Integer = number | bigint | string

/** ISO 8601 text with up to seven decimals, or ticks of 100 ns since 1601. */
export type Time = string | bigint

/** What each scalar type takes. */
export interface ScalarInputs {
  String: string
  /** A string stored with one trailing NUL, which is no part of it. */
  StringZ: string
  /** Bytes of code page 1252; with `Z` NUL-terminated, as nearly always in real logs. */
  AnsiString: string
  AnsiStringZ: string
  Int8: Integer
  UInt8: Integer
  Int16: Integer
  UInt16: Integer
  Int32: Integer
  UInt32: Integer
  Int64: Integer
  UInt64: Integer
  Real32: number | string
  Real64: number | string
  /** A number is stored as it is: every value but 0 is true. */
  Boolean: boolean | number
  /** Hexadecimal digits or bytes. */
  Binary: string | Uint8Array
  /** With or without braces. */
  Guid: string
  /** 8 bytes; `SizeT32` 4 bytes. */
  SizeT: Integer
  SizeT32: Integer
  FileTime: Time
  /** ISO 8601 text with up to three decimals, or the eight words as they are. */
  SystemTime: string | readonly number[]
  /** `S-1-5-18` */
  Sid: string
  HexInt32: Integer
  HexInt64: Integer
}

/** Types without arrays: MS-EVEN6 has none of Binary, and the terminated variants only say how a string ends. */
type WithoutArray = 'Binary' | 'StringZ' | 'AnsiStringZ'

type ArrayInputs = {
  [K in Exclude<keyof ScalarInputs, WithoutArray> as `${K}[]`]: readonly ScalarInputs[K][]
}

interface SpecialInputs {
  /** A Null where the template says type `as` (default String); `bytes`: the size of what was left out. */
  Null: { readonly as?: ScalarName; readonly bytes?: number }
  /** Any type code and bytes (hexadecimal digits or bytes), fitting or not; `as`: the type that the template says. */
  Raw: { readonly type: number; readonly bytes: string | Uint8Array; readonly as?: ScalarName }
  /** An element as a value of type 0x21: in a fragment with a template of its own, */
  BinXml: PlainElement
  /** the same without fragment header, */
  BinXmlInstance: PlainElement
  /** or as it is, every value text. */
  BinXmlElement: PlainElement
}

export type ScalarName = keyof ScalarInputs

/** One key of `M` with its value. */
type OneOf<M> = { [K in keyof M]: { readonly [P in K]: M[K] } }[keyof M]

export type PlainValue = string | null | OneOf<ScalarInputs> | OneOf<ArrayInputs> | OneOf<SpecialInputs>
