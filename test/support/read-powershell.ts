/**
 * What `where` accepts of PowerShell, as far as filters of records need it: comparisons of properties and of `$xml`
 * with texts in single quotes, `-and`, `-or` (of the same rank), `-not`, brackets. In: a command. Out: the filter's tree.
 */
import { type Cursor, need, type QueryTree, readChain, take } from './query-tree.ts'

/** PowerShell takes each of the five for a single quote; two in a row stand for one. */
const QUOTE = "['\u2018\u2019\u201a\u201b]"
const STRING = new RegExp(`${QUOTE}((?:${QUOTE}${QUOTE}|[^'\u2018\u2019\u201a\u201b])*)${QUOTE}(?!${QUOTE})`)
const SHOWN = / \| select TimeCreated,Id,RecordId,ProcessId,MachineName,Message$/
const EVERY_LOG =
  /Get-WinEvent -ListLog \* \| where \{\$_\.RecordCount\} \| foreach \{Get-WinEvent -LogName \$_\.LogName\}/

export function readPowerShell(text: string): QueryTree {
  const cursor: Cursor = { text, at: 0 }
  if (take(cursor, EVERY_LOG) === undefined) {
    need(cursor, /Get-WinEvent -LogName /, 'Get-WinEvent')
    do readString(cursor)
    while (take(cursor, /,/) !== undefined)
  }
  need(cursor, / \| where \{/, 'where')
  take(cursor, /\$xml = \$_\.ToXml\(\); /)
  const tree = readExpression(cursor)
  need(cursor, /\}/, "'}'")
  need(cursor, SHOWN, 'select')
  return tree
}

function readExpression(cursor: Cursor): QueryTree {
  return readChain(cursor, readUnary, / -and /, / -or /, false)
}

function readUnary(cursor: Cursor): QueryTree {
  if (take(cursor, /-not (?=\()/) !== undefined) return { type: 'not', child: readUnary(cursor) }
  if (take(cursor, /\(/) !== undefined) {
    const tree = readExpression(cursor)
    need(cursor, /\)/, "')'")
    return tree
  }
  if (take(cursor, /\$true/) !== undefined) return { type: 'test', field: '$true', operator: '', value: [] }
  const field = need(cursor, /\$xml|\$_\.(?:LogName|Id|ProviderName|MachineName|Level)/, 'a property')[0]
  const numbers = take(cursor, / (-eq|-in) (\d+(?:,\d+)*)/)
  if (numbers !== undefined) return { type: 'test', field, operator: numbers[1]!, value: [numbers[2]!] }
  need(cursor, / -match /, '-match')
  return { type: 'test', field, operator: '-match', value: [readString(cursor)] }
}

function readString(cursor: Cursor): string {
  return need(cursor, STRING, 'a text')[1]!.replace(new RegExp(`(${QUOTE})${QUOTE}`, 'g'), '$1')
}
