/** The queries of a rule for its page. In: rule and how to convert. Out: one entry a back end, or why it has none. */
import { BACKEND_NAMES, type BackendName, type ConvertOptions } from '../conversion.ts'
import { convertRule } from '../convert.ts'
import type { PageRule } from './card.ts'

export interface PageQuery {
  readonly backend: BackendName
  /** Several when the rule has several conditions. */
  readonly texts: readonly string[]
  /** Why there is no text, or where one finds more than the rule. */
  readonly remarks: readonly string[]
}

export function listQueries(rule: PageRule, options: Omit<ConvertOptions, 'backend'>): readonly PageQuery[] {
  if (rule.kind !== 'detection') return []
  return BACKEND_NAMES.map((backend) => {
    const made = convertRule(rule, { ...options, backend })
    return made.type === 'queries'
      ? { backend, texts: made.queries, remarks: made.warnings.map(({ message }) => message) }
      : { backend, texts: [], remarks: [made.message] }
  })
}
