/**
 * The watch that sigmac makes of a query. In: rule, query, aggregation. Out: the shell command, with the line break at
 * its end. Invariant: keys stand in sigmac's order; the dialects differ in the mail, as their tables say.
 */
import type { DetectionRule } from '../../sigma/ast.ts'
import type { Dialect } from '../conversion.ts'
import type { SigmacAggregation } from './aggregate.ts'
import { pythonJson } from './python.ts'

const LINE = '='.repeat(80)

export function sigmacWatch(
  rule: DetectionRule,
  query: string,
  aggregation: SigmacAggregation | undefined,
  dialect: Dialect,
  name: string,
): string {
  const { title, description, tags, detection } = rule
  const counted = aggregation === undefined || aggregation.name === 'near' ? NOT_COUNTED : count(aggregation)
  const body = counted.body ?? hitsBody(rule)
  const document = {
    metadata: { title, description: description ?? '', tags: tags.length === 0 ? '' : tags, query },
    trigger: { schedule: { interval: detection.timeframe ?? '30m' } },
    input: {
      search: {
        request: {
          body: {
            size: 0,
            query: {
              bool: {
                must: [{ query_string: { query, analyze_wildcard: true } }],
                filter: { range: { timestamp: { gte: 'now-30m/m' } } },
              },
            },
            ...counted.search,
          },
          indices: ['winlogbeat-*'],
        },
      },
    },
    condition: { compare: { [counted.path]: counted.test } },
    actions: { send_email: mail(title, body, dialect) },
  }
  return `curl -s -XPUT -H 'Content-Type: application/json' --data-binary @- localhost:9200/_watcher/watch/${name} <<EOF\n${pythonJson(document)}\nEOF\n`
}

/** Sigmac names a watch by its rule's id, and counts from the second of a name on. */
export function sigmacWatchName(rule: DetectionRule, before: readonly DetectionRule[]): string {
  const name = baseName(rule)
  const same = before.filter((other) => baseName(other) === name).length
  return same === 0 ? name : `${name}-${same + 1}`
}

function baseName({ id, title }: DetectionRule): string {
  return id ?? title.replace(/ /g, '-').replace(/[()]/g, '')
}

function mail(title: string, body: string, dialect: Dialect): object {
  const content = { to: 'root@localhost', subject: `Sigma Rule '${title}'`, body, attachments: ATTACHMENTS }
  return dialect === 'sigmac-pages'
    ? { email: content }
    : { throttle_period: '15m', email: { profile: 'standard', from: 'root@localhost', ...content } }
}

const ATTACHMENTS = { 'data.json': { data: { format: 'json' } } }

function hitsBody({ fields }: DetectionRule): string {
  const width = Math.max(0, ...fields.map((field) => field.length))
  const lines = fields.map((field) => `${field.padStart(width)} = {{_source.${field}}}`)
  const hit = fields.length === 0 ? '{{_source}}\n' : `Hit on {{_source.@timestamp}}:\n${lines.join('\n')}`
  return `Hits:\n{{#ctx.payload.hits.hits}}${hit}${LINE}\n{{/ctx.payload.hits.hits}}`
}

interface Counted {
  readonly search: object
  readonly path: string
  readonly test: object
  readonly body: string | undefined
}

const NOT_COUNTED: Counted = {
  search: {},
  path: 'ctx.payload.hits.total',
  test: { not_eq: 0 },
  body: undefined,
}

function count({ field, groupBy, sign, value }: SigmacAggregation): Counted {
  const limit = Number(value)
  const test = sign === '>' ? { gt: limit } : sign === '<' ? { lt: limit } : { not_eq: 0 }
  if (field === undefined && groupBy === undefined) return { ...NOT_COUNTED, test }
  let search: object = {}
  let path = ''
  const buckets: string[] = []
  const nest = (name: string, by: string): void => {
    const terms = {
      field: by,
      size: 10,
      order: { _count: sign === '<' ? 'asc' : 'desc' },
      ...(sign === '>' ? { min_doc_count: limit + 1 } : {}),
    }
    search = { aggs: { [name]: { terms, ...search } } }
    path = `${name}.buckets.0.${path}`
    buckets.push(`${name}.buckets`)
  }
  if (field !== undefined) nest('agg', field)
  if (groupBy !== undefined) nest('by', groupBy)
  buckets[0] = `aggregations.${buckets[0]}`
  const opened = buckets.map((bucket, i) => `{{#${bucket}}}\n${'-'.repeat(2 * i)} {{key}} {{doc_count}}\n`)
  const closed = buckets.toReversed().map((bucket) => `{{/${bucket}}}\n`)
  return {
    search,
    path: `ctx.payload.aggregations.${path}doc_count`,
    test,
    body: `Hits:\n${opened.join('\n')}${closed.join('\n')}`,
  }
}
