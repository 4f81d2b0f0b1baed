/**
 * The ATT&CK matrix of a folder of rules. In: its entries. Out: `matrix.html`: each technique of the table under its
 * tactics, with the number of rules and of hits, those without rules pale, those with hits marked; links open the index
 * with a search.
 */
import { ATTACK_TECHNIQUES, currentId, TACTICS, type Tactic, type Technique } from './attack.ts'
import { ATTACK_VERSION } from './data/attack-table.ts'
import { escapeHtml } from './escape-html.ts'
import { layOut } from './html-layout.ts'
import type { IndexEntry } from './index-page.ts'

export function drawMatrix(entries: readonly IndexEntry[]): string {
  const rulesById = countById(entries, () => 1)
  const hitsById = countById(entries, ({ hits }) => hits ?? 0)
  const hasHits = entries.some(({ hits }) => hits !== undefined)
  const fired = [...ATTACK_TECHNIQUES.keys()].filter((id) => (hitsById.get(id) ?? 0) > 0).length
  const covered = [...ATTACK_TECHNIQUES.keys()].filter((id) => rulesById.has(id)).length
  const unknown = [...rulesById.keys()].filter((id) => !ATTACK_TECHNIQUES.has(id))
  const body = [
    '<nav><a href="index.html">All rules</a></nav>',
    `<h1>ATT&amp;CK matrix, release ${ATTACK_VERSION}</h1>`,
    `<p class="dim">${covered} of ${ATTACK_TECHNIQUES.size} techniques and sub-techniques have rules${hasHits ? `, ${fired} have hits` : ''}. Ids of earlier releases count for those that replaced them.</p>`,
    `<div class="matrix">${TACTICS.map((tactic) => drawTactic(tactic, { rulesById, hitsById })).join('\n')}</div>`,
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

interface Counts {
  readonly rulesById: ReadonlyMap<string, number>
  readonly hitsById: ReadonlyMap<string, number>
}

/** A rule counts once for a technique, and once for the technique of its sub-techniques. */
function countById(
  entries: readonly IndexEntry[],
  weigh: (entry: IndexEntry) => number,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const entry of entries) {
    const ids = new Set(entry.techniques.map(currentId))
    for (const id of [...ids]) ids.add(ATTACK_TECHNIQUES.get(id)?.parent ?? id)
    for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + weigh(entry))
  }
  return counts
}

function drawTactic({ id, slug, name }: Tactic, counts: Counts): string {
  const techniques = [...ATTACK_TECHNIQUES.values()].filter(
    ({ parent, tactics }) => parent === undefined && tactics.includes(slug),
  )
  return `<section><h2>${escapeHtml(name)}<br><span class="dim">${id}</span></h2>${techniques.map((technique) => drawTechnique(technique, counts)).join('')}</section>`
}

function drawTechnique({ id, name }: Technique, counts: Counts): string {
  const subs = [...ATTACK_TECHNIQUES.values()].filter(({ parent }) => parent === id)
  const title = drawLabel(`${id} ${name}`, id, counts)
  const rules = counts.rulesById.get(id) ?? 0
  const heat = rules === 0 ? '' : ` h${Math.min(4, 1 + Math.floor(Math.log10(rules) * 2))}`
  const style = `tech${heat}${(counts.hitsById.get(id) ?? 0) > 0 ? ' fired' : ''}`
  if (subs.length === 0) return `<div class="${style}">${title}</div>`
  const items = subs.map((sub) => `<li>${drawLabel(`${sub.id.slice(5)} ${sub.name}`, sub.id, counts)}</li>`)
  return `<details class="${style}"><summary>${title}</summary><ul>${items.join('')}</ul></details>`
}

function drawLabel(text: string, id: string, { rulesById, hitsById }: Counts): string {
  const rules = rulesById.get(id) ?? 0
  const hits = hitsById.get(id) ?? 0
  if (rules === 0) return `<span class="dim">${escapeHtml(text)}</span>`
  return `${link(id, text)} (${rules})${hits === 0 ? '' : ` <b>${hits} hit${hits === 1 ? '' : 's'}</b>`}`
}

function link(id: string, text: string): string {
  return `<a href="index.html#q=${encodeURIComponent(id)}">${escapeHtml(text)}</a>`
}
