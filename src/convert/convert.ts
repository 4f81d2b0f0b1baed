/**
 * The door of this folder: one detection rule to the queries of one back end.
 * Invariant: pure; the same rule and options give the same text. Never throws on a rule.
 */
import type { DetectionRule } from '../sigma/ast.ts'
import type { BackendName, Conversion, ConvertOptions } from './conversion.ts'

/** What a back end does, once it and the dialect are chosen. */
export type ConvertWith = (rule: DetectionRule, options: ConvertOptions) => Conversion

const BACKENDS: Partial<Record<BackendName, ConvertWith>> = {}

/** The queries of a rule, or why there are none. */
export function convertRule(rule: DetectionRule, options: ConvertOptions): Conversion {
  const convert = BACKENDS[options.backend]
  if (convert !== undefined) return convert(rule, options)
  return {
    type: 'refused',
    code: 'convert-unsupported',
    message: `no back end ${options.backend}`,
    position: rule.position,
  }
}
