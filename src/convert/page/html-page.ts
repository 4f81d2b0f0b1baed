/**
 * A rule's page in HTML. In: its card, text, queries, hits. Out: one file, without any script.
 * Invariant: whatever comes from a rule or a report goes through `escapeHtml`.
 */
import type { Card, Cell } from './card.ts'
import { escapeHtml } from './escape-html.ts'
import { badge, layOut, webLink } from './html-layout.ts'
import type { RulePage } from './page.ts'
import type { PageQuery } from './queries.ts'
import type { RuleHits } from './rule-hits.ts'

export function drawHtml(page: RulePage): string {
  const { card, hits, queries, text, name, hasIndex } = page
  const links = hasIndex
    ? '<a href="index.html">All rules</a><a href="matrix.html">ATT&amp;CK matrix</a>'
    : ''
  const body = [
    `<nav>${links}<a href="${name}.md">Markdown</a></nav>`,
    `<h1>${escapeHtml(card.title)}</h1>`,
    `<p>${badge(card.level)} <span class="badge">${escapeHtml(card.status)}</span> <span class="dim">${escapeHtml(card.logsource)}</span></p>`,
    `<table class="card">${card.rows.map(({ name: label, cells }) => `<tr><th scope="row">${escapeHtml(label)}</th><td>${drawCells(cells)}</td></tr>`).join('\n')}</table>`,
    `<h2>Data needed</h2>\n${drawData(card)}`,
    ...(hits === undefined ? [] : [`<h2>Where it fired</h2>\n${drawHits(hits)}`]),
    `<h2>Sigma rule</h2>\n<pre>${escapeHtml(text.replace(/\r?\n$/, ''))}</pre>`,
    ...(queries.length === 0 ? [] : ['<h2>Queries</h2>', ...queries.map(drawQuery)]),
  ].join('\n')
  return layOut({ title: card.title, body })
}

function drawCells(cells: readonly Cell[]): string {
  if (cells.length === 0) return '<span class="dim">–</span>'
  const drawn = cells.map(drawCell)
  return drawn.length === 1 ? drawn[0]! : `<ul>${drawn.map((cell) => `<li>${cell}</li>`).join('')}</ul>`
}

function drawCell({ text, href }: Cell): string {
  const html = escapeHtml(text).replaceAll('\n', '<br>')
  return href === undefined ? html : webLink(href, html)
}

function drawData({ data }: Card): string {
  if (data.type === 'none') return `<p>No event log of Windows: ${escapeHtml(data.reason)}</p>`
  const rows = data.rows.map(({ channel, eventIds, setting }) => [
    channel,
    eventIds.join(', ') || 'any',
    setting ?? 'not known',
  ])
  return drawTable(['Channel', 'Event ids', 'Written with'], rows, 'data')
}

function drawTable(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  style: 'data' | 'hits',
): string {
  const head = heads.map((name) => `<th scope="col">${name}</th>`).join('')
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`)
  return `<div class="scroll"><table class="${style}"><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`
}

function drawHits({ count, first, last, computers, rows }: RuleHits): string {
  if (count === 0) return '<p>It did not fire.</p>'
  const names = computers.map(([name, hits]) => `${escapeHtml(name)} (${hits})`).join(', ')
  const more = count > rows.length ? `<p class="note">${count - rows.length} more are in the report.</p>` : ''
  const span = `${escapeHtml(first ?? 'an unknown time')} to ${escapeHtml(last ?? 'an unknown time')}`
  const cells = rows.map((hit) => [
    hit.timestamp,
    hit.computer,
    hit.channel,
    hit.eventId,
    hit.recordId,
    hit.file,
    hit.details,
  ])
  return `<p>${count} hits, from ${span}, on ${names}.</p>\n${drawTable(['Time', 'Computer', 'Channel', 'Event id', 'Record', 'File', 'Details'], cells, 'hits')}${more}`
}

function drawQuery({ backend, texts, remarks }: PageQuery): string {
  const notes = remarks.map(
    (remark) => `<p class="note">${texts.length === 0 ? 'No query: ' : 'Note: '}${escapeHtml(remark)}</p>`,
  )
  const blocks = texts.map((query) => `<pre class="wrap">${escapeHtml(query)}</pre>`)
  return `<details open><summary>${backend}</summary>${[...notes, ...blocks].join('\n')}</details>`
}
