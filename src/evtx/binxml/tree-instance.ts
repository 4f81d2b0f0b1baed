/**
 * A template instance and the definition it names, for the slow decoder (evtx-format §6).
 * Invariant: values are stepped through by their declared sizes and lie inside the instance's window; a definition is
 * used only when its GUID begins with the instance's template id.
 */
import type { InstanceSyntax, ValueSpan } from './tree-syntax-types.ts'
import type { ChunkBytes, TreeFault, TreeWindow } from './tree-window.ts'
import { fail, has, openWindow, u16, u32 } from './tree-window.ts'

/** Values of one instance (observed: 42). */
export const MAX_VALUES = 1024
/** Bytes of a definition before its body: next offset, GUID, size. */
const DEFINITION_HEADER_BYTES = 24

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
  return values === undefined ? undefined : { kind: 'instance', templateId, definition, values }
}

function readValues(w: TreeWindow): readonly ValueSpan[] | undefined {
  const count = u32(w)
  if (count === undefined) return undefined
  if (count > MAX_VALUES) return fail(w, `${count} values, at most ${MAX_VALUES} are read`)
  if (!has(w, 4 * count)) return undefined
  const values: ValueSpan[] = []
  let offset = w.at + 4 * count
  for (let i = 0; i < count; i++) {
    const length = u16(w)!
    const type = w.view.getUint8(w.at)
    w.at += 2
    values.push({ type, offset, length })
    offset += length
  }
  if (offset > w.end) return fail(w, `values end ${offset - w.end} bytes beyond their window`)
  w.at = offset
  return values
}

/** Where the body of the definition lies, or why it cannot be used. */
export function locateDefinition(chunk: ChunkBytes, instance: InstanceSyntax): TreeWindow | TreeFault {
  const header = openWindow(chunk, chunk.base + instance.definition, Number.POSITIVE_INFINITY)
  if (!has(header, DEFINITION_HEADER_BYTES)) return header.fault!
  const id = header.view.getUint32(header.at + 4, true)
  if (id !== instance.templateId) {
    fail(header, `definition has id ${hex(id)}, the instance asks for ${hex(instance.templateId)}`)
    return header.fault!
  }
  const size = header.view.getUint32(header.at + 20, true)
  header.at += DEFINITION_HEADER_BYTES
  if (!has(header, size)) return header.fault!
  return openWindow(chunk, header.at, header.at + size)
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`
}
