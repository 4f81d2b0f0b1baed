/**
 * The rule pages of ../shared: a Sigma rule with its queries for seven back ends. In: the folder. Out: pages.
 * A page is even when the last hexadecimal digit of the SHA-1 of its file name (with `.md`) is.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { BackendName, Dialect } from '../../src/convert/conversion.ts'
import { convertRule } from '../../src/convert/convert.ts'
import type { DetectionRule } from '../../src/sigma/ast.ts'
import { parseSigma } from '../../src/sigma/parse.ts'
import { sharedPath } from './shared.ts'

export const PAGE_BACKENDS = [
  'powershell',
  'es-qs',
  'xpack-watcher',
  'graylog',
  'splunk',
  'logpoint',
  'grep',
] as const satisfies readonly BackendName[]

export interface RulePage {
  readonly name: string
  readonly isEven: boolean
  readonly rules: readonly DetectionRule[]
  /** By back end; pages without queries and printed errors of the converter are left out. */
  readonly queries: ReadonlyMap<BackendName, string>
}

export function readRulePages(): readonly RulePage[] {
  const folder = sharedPath('data', 'rule-pages')
  return readdirSync(folder)
    .sort()
    .map((name) => readPage(name, readFileSync(`${folder}/${name}`, 'utf8')))
}

/** One page by its text. */
export function readPage(name: string, text: string): RulePage {
  const rule = /### Sigma rule\n+```\n(.*?)\n```/s.exec(text)?.[1] ?? ''
  const queries = new Map<BackendName, string>()
  for (const backend of PAGE_BACKENDS) {
    const query = new RegExp(`### ${backend}\\n\\s*\\n\`\`\`\\n(.*?)\\n\`\`\``, 's').exec(text)?.[1] ?? ''
    if (query.trim() !== '' && !query.includes('An unsupported feature is required'))
      queries.set(backend, query)
  }
  const { documents } = parseSigma(rule, name)
  return {
    name,
    isEven: '02468ace'.includes(createHash('sha1').update(name).digest('hex').at(-1)!),
    rules: documents.filter((document) => document.kind === 'detection'),
    queries,
  }
}

/** The queries of a page's rules; a refusal stands in their place. */
export function convertPage({ rules }: RulePage, backend: BackendName, dialect: Dialect): string {
  return rules
    .map((rule, i) => {
      const made = convertRule(rule, { backend, dialect, before: rules.slice(0, i) })
      return made.type === 'queries' ? made.queries.join('\n') : `${made.code}: ${made.message}`
    })
    .join('\n')
}
