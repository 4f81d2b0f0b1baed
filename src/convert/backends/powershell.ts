/**
 * `Get-WinEvent` with a filter. Fields are looked for in the record's XML, which says the same in every language of
 * Windows; the message does not. Texts stand in single quotes, where PowerShell expands nothing.
 */
import type { Backend } from '../backend.ts'
import { xmlField, xmlTest } from '../xml-text.ts'
import { XML_SEARCH } from './xml-search.ts'

/** Properties of the record itself; their values are compared without regard to case. */
const PROPERTIES: ReadonlyMap<string, string> = new Map([
  ['Channel', '$_.LogName'],
  ['EventID', '$_.Id'],
  ['Provider_Name', '$_.ProviderName'],
  ['Computer', '$_.MachineName'],
  ['Level', '$_.Level'],
])

/** PowerShell takes five characters for a single quote; two of any are one inside of quotes. */
function quotePowerShell(text: string): string {
  return `'${text.replace(/['‘’‚‛]/g, '$&$&')}'`
}

function isProperty(left: string): boolean {
  return left.startsWith('$')
}

/** Values of properties are matched as a whole. */
function match(left: string, rights: readonly string[]): string {
  if (!isProperty(left)) return `$xml -match ${quotePowerShell(xmlTest(left, rights))}`
  if (rights.every((text) => /^\d+$/.test(text)))
    return rights.length === 1 ? `${left} -eq ${rights[0]}` : `${left} -in ${rights.join(',')}`
  return `${left} -match ${quotePowerShell(rights.length === 1 ? `^${rights[0]}$` : `^(?:${rights.join('|')})$`)}`
}

function source(channels: readonly string[] | undefined): string {
  if (channels !== undefined) return `Get-WinEvent -LogName ${channels.map(quotePowerShell).join(',')}`
  // One call takes 256 logs at most, and Windows has more.
  return 'Get-WinEvent -ListLog * | where {$_.RecordCount} | foreach {Get-WinEvent -LogName $_.LogName}'
}

export const POWERSHELL: Backend = {
  name: 'powershell',
  and: ' -and ',
  or: ' -or ',
  not: ['-not (', ')'],
  group: ['(', ')'],
  everything: '$true',
  test: ({ left, right }) => match(left, [right]),
  list: match,
  field: (name) => ({ name: PROPERTIES.get(name) ?? xmlField(name) }),
  ...XML_SEARCH,
  compare: 'the filter looks for text in XML and does not compare numbers',
  timepart: 'the filter has no parts of a time',
  wrap: (query, _rule, { channels }) =>
    `${source(channels)} | where {${query.includes('$xml') ? '$xml = $_.ToXml(); ' : ''}${query}} | select TimeCreated,Id,RecordId,ProcessId,MachineName,Message`,
}
