/**
 * Tags: a namespace that tools know, a name of its form, each once (Sigma's tags appendix).
 * Whether an ATT&CK number exists is not looked up: the list grows twice a year.
 */
import { excerpt } from '../excerpt.ts'
import { suggestName } from '../names.ts'
import { presentNode } from '../read-fields.ts'
import { type LintedRule, listScalars } from './linted-rule.ts'

const TAG = /^[a-z0-9_-]+\.[a-z0-9._-]+$/

/** Tactics of ATT&CK for enterprises; defense-evasion was split into stealth and defense-impairment. */
const TACTICS: ReadonlySet<string> = new Set([
  'reconnaissance',
  'resource-development',
  'initial-access',
  'execution',
  'persistence',
  'privilege-escalation',
  'defense-evasion',
  'stealth',
  'defense-impairment',
  'credential-access',
  'discovery',
  'lateral-movement',
  'collection',
  'command-and-control',
  'exfiltration',
  'impact',
  // For industrial control systems and mobile devices.
  'evasion',
  'inhibit-response-function',
  'impair-process-control',
])

/** Techniques, tactics, groups, software, campaigns, mitigations, data sources, detection strategies, analytics. */
const ATTACK_ID = /^(?:t[0-9]{4}(?:\.[0-9]{3})?|ta[0-9]{4}|[gscm][0-9]{4}|ds[0-9]{4}|det[0-9]{4}|an[0-9]{4})$/

/** The form of names in each namespace, and an example. */
const NAMESPACES: ReadonlyMap<string, { readonly form: RegExp; readonly example: string }> = new Map([
  ['attack', { form: /^/, example: 'attack.t1059.001' }],
  ['car', { form: /^[0-9]{4}-[0-9]{2}-[0-9]{3}$/, example: 'car.2016-04-005' }],
  ['cve', { form: /^[0-9]{4}-[0-9]{4,}$/, example: 'cve.2021-44228' }],
  ['d3fend', { form: /^[a-z0-9-]+$/, example: 'd3fend.d3-am' }],
  ['detection', { form: /^(?:dfir|emerging-threats|threat-hunting)$/, example: 'detection.threat-hunting' }],
  ['stp', { form: /^[1-5][auk]?$/, example: 'stp.4a' }],
  ['tlp', { form: /^(?:clear|white|green|amber|amber-strict|red)$/, example: 'tlp.clear' }],
])

/** A rule has at most one of these. */
const SINGLE: readonly string[] = ['detection', 'tlp']

export function lintTags({ document, fields, root, report }: LintedRule): void {
  const seen = new Set<string>()
  const namespaces = new Set<string>()
  for (const { text, offset } of listScalars(fields, 'tags')) {
    const dot = text.indexOf('.')
    const namespace = text.slice(0, dot)
    const problem = seen.has(text)
      ? 'stands twice'
      : (problemOf(text, namespace, text.slice(dot + 1)) ??
        (namespaces.has(namespace) && SINGLE.includes(namespace)
          ? `is a second tag of ${namespace}: keep one`
          : undefined))
    if (problem !== undefined) report('lint-tag', 'warning', offset, `the tag '${excerpt(text)}' ${problem}`)
    seen.add(text)
    namespaces.add(namespace)
  }
  const wanted = FOLDER.exec(document.file.replaceAll('\\', '/'))?.[1]
  if (wanted === undefined || seen.has(`detection.${wanted}`)) return
  const place = presentNode(fields, 'tags')?.offset ?? root.offset
  report('lint-tag', 'info', place, `rules of this folder have the tag 'detection.${wanted}': add it`)
}

/** SigmaHQ's folders whose rules have a tag of their own. */
const FOLDER = /(?:^|\/)rules-(dfir|emerging-threats|threat-hunting)\//

function problemOf(tag: string, namespace: string, name: string): string | undefined {
  if (!TAG.test(tag)) return "may hold small letters, digits, '.', '_' and '-' only"
  const known = NAMESPACES.get(namespace)
  if (known === undefined)
    return `has no known namespace: one of ${[...NAMESPACES.keys()].join(', ')} is needed${suggestName(namespace, NAMESPACES.keys())}`
  if (namespace === 'attack') return problemOfAttack(name)
  return known.form.test(name) ? undefined : `does not have the form of ${known.example}`
}

function problemOfAttack(name: string): string | undefined {
  if (TACTICS.has(name) || ATTACK_ID.test(name)) return undefined
  const hyphened = name.replaceAll('_', '-')
  if (TACTICS.has(hyphened)) return `is written with hyphens today: attack.${hyphened}`
  if (/^[a-z]+[0-9]/.test(name))
    return 'has no number of ATT&CK: t and four digits, three more for a sub-technique'
  return `is neither a tactic nor a number of ATT&CK${suggestName(name, TACTICS)}`
}
