/**
 * The list of all pages of a folder, in HTML with a search and in Markdown. In: entries in the order of the titles.
 * Out: `index.html` and `index.md`.
 */
import { currentId, techniqueName } from './attack.ts'
import { escapeHtml } from './escape-html.ts'
import { escapeMarkdown } from './escape-markdown.ts'
import { badge, layOut } from './html-layout.ts'
import { INDEX_SCRIPT } from './index-script.ts'
import { tableRow } from './markdown-page.ts'

export interface IndexEntry {
  /** Of the page's files, without extension. */
  readonly name: string
  readonly title: string
  readonly level: string
  readonly status: string
  readonly logsource: string
  /** Ids. */
  readonly techniques: readonly string[]
  readonly tactics: readonly string[]
  readonly id: string | undefined
  readonly file: string
  readonly author: string | undefined
  /** Undefined: no report was given. */
  readonly hits: number | undefined
}

const LEVELS = ['critical', 'high', 'medium', 'low', 'informational']

export function drawIndex(entries: readonly IndexEntry[]): string {
  const hasHits = entries.some(({ hits }) => hits !== undefined)
  const heads = ['Rule', 'Severity', 'Status', 'Log source', 'ATT&amp;CK', ...(hasHits ? ['Hits'] : [])]
  const options = LEVELS.map((level) => `<option>${level}</option>`).join('')
  const body = [
    '<nav><a href="matrix.html">ATT&amp;CK matrix</a><a href="index.md">Markdown</a></nav>',
    `<h1>${entries.length} rules</h1>`,
    `<div class="find"><input type="search" id="find" placeholder="Title, technique, log source, author, file, id" aria-label="Search" autocomplete="off"><select id="level" aria-label="Severity"><option value="">any severity</option>${options}</select>${hasHits ? '<label><input type="checkbox" id="fired"> that fired</label>' : ''}<span class="dim" id="shown" role="status">${entries.length} of ${entries.length}</span></div>`,
    `<table class="rules"><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>`,
    ...entries.map((entry) => drawRow(entry, hasHits)),
    '</tbody></table>',
  ].join('\n')
  return layOut({ title: 'Rules', body, script: INDEX_SCRIPT })
}

function drawRow(entry: IndexEntry, hasHits: boolean): string {
  const more = [entry.id, entry.file, entry.author, ...entry.tactics, ...entry.techniques.map(searchedName)]
    .filter((text) => text !== undefined)
    .join(' ')
  const hits = hasHits ? `<td class="number">${entry.hits ?? 0}</td>` : ''
  return `<tr data-level="${escapeHtml(entry.level)}" data-hits="${entry.hits ?? 0}" data-more="${escapeHtml(more.replaceAll('\n', ' '))}"><td><a href="${entry.name}.html">${escapeHtml(entry.title)}</a></td><td>${badge(entry.level)}</td><td>${escapeHtml(entry.status)}</td><td>${escapeHtml(entry.logsource)}</td><td>${entry.techniques.join(' ')}</td>${hits}</tr>`
}

/** A technique is found by its name, too, and by the id that it has now. */
function searchedName(id: string): string {
  const now = currentId(id)
  return `${now === id ? '' : `${now} `}${techniqueName(now) ?? ''}`
}

export function drawMarkdownIndex(entries: readonly IndexEntry[]): string {
  const hasHits = entries.some(({ hits }) => hits !== undefined)
  const heads = ['Rule', 'Severity', 'Status', 'Log source', 'ATT\\&CK', ...(hasHits ? ['Hits'] : [])]
  const rows = entries.map((entry) =>
    tableRow([
      `[${escapeMarkdown(entry.title)}](${entry.name}.md)`,
      escapeMarkdown(entry.level),
      escapeMarkdown(entry.status),
      escapeMarkdown(entry.logsource),
      entry.techniques.join(' '),
      ...(hasHits ? [String(entry.hits ?? 0)] : []),
    ]),
  )
  return [
    `# ${entries.length} rules`,
    '',
    tableRow(heads),
    tableRow(heads.map(() => ':--')),
    ...rows,
    '',
  ].join('\n')
}
