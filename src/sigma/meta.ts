/**
 * The fields that all kinds of rules share (sigma-semantics §1.1). In: the document's map. Out: `RuleMeta`; whatever
 * is refused is absent there and in the findings.
 */
import type { RuleMeta } from './ast.ts'
import { parseDate } from './dates.ts'
import { excerpt } from './excerpt.ts'
import { doubt, type Findings, refuse } from './findings.ts'
import { positionAt } from './place.ts'
import { type Fields, presentNode, readText, readTexts, readWord, writtenText } from './read-fields.ts'
import { readRelated } from './related.ts'
import { describeNode } from './scalar.ts'
import { toRecord } from './to-plain.ts'
import { parseUuid } from './uuid.ts'
import { LEVELS, STATUSES } from './words.ts'

/** Letters of a title (specification). */
const MAX_TITLE_LETTERS = 256

const KNOWN_KEYS: ReadonlySet<string> = new Set(
  `title id name related taxonomy status description license author references date modified logsource detection
  correlation filter fields falsepositives level tags scope action`.split(/\s+/),
)

/** Where a document stands in its file. */
export interface DocumentPlace {
  readonly document: number
  readonly offset: number
}

export function readMeta(
  fields: Fields,
  place: DocumentPlace,
  findings: Findings,
  kind: 'detection' | 'correlation' | 'filter',
): RuleMeta {
  const isKept = (name: string) => !KNOWN_KEYS.has(name) && !(kind === 'correlation' && name === 'generate')
  return {
    title: readTitle(fields, place, findings),
    id: readId(fields, findings),
    name: readName(fields, 'name', findings),
    status: readWord(fields, 'status', STATUSES, findings),
    level: readWord(fields, 'level', LEVELS, findings),
    description: readText(fields, 'description', findings),
    author: readText(fields, 'author', findings),
    license: readText(fields, 'license', findings),
    date: readDate(fields, 'date', findings),
    modified: readDate(fields, 'modified', findings),
    references: readTexts(fields, 'references', findings),
    tags: readTags(fields, findings),
    fields: readTexts(fields, 'fields', findings),
    falsepositives: readTexts(fields, 'falsepositives', findings, kind === 'correlation'),
    related: readRelated(fields, findings),
    taxonomy: readTaxonomy(fields, findings),
    scope: readTexts(fields, 'scope', findings),
    custom: toRecord([...fields].filter(([name]) => isKept(name))),
    file: findings.file,
    document: place.document,
    position: positionAt(findings.places, place.offset),
  }
}

function readTitle(fields: Fields, place: DocumentPlace, findings: Findings): string {
  const node = presentNode(fields, 'title')
  if (node === undefined) refuse(findings, 'rule-schema', place.offset, "a rule needs a 'title'")
  const title = readText(fields, 'title', findings) ?? ''
  if (node !== undefined && title.length > MAX_TITLE_LETTERS && [...title].length > MAX_TITLE_LETTERS)
    refuse(findings, 'rule-schema', node.offset, `a title has at most ${MAX_TITLE_LETTERS} letters`)
  return title
}

function readId(fields: Fields, findings: Findings): string | undefined {
  const node = presentNode(fields, 'id')
  const text = readText(fields, 'id', findings)
  if (node === undefined || text === undefined) return undefined
  const id = parseUuid(text)
  if (id === undefined)
    refuse(findings, 'rule-schema', node.offset, `the id must be a UUID, not '${excerpt(text)}'`)
  return id
}

/** Text that must not be empty. */
function readName(fields: Fields, name: string, findings: Findings): string | undefined {
  const text = readText(fields, name, findings)
  if (text !== '') return text
  refuse(findings, 'rule-schema', fields.get(name)!.offset, `'${name}' must not be empty`)
  return undefined
}

function readTaxonomy(fields: Fields, findings: Findings): string {
  const taxonomy = readName(fields, 'taxonomy', findings) ?? 'sigma'
  const node = fields.get('taxonomy')
  if (taxonomy !== 'sigma' && node !== undefined)
    doubt(findings, node.offset, `the names of the taxonomy '${excerpt(taxonomy)}' are not translated`)
  return taxonomy
}

function readDate(fields: Fields, name: string, findings: Findings): string | undefined {
  const node = presentNode(fields, name)
  if (node === undefined) return undefined
  const text = writtenText(node)
  const date = text === undefined ? undefined : parseDate(text)
  if (date !== undefined) return date
  const found = text === undefined ? describeNode(node) : `'${excerpt(text)}'`
  refuse(findings, 'rule-schema', node.offset, `'${name}' must be a date as YYYY-MM-DD, not ${found}`)
  return undefined
}

function readTags(fields: Fields, findings: Findings): string[] {
  const node = presentNode(fields, 'tags')
  if (node === undefined) return []
  if (node.kind !== 'seq') {
    refuse(findings, 'rule-schema', node.offset, `'tags' must be a list, not ${describeNode(node)}`)
    return []
  }
  const tags: string[] = []
  for (const item of node.items) {
    const tag = item.kind === 'scalar' && item.text.includes('.') ? item.text : undefined
    if (tag !== undefined) tags.push(tag)
    else {
      const found = item.kind === 'scalar' ? `'${excerpt(item.text)}'` : describeNode(item)
      refuse(
        findings,
        'rule-schema',
        item.offset,
        `a tag must be a namespace, a dot and a name, not ${found}`,
      )
    }
  }
  return tags
}
