/**
 * Streams and definitions of one record for the slow decoder, within what the record may cost. In: a window, or an
 * instance. Out: its content as written; a fault goes to the resolver.
 * Invariant: tokens are counted at each use, so that the tree of a record stays small whatever its templates are.
 */
import { MAX_DEFINITION_TOKENS, MAX_RECORD_TOKENS } from '../limits.ts'
import { locateDefinition } from './tree-instance.ts'
import type { StreamKind } from './tree-syntax.ts'
import { readStream } from './tree-syntax.ts'
import type { ContentSyntax, InstanceSyntax } from './tree-syntax-types.ts'
import type { ChunkBytes, TreeFault, TreeWindow } from './tree-window.ts'
import { openWindow } from './tree-window.ts'

/** Tokens of a record in all, those of a template counted at each use; keeps the tree small. */
const MAX_TREE_TOKENS = 1 << 18

/** What reading one record has cost so far, and what was wrong. */
export interface Resolver {
  readonly chunk: ChunkBytes
  readonly isTorn: boolean
  instances: number
  streams: number
  /** Tokens in all, and those outside of definitions. */
  tokens: number
  ownTokens: number
  /** What stops the part in hand, and what cost an embedded part. */
  fault: TreeFault | undefined
  lost: TreeFault | undefined
}

export function createResolver(chunk: ChunkBytes, isTorn: boolean): Resolver {
  const none = { instances: 0, streams: 0, tokens: 0, ownTokens: 0 }
  return { chunk, isTorn, ...none, fault: undefined, lost: undefined }
}

/** A definition's element; read a second time without dependency ids when it makes no sense with them (§4.2). */
export function readDefinition(r: Resolver, item: InstanceSyntax): readonly ContentSyntax[] {
  const body = locateDefinition(r.chunk, item)
  if ('message' in body) {
    r.fault = body
    return []
  }
  const again = openWindow(r.chunk, body.at, body.end, false)
  const content = readTokens(r, body, { isDefinition: true, isSingle: true })
  if (r.fault === undefined) return content
  const { fault } = r
  r.fault = undefined
  const other = readTokens(r, again, { isDefinition: false, isSingle: true })
  if (r.fault !== undefined) r.fault = fault
  return other
}

/** Reads a stream within what the record may still have of tokens; a fault goes to the resolver. */
export function readTokens(
  r: Resolver,
  w: TreeWindow,
  kind: Omit<StreamKind, 'maxTokens'>,
): readonly ContentSyntax[] {
  const most = kind.isDefinition ? MAX_DEFINITION_TOKENS : MAX_RECORD_TOKENS - r.ownTokens
  const content = readStream(w, { ...kind, maxTokens: Math.min(most, MAX_TREE_TOKENS - r.tokens) })
  r.tokens += w.tokens
  if (!kind.isDefinition) r.ownTokens += w.tokens
  r.fault = w.fault
  return content
}

export function noteFault(r: Resolver, message: string, chunkOffset: number): void {
  r.fault ??= { message, chunkOffset }
}
