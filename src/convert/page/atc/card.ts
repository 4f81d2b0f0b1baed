/**
 * The card of a rule as Atomic Threat Coverage drew it. In: the documents of a rule file as plain values. Out: the rows
 * of its Markdown table.
 * Invariant: harmless text stands as it is, byte for byte; text that would leave its cell or become markup is escaped.
 */
import type { PlainDocument } from '../../../sigma/read-plain-documents.ts'
import { DEFENSE_EVASION, findTactic, type Tactic, techniqueName } from '../attack.ts'
import { TESTED_TECHNIQUES } from '../data/atc-tables.ts'
import { EARLY_NAMES } from '../data/early-names.ts'
import { escapeMarkdown, isWebAddress } from '../escape-markdown.ts'
import { listDataNeeded } from './data-needed.ts'
import { textOf, textsOf } from './plain.ts'

export function drawCard(documents: readonly PlainDocument[]): string {
  const rule = documents[0] ?? {}
  const { tactics, techniques, others } = sortOldTags(textsOf(rule.tags))
  const tested = techniques.filter((id) => TESTED_TECHNIQUES.has(id))
  const row = (name: string, text: string): string => `| ${`**${name}**`.padEnd(24)} | ${text} |`
  const listed = (items: readonly string[], none: string): string =>
    items.length > 0 ? `${list(items)} ` : ` ${none} for this Detection Rule yet `
  const missing = (what: string): string => ` ${what} for this Detection Rule yet `
  const enrichments = textsOf(rule.enrichment).map(named)
  return [
    `| Title                    | ${cell(textOf(rule.title) ?? '')}       |`,
    '|:-------------------------|:------------------|',
    row('Description', cell(textOf(rule.description) ?? '')),
    row('ATT&amp;CK Tactic', ` ${tactics.length > 0 ? list(tactics.map(tacticLink)) : unmapped('Tactic')} `),
    row('ATT&amp;CK Technique', `${techniques.length > 0 ? list(techniques.map(techniqueLink)) : unmapped('Technique')} `),
    row('Data Needed', listed(listDataNeeded(documents).map(dataLink), 'There is no documented Data Needed')),
    ...(enrichments.length === 0 ? [] : [`| **Enrichment** |${list(enrichments.map(enrichmentLink))} |`]),
    row('Trigger', listed(tested.map(triggerLink), 'There is no documented Trigger')),
    row('Severity Level', cell(textOf(rule.level)) ?? missing("Severity Level for this Detection Rule wasn't defined yet").replace(/ for this Detection Rule yet $/, ' ')),
    row('False Positives', listed(textsOf(rule.falsepositives).map(named), 'There are no documented False Positives')),
    row('Development Status', cell(textOf(rule.status)) ?? missing("Development Status wasn't defined")),
    row('References', listed(textsOf(rule.references).map(referenceLink), 'There are no documented References')),
    row('Author', cell(textOf(rule.author) ?? '')),
    others.length === 0 ? '' : `| Other Tags           | ${list(others.map(named))} | `,
  ].join('\n')
}
