/**
 * The ATT&CK matrix of a folder of rules. In: its entries. Out: `matrix.html`: each technique of the table under its
 * tactics, with the number of rules, those without rules pale; links open the index with a search.
 */
import { ATTACK_TECHNIQUES, currentId, TACTICS, type Tactic, type Technique } from './attack.ts'
import { ATTACK_VERSION } from './data/attack-table.ts'
import { escapeHtml } from './escape-html.ts'
import { layOut } from './html-layout.ts'
import type { IndexEntry } from './index-page.ts'

export function drawMatrix(entries: readonly IndexEntry[]): string {
  const rulesById = countRules(entries)
  const covered = [...ATTACK_TECHNIQUES.keys()].filter((id) => rulesById.has(id)).length
  const unknown = [...rulesById.keys()].filter((id) => !ATTACK_TECHNIQUES.has(id))
  const body = [
    '<nav><a href="index.html">All rules</a></nav>',
    `<h1>ATT&amp;CK matrix, release ${ATTACK_VERSION}</h1>`,
    `<p class="dim">${covered} of ${ATTACK_TECHNIQUES.size} techniques and sub-techniques have rules. Ids of earlier releases count for those that replaced them.</p>`,
    `<div class="matrix">${TACTICS.map((tactic) => drawTactic(tactic, rulesById)).join('\n')}</div>`,
    ...(unknown.length === 0
      ? []
      : [
          `<p>Ids that this release does not have: ${unknown
            .sort()
            .map((id) => link(id, id))
            .join(', ')}</p>`,
        ]),
    '<p class="note">ATT&amp;CK is © The MITRE Corporation, reproduced and distributed with its permission.</p>',
  ].join('\n')
  return layOut({ title: 'ATT&CK matrix', body }).replace('<body>', '<body class="wide">')
}

/** A rule counts once for a technique, and once for the technique of its sub-techniques. */
function countRules(entries: readonly IndexEntry[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { techniques } of entries) {
    const ids = new Set(techniques.map(currentId))
    for (const id of [...ids]) ids.add(ATTACK_TECHNIQUES.get(id)?.parent ?? id)
    for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return counts
}

function drawTactic({ id, slug, name }: Tactic, rulesById: ReadonlyMap<string, number>): string {
  const techniques = [...ATTACK_TECHNIQUES.values()].filter(
    ({ parent, tactics }) => parent === undefined && tactics.includes(slug),
  )
  return `<section><h2>${escapeHtml(name)}<br><span class="dim">${id}</span></h2>${techniques.map((technique) => drawTechnique(technique, rulesById)).join('')}</section>`
}

function drawTechnique({ id, name }: Technique, rulesById: ReadonlyMap<string, number>): string {
  const count = rulesById.get(id) ?? 0
  const label = (text: string, key: string, rules: number): string =>
    rules === 0 ? `<span class="dim">${escapeHtml(text)}</span>` : `${link(key, text)} (${rules})`
  const subs = [...ATTACK_TECHNIQUES.values()].filter(({ parent }) => parent === id)
  const title = label(`${id} ${name}`, id, count)
  const heat = count === 0 ? '' : ` h${Math.min(4, 1 + Math.floor(Math.log10(count) * 2))}`
  if (subs.length === 0) return `<div class="tech${heat}">${title}</div>`
  const items = subs.map(
    (sub) => `<li>${label(`${sub.id.slice(5)} ${sub.name}`, sub.id, rulesById.get(sub.id) ?? 0)}</li>`,
  )
  return `<details class="tech${heat}"><summary>${title}</summary><ul>${items.join('')}</ul></details>`
}

function link(id: string, text: string): string {
  return `<a href="index.html#q=${encodeURIComponent(id)}">${escapeHtml(text)}</a>`
}
