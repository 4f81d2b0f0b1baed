/**
 * A template instance and the definition it names, for the slow decoder (evtx-format §6).
 * Invariant: values are stepped through by their declared sizes and lie inside the instance's window; a definition is
 * used only when its GUID begins with the instance's template id.
 */
import { ValueType } from '../../event/value-type.ts'
import { MAX_VALUES } from '../limits.ts'
import { DEFINITION_HEADER_BYTES } from './tokens.ts'
import type { InstanceSyntax, ValueSpan } from './tree-syntax-types.ts'
import type { ChunkBytes, TreeFault, TreeWindow } from './tree-window.ts'
import { fail, has, openWindow, u32 } from './tree-window.ts'

/** The instance at the 0C token. */
export function readInstance(w: TreeWindow): InstanceSyntax | undefined {
  w.at++
  if (!has(w, 9)) return undefined
  w.at++
  const templateId = u32(w)!
  const definition = u32(w)!
  if (definition === w.at - w.base) {
    if (!has(w, DEFINITION_HEADER_BYTES)) return undefined
    const size = w.view.getUint32(w.at + 20, true)
    if (!has(w, DEFINITION_HEADER_BYTES + size)) return undefined
    w.at += DEFINITION_HEADER_BYTES + size
  }
  const values = readValues(w)
  return values && { kind: 'instance', templateId, definition, ...values }
}

function readValues(w: TreeWindow): Pick<InstanceSyntax, 'values' | 'missing'> | undefined {
  const count = u32(w)
  if (count === undefined) return undefined
  if (count > MAX_VALUES) return fail(w, `${count} values, at most ${MAX_VALUES} are read`)
  const from = w.at
  let offset = from + 4 * count
  const isCut = offset > w.end
  if (isCut && !w.isTorn) return fail(w, `${count} values, but ${w.end - from} bytes left`)
  const values: ValueSpan[] = []
  for (let at = from; values.length < count && at + 4 <= w.end; at += 4) {
    const length = w.view.getUint16(at, true)
    values.push(spanWithin(w, w.view.getUint8(at + 2), offset, length))
    offset += length
  }
  if (offset > w.end && !w.isTorn) return fail(w, `values end ${offset - w.end} bytes beyond their window`)
  w.at = offset
  return { values, missing: { type: isCut ? ValueType.Absent : ValueType.Null, offset: from, length: 0 } }
}

/** A value that runs beyond the end is absent, embedded BinXML ends there. */
function spanWithin(w: TreeWindow, type: number, offset: number, length: number): ValueSpan {
  if (offset + length <= w.end) return { type, offset, length }
  if (type === ValueType.BinXml && offset < w.end) return { type, offset, length: w.end - offset }
  return { type: ValueType.Absent, offset, length: 0 }
}

/** Where the body of the definition lies, or why it cannot be used. */
export function locateDefinition(chunk: ChunkBytes, instance: InstanceSyntax): TreeWindow | TreeFault {
  const header = openWindow(chunk, chunk.base + instance.definition, Number.POSITIVE_INFINITY, false)
  if (!has(header, DEFINITION_HEADER_BYTES)) return header.fault!
  const id = header.view.getUint32(header.at + 4, true)
  if (id !== instance.templateId) {
    fail(header, `definition has id ${hex(id)}, the instance asks for ${hex(instance.templateId)}`)
    return header.fault!
  }
  const size = header.view.getUint32(header.at + 20, true)
  header.at += DEFINITION_HEADER_BYTES
  if (!has(header, size)) return header.fault!
  return openWindow(chunk, header.at, header.at + size, false)
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`
}
