/**
 * The door to rule pages: rules in, files out, one after the other. In: rule files, parsed. Out: names and texts.
 * Invariant: pure; names are safe and unique; nothing of a rule becomes markup.
 */
import type { Mapping } from '../../mapping/mapping.ts'
import type { ConvertOptions, Dialect } from '../conversion.ts'
import { BACKEND_NAMES } from '../conversion.ts'
import { convertRule } from '../convert.ts'
import { drawOldPage } from './atc/page.ts'
import { buildCard, type Card, type PageRule } from './card.ts'
import { createNamer } from './file-names.ts'
import { drawHtml } from './html-page.ts'
import { drawIndex, drawMarkdownIndex, type IndexEntry } from './index-page.ts'
import { drawMarkdown } from './markdown-page.ts'
import { drawMatrix } from './matrix-page.ts'
import { listQueries, type PageQuery } from './queries.ts'
import type { RuleHits } from './rule-hits.ts'

export type { PageRule } from './card.ts'

export interface PageFile {
  /** Safe as a file name. */
  readonly name: string
  readonly text: string
}

/** A file with its rules, those that could be read. */
export interface RuleSource {
  readonly file: string
  readonly text: string
  readonly rules: readonly PageRule[]
}

export interface PageOptions {
  readonly dialect: Dialect
  readonly mapping: Mapping
  readonly approximate: boolean
  /** Pages without queries are quick. */
  readonly hasQueries: boolean
  /** Undefined: no report was given. */
  readonly hitsOf: ((rule: PageRule) => RuleHits | undefined) | undefined
}

/** All that the page of a rule shows. */
export interface RulePage {
  readonly name: string
  readonly card: Card
  readonly text: string
  readonly queries: readonly PageQuery[]
  readonly hits: RuleHits | undefined
  readonly hasIndex: boolean
}

const NO_HITS: RuleHits = { count: 0, first: undefined, last: undefined, computers: [], rows: [] }

/** The files of all pages; an index and a matrix when there are several. */
export function* drawPages(sources: readonly RuleSource[], options: PageOptions): Generator<PageFile> {
  const nameOf = createNamer()
  const entries: IndexEntry[] = []
  const hasIndex = sources.length > 1 || (sources[0]?.rules.length ?? 0) > 1
  for (const source of sources) {
    if (options.dialect !== 'default') yield drawOld(source, nameOf, options)
    else
      for (const rule of source.rules) {
        const page = buildPage(rule, source.text, { name: nameOf(rule.title, 'title'), hasIndex, options })
        entries.push(entryOf(rule, page))
        yield { name: `${page.name}.md`, text: drawMarkdown(page) }
        yield { name: `${page.name}.html`, text: drawHtml(page) }
      }
  }
  if (!hasIndex || options.dialect !== 'default') return
  entries.sort((a, b) => compare(a.title, b.title) || compare(a.name, b.name))
  yield { name: 'index.html', text: drawIndex(entries) }
  yield { name: 'index.md', text: drawMarkdownIndex(entries) }
  yield { name: 'matrix.html', text: drawMatrix(entries) }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

interface Place {
  readonly name: string
  readonly hasIndex: boolean
  readonly options: PageOptions
}

function buildPage(rule: PageRule, text: string, { name, hasIndex, options }: Place): RulePage {
  const { mapping, approximate, hasQueries, hitsOf } = options
  return {
    name,
    card: buildCard(rule, mapping),
    text,
    queries: hasQueries ? listQueries(rule, { mapping, approximate }) : [],
    hits: hitsOf === undefined ? undefined : (hitsOf(rule) ?? NO_HITS),
    hasIndex,
  }
}

function entryOf(rule: PageRule, { name, card, hits }: RulePage): IndexEntry {
  const { title, level, status, logsource, tags } = card
  return {
    name,
    title,
    level,
    status,
    logsource,
    techniques: tags.techniques,
    tactics: tags.tactics.map(({ name: tactic }) => tactic),
    id: rule.id,
    file: rule.file,
    author: rule.author,
    hits: hits?.count,
  }
}

/** A page in the form of old has the name of its rule file, and all rules of it. */
function drawOld(
  { file, text, rules }: RuleSource,
  nameOf: ReturnType<typeof createNamer>,
  options: PageOptions,
): PageFile {
  const { hasQueries } = options
  const dialect = options.dialect === 'default' ? 'sigmac-pages' : options.dialect
  const stem = file.replace(/^.*[\\/]/, '').replace(/\.ya?ml$/i, '')
  const detections = rules.filter((rule) => rule.kind === 'detection')
  const queries = BACKEND_NAMES.filter((name) => name !== 'sqlite').map((backend) => {
    const texts = detections.flatMap((rule, i): readonly string[] => {
      const given: ConvertOptions = { backend, dialect, before: detections.slice(0, i) }
      const made = convertRule(rule, given)
      return made.type === 'queries' ? made.queries : []
    })
    return { backend, text: texts.join('\n') }
  })
  return { name: `${nameOf(stem, 'file')}.md`, text: drawOldPage(text, hasQueries ? queries : [], dialect) }
}
