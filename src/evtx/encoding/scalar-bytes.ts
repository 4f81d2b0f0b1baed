/**
 * One scalar becomes bytes, by type (evtx-format §8). In: type name and input. Out: type code and bytes.
 * Invariant: an input that the type cannot hold throws; nothing is cut or wrapped around, only Real32 is rounded.
 */
import { ValueType } from '../../event/value-type.ts'
import type { Integer, ScalarInputs, ScalarName } from './plain-value.ts'
import {
  ansiBytes,
  fileTimeBytes,
  guidBytes,
  hexBytes,
  sidBytes,
  systemTimeBytes,
} from './structured-bytes.ts'

interface ScalarCodec<T> {
  readonly type: number
  readonly toBytes: (input: T) => Uint8Array
}

const CODECS: { readonly [K in ScalarName]: ScalarCodec<ScalarInputs[K]> } = {
  String: { type: ValueType.String, toBytes: utf16Bytes },
  StringZ: { type: ValueType.String, toBytes: (text) => utf16Bytes(`${requireText(text)}\0`) },
  AnsiString: { type: ValueType.AnsiString, toBytes: (text) => ansiBytes(requireText(text)) },
  AnsiStringZ: { type: ValueType.AnsiString, toBytes: (text) => ansiBytes(`${requireText(text)}\0`) },
  Int8: integerCodec(ValueType.Int8, 1, true),
  UInt8: integerCodec(ValueType.UInt8, 1, false),
  Int16: integerCodec(ValueType.Int16, 2, true),
  UInt16: integerCodec(ValueType.UInt16, 2, false),
  Int32: integerCodec(ValueType.Int32, 4, true),
  UInt32: integerCodec(ValueType.UInt32, 4, false),
  Int64: integerCodec(ValueType.Int64, 8, true),
  UInt64: integerCodec(ValueType.UInt64, 8, false),
  Real32: { type: ValueType.Real32, toBytes: (input) => realBytes(input, 4) },
  Real64: { type: ValueType.Real64, toBytes: (input) => realBytes(input, 8) },
  Boolean: { type: ValueType.Boolean, toBytes: booleanBytes },
  Binary: { type: ValueType.Binary, toBytes: hexBytes },
  Guid: { type: ValueType.Guid, toBytes: guidBytes },
  SizeT: integerCodec(ValueType.SizeT, 8, false),
  SizeT32: integerCodec(ValueType.SizeT, 4, false),
  FileTime: { type: ValueType.FileTime, toBytes: fileTimeBytes },
  SystemTime: { type: ValueType.SystemTime, toBytes: systemTimeBytes },
  Sid: { type: ValueType.Sid, toBytes: sidBytes },
  HexInt32: integerCodec(ValueType.HexInt32, 4, false),
  HexInt64: integerCodec(ValueType.HexInt64, 8, false),
}

/** True for the name of a scalar type. */
export function isScalarName(name: string): name is ScalarName {
  return Object.hasOwn(CODECS, name)
}

/** Type code of a scalar type. */
export function scalarType(name: ScalarName): number {
  return CODECS[name].type
}

/** Bytes of one scalar. */
export function scalarBytes<K extends ScalarName>(name: K, input: ScalarInputs[K]): Uint8Array {
  const codec: ScalarCodec<ScalarInputs[K]> = CODECS[name]
  return codec.toBytes(input)
}

/** UTF-16LE without terminator; unpaired surrogates stay. */
export function utf16Bytes(text: string): Uint8Array {
  return Buffer.from(requireText(text), 'utf16le')
}

/** The integer that an input stands for. */
export function toBigInt(input: Integer): bigint {
  if (typeof input === 'bigint') return input
  if (typeof input === 'number' && Number.isSafeInteger(input)) return BigInt(input)
  if (typeof input === 'string' && /^(-?\d+|0x[\da-f]+)$/i.test(input)) return BigInt(input)
  throw new TypeError(`needs an integer, found ${JSON.stringify(input)}`)
}

function requireText(text: string): string {
  if (typeof text !== 'string') throw new TypeError(`needs text, found ${JSON.stringify(text)}`)
  return text
}

function integerCodec(type: number, widthBytes: 1 | 2 | 4 | 8, signed: boolean): ScalarCodec<Integer> {
  const bits = BigInt(8 * widthBytes)
  const lowest = signed ? -(1n << (bits - 1n)) : 0n
  const highest = lowest + (1n << bits) - 1n
  const toBytes = (input: Integer): Uint8Array => {
    const bytes = Buffer.alloc(widthBytes)
    if (
      typeof input === 'number' &&
      input >= 0 &&
      input <= 0xffffffff &&
      input % 1 === 0 &&
      input <= highest
    ) {
      bytes.writeUIntLE(input, 0, Math.min(widthBytes, 4))
      return bytes
    }
    const value = toBigInt(input)
    if (value < lowest || value > highest)
      throw new RangeError(`needs ${lowest} to ${highest}, found ${JSON.stringify(String(input))}`)
    const wide = Buffer.alloc(8)
    wide.writeBigInt64LE(BigInt.asIntN(64, value))
    wide.copy(bytes, 0, 0, widthBytes)
    return bytes
  }
  return { type, toBytes }
}

function realBytes(input: number | string, widthBytes: 4 | 8): Uint8Array {
  const value = Number(input)
  if (Number.isNaN(value) && input !== 'NaN' && !Number.isNaN(input))
    throw new TypeError(`needs a number, found ${JSON.stringify(input)}`)
  const bytes = Buffer.alloc(widthBytes)
  if (widthBytes === 4) bytes.writeFloatLE(value)
  else bytes.writeDoubleLE(value)
  return bytes
}

/** Four bytes; a number is stored as it is. */
function booleanBytes(input: boolean | number): Uint8Array {
  const bytes = Buffer.alloc(4)
  const value = typeof input === 'boolean' ? Number(input) : input
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff)
    throw new RangeError(`needs true, false or 0 to 4294967295, found ${JSON.stringify(input)}`)
  bytes.writeUInt32LE(value)
  return bytes
}
