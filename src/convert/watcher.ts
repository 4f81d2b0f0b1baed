/**
 * A watch of Elasticsearch that looks for a query every thirty minutes and mails what it finds, as a shell command that
 * stores it. In: rule and query. Out: the command.
 * Invariant: the document is JSON between quoted marks, where a shell expands nothing and no text can end it.
 */
import type { DetectionRule } from '../sigma/ast.ts'
import type { Around } from './backend.ts'

const RULE_LINE = '='.repeat(80)

/** Watches are named by the rule's id; other text would be part of the address. */
function watchName({ id, title }: DetectionRule): string {
  const name = (id ?? title).replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 128)
  return /[A-Za-z0-9]/.test(name) ? name : 'rule'
}

export function watchCommand(rule: DetectionRule, query: string, { before, index }: Around): string {
  const name = watchName(rule)
  const number = before.filter((other) => watchName(other) === name).length + index + 1
  const head = `curl -s -XPUT -H 'Content-Type: application/json' --data-binary @- localhost:9200/_watcher/watch/${number === 1 ? name : `${name}-${number}`}`
  return `${head} <<'EOF'\n${JSON.stringify(watch(rule, query), null, 2)}\nEOF`
}

/**
 * A search is a template to Watcher, and two braces would be read as one. Lucene takes an escaped brace for a brace in
 * terms, quotes and expressions; no count starts behind a brace.
 */
function withoutTemplates(query: string): string {
  return query.replace(/\\[\s\S]|\{/g, (sign, at: number) =>
    sign === '{' && query[at - 1] === '{' ? String.raw`\{` : sign,
  )
}

function watch(rule: DetectionRule, query: string): object {
  const { title, description, tags } = rule
  return {
    metadata: { title, description: description ?? '', tags, query },
    trigger: { schedule: { interval: '30m' } },
    input: {
      search: {
        request: {
          body: {
            size: 10,
            query: {
              bool: {
                must: [{ query_string: { query: withoutTemplates(query), analyze_wildcard: true } }],
                filter: { range: { '@timestamp': { gte: 'now-30m/m' } } },
              },
            },
          },
          indices: ['winlogbeat-*'],
        },
      },
    },
    condition: { compare: { 'ctx.payload.hits.total': { not_eq: 0 } } },
    actions: {
      send_email: {
        throttle_period: '15m',
        email: {
          profile: 'standard',
          to: 'root@localhost',
          // Braces of a title would be read as a template.
          subject: `Sigma Rule '${title.replaceAll('{', '(').replaceAll('}', ')')}'`,
          body: `Hits:\n{{#ctx.payload.hits.hits}}{{_source}}\n${RULE_LINE}\n{{/ctx.payload.hits.hits}}`,
          attachments: { 'data.json': { data: { format: 'json' } } },
        },
      },
    },
  }
}
