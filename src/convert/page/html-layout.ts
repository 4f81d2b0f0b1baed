/**
 * What every HTML page has around its content. In: title, body, optionally a script. Out: one file that needs nothing
 * else: no network, no other file but the pages it links to.
 * Invariant: the policy lets run only the script that is given here, by its hash; with none, no script at all.
 */
import { createHash } from 'node:crypto'
import { escapeHtml } from './escape-html.ts'
import { STYLE } from './html-style.ts'

export interface HtmlPage {
  readonly title: string
  /** HTML, escaped already. */
  readonly body: string
  readonly script?: string
}

export function layOut({ title, body, script }: HtmlPage): string {
  const allowed =
    script === undefined ? "'none'" : `'sha256-${createHash('sha256').update(script).digest('base64')}'`
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src ${allowed}; base-uri 'none'; form-action 'none'`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${body}
${script === undefined ? '' : `<script>${script}</script>\n`}</body>
</html>
`
}

/** A link to the web: it tells the other side nothing. */
export function webLink(href: string, html: string): string {
  return `<a href="${escapeHtml(href)}" rel="noopener noreferrer">${html}</a>`
}

/** A severity as a coloured word; only known ones have a colour. */
export function badge(level: string): string {
  const known = ['informational', 'low', 'medium', 'high', 'critical'].includes(level) ? ` ${level}` : ''
  return `<span class="badge${known}">${escapeHtml(level)}</span>`
}
