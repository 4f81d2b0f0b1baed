/**
 * Everything about one rule that its author or an analyst may ask. In: the document, the rule as it runs (changed by
 * filters and placeholders) or why it does not, and all documents, for those that a correlation names. Out: plain data.
 */
import type { CorrelationRule, Detection, RuleMeta, SigmaDocument } from '../../sigma/ast.ts'
import type { RunnableRule } from '../match.ts'
import { describeRegexes } from './describe-regexes.ts'
import { describeTarget } from './describe-target.ts'
import {
  type CorrelationDescription,
  type DetectionDescription,
  describeSearch,
  type RuleDescription,
} from './rule-description.ts'

export type * from './rule-description.ts'

export function describeRule(
  document: SigmaDocument,
  runs: RunnableRule | string | undefined,
  documents: readonly SigmaDocument[],
): RuleDescription {
  const runnable = typeof runs === 'object' ? runs : undefined
  const detection =
    runnable?.rule.detection ?? (document.kind === 'correlation' ? undefined : document.detection)
  return {
    kind: document.kind,
    ...describeMeta(document),
    logsource: document.kind === 'correlation' ? null : withoutCustom(document.logsource),
    notRun: typeof runs === 'string' ? runs : null,
    targets: runnable?.targets.map((target) => describeTarget(runnable.rule, target)) ?? [],
    detection: detection === undefined ? null : describeDetection(detection),
    correlation: document.kind === 'correlation' ? describeCorrelation(document, documents) : null,
    filters: document.kind === 'filter' ? document.rules : null,
    patterns: detection === undefined ? [] : describeRegexes(detection),
  }
}

function describeMeta(meta: RuleMeta) {
  const { title, id, name, status, level, description, author, date, modified } = meta
  const { references, tags, falsepositives, file, position } = meta
  return {
    title,
    id: id ?? null,
    name: name ?? null,
    status: status ?? null,
    level: level ?? null,
    description: description ?? null,
    author: author ?? null,
    date: date ?? null,
    modified: modified ?? null,
    references,
    tags,
    falsepositives,
    file,
    line: position.line,
  }
}

function withoutCustom({
  category,
  product,
  service,
  definition,
}: NonNullable<RuleDescription['logsource']>): RuleDescription['logsource'] {
  return { category, product, service, definition }
}

function describeDetection(detection: Detection): DetectionDescription {
  const { identifiers, conditions, aggregation, timeframe } = detection
  return {
    conditions,
    identifiers: identifiers.map(({ name, position, search }) => ({
      name,
      position,
      search: describeSearch(search),
    })),
    aggregation: aggregation?.text ?? null,
    timeframe: timeframe ?? null,
  }
}

function describeCorrelation(
  { correlation }: CorrelationRule,
  documents: readonly SigmaDocument[],
): CorrelationDescription {
  const { type, rules, groupBy, timespanMs, condition, aliases, generate } = correlation
  const titleOf = (reference: string): string | null =>
    documents.find(({ id, name, kind }) => kind !== 'filter' && (id === reference || name === reference))
      ?.title ?? null
  return {
    type,
    groupBy,
    timespanMs: timespanMs ?? null,
    condition: condition ?? null,
    aliases,
    generate,
    rules: rules.map((reference) => ({ reference, title: titleOf(reference) })),
  }
}
