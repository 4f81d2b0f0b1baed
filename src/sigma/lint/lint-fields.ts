/**
 * Field names and values that have a form of their own: hashes, and names that Windows translates.
 */
import { excerpt } from '../excerpt.ts'
import { tokenisePattern } from '../pattern.ts'
import type { LintedRule } from './linted-rule.ts'
import { isWildcardText, type LintedItem, visitItems } from './visit-items.ts'

export function lintFields(rule: LintedRule): void {
  visitItems(rule, (item) => {
    lintName(rule, item)
    lintHashes(rule, item)
    lintAccount(rule, item)
  })
}

function lintName({ report }: LintedRule, { field, offset }: LintedItem): void {
  if (field === undefined) return
  if (field.trim() !== field) {
    const message = `'${excerpt(field)}' has blanks around it, which no field name has: remove them`
    report('lint-field-name', 'warning', offset, message)
  } else if (/\s/.test(field)) {
    const message = `'${excerpt(field)}' has blanks: Sigma's field names have none, write '${excerpt(field.replaceAll(/\s+/g, ''))}'`
    report('lint-field-name', 'warning', offset, message)
  }
}

/** Hexadecimal digits of each hash that Sysmon lists. */
const HASH_DIGITS: ReadonlyMap<string, number> = new Map([
  ['MD5', 32],
  ['SHA1', 40],
  ['SHA256', 64],
  ['IMPHASH', 32],
])

function lintHashes({ document, report }: LintedRule, item: LintedItem): void {
  if (item.field !== 'Hashes' && item.field !== 'Hash') return
  if (document.kind === 'correlation' || document.logsource.product !== 'windows') return
  for (const node of item.nodes) {
    if (!isWildcardText(node, item)) continue
    const problem = tokenisePattern(node.text)
      .filter((token) => typeof token === 'string')
      .map(problemOfHash)
      .find((found) => found !== undefined)
    if (problem !== undefined)
      report('lint-hash', 'warning', node.offset, `'${excerpt(node.text)}' ${problem}`)
  }
}

function problemOfHash(text: string): string | undefined {
  const [name = '', hash, ...rest] = text.split('=')
  if (hash === undefined || rest.length > 0)
    return 'is no algorithm, equals sign and hash: the field lists its hashes as MD5=…,SHA256=…,IMPHASH=…'
  const digits = HASH_DIGITS.get(name)
  if (digits === undefined) return `names no algorithm of ${[...HASH_DIGITS.keys()].join(', ')}`
  // `IMPHASH=` alone asks whether there is such a hash at all.
  if (hash === '') return undefined
  if (hash.length === digits && /^[0-9A-Fa-f]+$/.test(hash)) return undefined
  return `is no ${name}: that has ${digits} hexadecimal digits, this has ${hash.length} letters`
}

/** Windows writes NT AUTHORITY in its own language: AUTORITE NT, NT-AUTORITÄT, AUTORIDADE NT. */
function lintAccount({ report }: LintedRule, item: LintedItem): void {
  const { field, nodes, modifiers } = item
  const [node] = nodes
  if (field === undefined || nodes.length !== 1 || node === undefined || modifiers.includes('re')) return
  if (!/user/i.test(field) || !/AUTH?ORI/.test(node.text)) return
  const message = `'${excerpt(node.text)}' is written so in some languages only: list both, '${field}|contains: [AUTHORI, AUTORI]'`
  report('lint-localised', 'warning', node.offset, message)
}
