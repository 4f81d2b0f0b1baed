/**
 * The card of a rule as Atomic Threat Coverage drew it. In: the documents of a rule file as plain values. Out: its
 * Markdown table.
 * Invariant: harmless text stands as it is, byte for byte; text that would leave its cell or become markup is escaped.
 */
import type { PlainDocument } from '../../../sigma/read-plain-documents.ts'
import { techniqueName } from '../attack.ts'
import { TESTED_TECHNIQUES } from '../data/atc-tables.ts'
import { EARLY_NAMES } from '../data/early-names.ts'
import { escapeMarkdown } from '../escape-markdown.ts'
import { listDataNeeded } from './data-needed.ts'
import { textOf, textsOf } from './plain.ts'
import { sortOldTags } from './tags.ts'

export function drawCard(documents: readonly PlainDocument[]): string {
  const rule = documents[0] ?? {}
  const { tactics, techniques, others } = sortOldTags(textsOf(rule.tags))
  const tested = techniques.filter((id) => TESTED_TECHNIQUES.has(id))
  const enrichments = textsOf(rule.enrichment).map((name) => fileLink(name, 'Enrichments', name))
  return [
    `| Title                    | ${cell(textOf(rule.title))}       |`,
    '|:-------------------------|:------------------|',
    row('Description', cell(textOf(rule.description))),
    row('ATT&amp;CK Tactic', ` ${list(tactics.map(tacticLink)) ?? unmapped('Tactic')} `),
    row('ATT&amp;CK Technique', `${list(techniques.map(techniqueLink)) ?? unmapped('Technique')} `),
    row('Data Needed', documented(listDataNeeded(documents).map(dataLink), 'is no documented Data Needed')),
    ...(enrichments.length === 0 ? [] : [`| **Enrichment** |${list(enrichments)} |`]),
    row('Trigger', documented(tested.map(triggerLink), 'is no documented Trigger')),
    row(
      'Severity Level',
      cell(textOf(rule.level)) || " Severity Level for this Detection Rule wasn't defined yet ",
    ),
    row('False Positives', documented(textsOf(rule.falsepositives).map(cell), FALSE_POSITIVES)),
    row(
      'Development Status',
      cell(textOf(rule.status)) || " Development Status wasn't defined for this Detection Rule yet ",
    ),
    row(
      'References',
      documented(textsOf(rule.references).map(referenceLink), 'are no documented References'),
    ),
    row('Author', cell(textOf(rule.author)) || " Author of this Detection Rule haven't introduced himself "),
    others.length === 0 ? '' : `| Other Tags           | ${list(others.map(cell))} | `,
  ].join('\n')
}

const FALSE_POSITIVES = 'are no documented False Positives'

function row(name: string, text: string): string {
  return `| ${`**${name}**`.padEnd(24)} | ${text} |`
}

function list(items: readonly string[]): string | undefined {
  return items.length === 0 ? undefined : `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`
}

function documented(items: readonly string[], none: string): string {
  return `${list(items) ?? ` There ${none} for this Detection Rule yet`} `
}

function unmapped(kind: string): string {
  return ` This Detection Rule wasn't mapped to ATT&amp;CK ${kind} yet`
}

/** Ends a cell or a line, or opens HTML, code or a link. */
const HARMFUL = /[|<`\r\n\t\p{C}\p{Zl}\p{Zp}]|\]\(|\\$/u

function cell(text: string = ''): string {
  const trimmed = text.trim()
  return HARMFUL.test(trimmed) ? escapeMarkdown(trimmed) : trimmed
}

function tacticLink({ id, name }: { readonly id: string; readonly name: string }): string {
  return `[${id}: ${name}](https://attack.mitre.org/tactics/${id})`
}

function nameOf(id: string): string {
  return EARLY_NAMES.get(id) ?? techniqueName(id) ?? 'None'
}

function techniqueLink(id: string): string {
  return `[${id}: ${nameOf(id)}](https://attack.mitre.org/techniques/${id})`
}

function triggerLink(id: string): string {
  return `[${id}: ${nameOf(id)}](../Triggers/${id}.md)`
}

function dataLink(title: string): string {
  return fileLink(title, 'Data_Needed', title)
}

function fileLink(text: string, folder: string, name: string): string {
  return /^\w+$/.test(name) ? `[${text}](../${folder}/${name}.md)` : cell(text)
}

/** What may stand as an address: of the web, or bare words. Other schemes might run code, also behind entities. */
const HARMLESS_ADDRESS = /^(?:https?:\/\/[^[\]\\]*|[\p{L}\p{N} ,.=()_-]+)$/iu

/** The pages of old made a link of whatever a reference is. */
function referenceLink(reference: string): string {
  const text = reference.trim()
  const isLink = HARMLESS_ADDRESS.test(text) && !HARMFUL.test(text) && hasPairedBrackets(text)
  return isLink ? `[${text}](${text})` : cell(text)
}

function hasPairedBrackets(text: string): boolean {
  let depth = 0
  for (const [letter] of text.matchAll(/[()]/g)) {
    depth += letter === '(' ? 1 : -1
    if (depth < 0) return false
  }
  return depth === 0
}
