/**
 * What identifies a template: a GUID made from its structure. In: tree. Out: GUID bytes and their text.
 * Invariant: equal trees have equal GUIDs in every log, different trees different ones (128 bits of SHA-256).
 */
import { createHash } from 'node:crypto'
import type { MarkupElement } from './markup.ts'

export interface DefinitionId {
  readonly guid: Buffer
  readonly key: string
}

export type IdentifyDefinition = (root: MarkupElement) => DefinitionId

/** Most structures remembered; a log has a few hundred at most. */
const MAX_KNOWN = 4096

/** With its own memory: by tree object first, then by structure. */
export function createDefinitionIds(): IdentifyDefinition {
  const byTree = new WeakMap<MarkupElement, DefinitionId>()
  const byStructure = new Map<string, DefinitionId>()
  return (root) => {
    const known = byTree.get(root)
    if (known !== undefined) return known
    const structure = JSON.stringify(root)
    let id = byStructure.get(structure)
    if (id === undefined) {
      if (byStructure.size >= MAX_KNOWN) byStructure.clear()
      const guid = createHash('sha256').update(structure).digest().subarray(0, 16)
      id = { guid, key: guid.toString('hex') }
      byStructure.set(structure, id)
    }
    byTree.set(root, id)
    return id
  }
}
