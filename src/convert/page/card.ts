/**
 * The card of a rule: what Markdown and HTML both show. In: rule, mapping, hits. Out: rows of plain texts and addresses.
 * Invariant: nothing is escaped here, and nothing is left out; the writers escape.
 */
import type { Mapping } from '../../mapping/mapping.ts'
import type { CorrelationRule, DetectionRule } from '../../sigma/ast.ts'
import { techniqueName } from './attack.ts'
import { ATTACK_VERSION } from './data/attack-table.ts'
import { type DataNeeded, findDataNeeded } from './data-needed.ts'
import { isWebAddress } from './escape-markdown.ts'
import { type SortedTags, sortTags } from './tags.ts'
import { listTriggers } from './triggers.ts'

export interface Cell {
  readonly text: string
  /** Only addresses that may be links. */
  readonly href?: string
}

export interface CardRow {
  readonly name: string
  /** Empty: there is nothing to say, which is said. */
  readonly cells: readonly Cell[]
}

/** Rules that have a page. */
export type PageRule = DetectionRule | CorrelationRule

export interface Card {
  readonly title: string
  readonly level: string
  readonly status: string
  readonly logsource: string
  readonly tags: SortedTags
  readonly rows: readonly CardRow[]
  readonly data: DataNeeded
}

export function buildCard(rule: PageRule, mapping: Mapping): Card {
  const tags = sortTags(rule.tags)
  const logsource =
    rule.kind === 'detection'
      ? describeLogSource(rule)
      : `correlation of ${rule.correlation.rules.join(', ')}`
  const row = (name: string, texts: readonly (string | undefined)[]): CardRow => ({
    name,
    cells: texts.filter((text) => text !== undefined && text !== '').map((text) => ({ text: text! })),
  })
  return {
    title: rule.title,
    level: rule.level ?? 'no level',
    status: rule.status ?? 'no status',
    logsource,
    tags,
    data:
      rule.kind === 'detection'
        ? findDataNeeded(rule, mapping)
        : { type: 'none', reason: 'see the rules it is built on' },
    rows: [
      row('Description', [rule.description]),
      {
        name: `ATT&CK tactics (release ${ATTACK_VERSION})`,
        cells: tags.tactics.map(({ id, name }) => ({
          text: `${id}: ${name}`,
          href: `https://attack.mitre.org/tactics/${id}/`,
        })),
      },
      { name: 'ATT&CK techniques', cells: tags.techniques.map(techniqueCell) },
      row('Log source', [logsource]),
      row('Needs to be set up', [rule.kind === 'detection' ? rule.logsource.definition : undefined]),
      { name: 'Triggers', cells: listTriggers(rule, tags.techniques) },
      row('Severity', [rule.level]),
      row('False positives', rule.falsepositives),
      row('Status', [rule.status]),
      { name: 'References', cells: rule.references.map(addressCell) },
      row('Author', [rule.author]),
      row('Written', [rule.date]),
      row('Id', [rule.id]),
      row('File', [rule.file]),
      ...[
        row('Last changed', [rule.modified]),
        row('Other tags', tags.others),
        row(
          'Related rules',
          rule.related.map(({ id, type }) => `${type}: ${id}`),
        ),
        row('License', [rule.license]),
      ].filter(({ cells }) => cells.length > 0),
    ],
  }
}

function describeLogSource({ logsource: { product, category, service } }: DetectionRule): string {
  return [product, category, service].filter((part) => part !== undefined).join(' / ') || 'none'
}

function techniqueCell(id: string): Cell {
  const name = techniqueName(id)
  return {
    text: name === undefined ? id : `${id}: ${name}`,
    href: `https://attack.mitre.org/techniques/${id.replace('.', '/')}/`,
  }
}

function addressCell(text: string): Cell {
  return isWebAddress(text) ? { text, href: text } : { text }
}
