/**
 * What a pack of rules holds as JSON: a rule set as it was read from its files, with the mapping that it was compiled
 * for. In: the set. Out: text, and back. Invariant: what is read back prepares to the same rules, account and messages;
 * a text of anything else is refused as a whole.
 */
import { isRuleDiagnostic } from '../../base/check-diagnostic.ts'
import type { Diagnostic } from '../../base/diagnostic.ts'
import {
  type Check,
  hasShape,
  isBoolean,
  isCount,
  isListOf,
  isOneOf,
  isOptional,
  isText,
  isVariant,
  parseJson,
} from '../../base/shape.ts'
import { isSigmaDocument } from '../../sigma/check-document.ts'
import { isPlaceholderValues } from '../../sigma/check-value.ts'
import type { RuleSet } from '../rule-set.ts'
import type { MappingSpec } from '../stages.ts'

export interface PackedSet {
  readonly set: RuleSet
  readonly mapping: MappingSpec
  /** What was found about the mapping's file. */
  readonly mappingDiagnostics: readonly Diagnostic[]
}

/** Sets and maps as lists. */
interface PlainSet extends Omit<RuleSet, 'namedFiles' | 'placeholders'> {
  readonly namedFiles: readonly string[]
  readonly placeholders: readonly (readonly [string, unknown])[]
}

export function stringifySet({ set, mapping, mappingDiagnostics }: PackedSet): string {
  const plain: PlainSet = {
    ...set,
    namedFiles: [...set.namedFiles],
    placeholders: [...(set.placeholders ?? [])],
  }
  return JSON.stringify({ set: plain, mapping, mappingDiagnostics }, clampNumbers)
}

/** JSON has no infinity; no count reaches the largest number either. */
function clampNumbers(_: string, value: unknown): unknown {
  if (typeof value !== 'number' || Number.isFinite(value) || Number.isNaN(value)) return value
  return Math.sign(value) * Number.MAX_VALUE
}

export function parseSet(text: string): PackedSet | undefined {
  const value = parseJson(text)
  if (!isPackedSet(value)) return undefined
  const { set, ...others } = value as { set: PlainSet } & Omit<PackedSet, 'set'>
  const placeholders = new Map(set.placeholders) as RuleSet['placeholders']
  return { ...others, set: { ...set, namedFiles: new Set(set.namedFiles), placeholders } }
}

const isRejected = hasShape({
  kind: isOneOf(['detection', 'correlation', 'filter']),
  file: isText,
  isNamed: isBoolean,
  title: isOptional(isText),
  id: isOptional(isText),
  name: isOptional(isText),
  document: isCount,
  diagnostics: isListOf(isRuleDiagnostic),
})

export const isMappingSpec: Check = isVariant('type', {
  builtin: hasShape({ type: isText }),
  thor: hasShape({ type: isText, text: isText, file: isText }),
})

const isSha256 = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
const isDigests = isListOf(isSha256)

const isPackedSet = hasShape({
  set: hasShape({
    files: isCount,
    documents: isListOf(isSigmaDocument),
    rejected: isListOf(isRejected),
    warnings: isListOf(isRuleDiagnostic),
    diagnostics: isListOf(isRuleDiagnostic),
    namedFiles: isListOf(isText),
    placeholders: isPlaceholderValues,
    placeholderErrors: isListOf(isRuleDiagnostic, 0),
    digests: hasShape({ rules: isDigests, filters: isDigests, placeholders: isDigests }),
    hash: isSha256,
  }),
  mapping: isMappingSpec,
  mappingDiagnostics: isListOf(isRuleDiagnostic),
})
