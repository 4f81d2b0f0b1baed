/**
 * A rule's page in Markdown. In: its card, text, queries, hits. Out: the file's text.
 * Invariant: headings and cells are one line each; texts stand escaped, code stands in fences that it cannot end.
 */
import type { Card, Cell } from './card.ts'
import { escapeMarkdown, fence } from './escape-markdown.ts'
import type { RulePage } from './page.ts'
import type { RuleHits } from './rule-hits.ts'

export function drawMarkdown({ card, text, queries, hits }: RulePage): string {
  return [
    `# ${escapeMarkdown(card.title) || 'Rule'}`,
    drawCard(card),
    '## Data needed',
    drawData(card),
    ...(hits === undefined ? [] : ['## Where it fired', drawHits(hits)]),
    '## Sigma rule',
    fence(text.replace(/\r?\n$/, ''), 'yaml'),
    ...(queries.length === 0 ? [] : ['## Queries']),
    ...queries.flatMap(({ backend, texts, remarks }) => [
      `### ${backend}`,
      ...remarks.map((remark) => escapeMarkdown(`${texts.length === 0 ? 'No query: ' : 'Note: '}${remark}`)),
      ...texts.map((query) => fence(query)),
    ]),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n')
}

function drawCard(card: Card): string {
  const rows = card.rows.map(({ name, cells }) => tableRow([`**${escapeMarkdown(name)}**`, drawCells(cells)]))
  return [tableRow(['Title', escapeMarkdown(card.title)]), '|:--|:--|', ...rows].join('\n')
}

export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function drawCells(cells: readonly Cell[]): string {
  if (cells.length === 0) return '–'
  const drawn = cells.map(drawCell)
  return drawn.length === 1 ? drawn[0]! : `<ul>${drawn.map((cell) => `<li>${cell}</li>`).join('')}</ul>`
}

function drawCell({ text, href }: Cell): string {
  return href === undefined ? escapeMarkdown(text) : `[${escapeMarkdown(text)}](<${href}>)`
}

function drawData({ data }: Card): string {
  if (data.type === 'none') return `No event log of Windows: ${escapeMarkdown(data.reason)}`
  const rows = data.rows.map(({ channel, eventIds, setting }) =>
    tableRow([escapeMarkdown(channel), eventIds.join(', ') || 'any', escapeMarkdown(setting ?? 'not known')]),
  )
  return ['| Channel | Event ids | Written with |', '|:--|:--|:--|', ...rows].join('\n')
}

function drawHits({ count, first, last, computers, rows }: RuleHits): string {
  if (count === 0) return 'It did not fire.'
  const lines = rows.map((hit) =>
    tableRow(
      [hit.timestamp, hit.computer, hit.channel, hit.eventId, hit.recordId, hit.file, hit.details].map(
        escapeMarkdown,
      ),
    ),
  )
  const names = computers.map(([name, hits]) => `${escapeMarkdown(name)} (${hits})`).join(', ')
  return [
    `${count} hits, from ${escapeMarkdown(first ?? 'an unknown time')} to ${escapeMarkdown(last ?? 'an unknown time')}, on ${names}.`,
    '',
    '| Time | Computer | Channel | Event id | Record | File | Details |',
    '|:--|:--|:--|:--|:--|:--|:--|',
    ...lines,
    ...(count > rows.length ? ['', `${count - rows.length} more are in the report.`] : []),
  ].join('\n')
}
