/**
 * Where sigmac's form of a query would run text of the rule as a command. In: a finished query. Out: what is wrong.
 * Invariant: sigmac's quotes are kept as they are, so what would leave them is refused and never repaired.
 */
import type { BackendName } from '../conversion.ts'

export function findHazard(backend: BackendName, query: string): string | undefined {
  if (query.includes('\u0000')) return 'a zero byte would end the query'
  if (backend === 'xpack-watcher') return findWatchHazard(query)
  if (backend === 'powershell') return findPowerShellHazard(query)
  if (backend === 'grep') return findGrepHazard(query)
  return undefined
}

const COMMAND =
  /^curl -s -XPUT -H 'Content-Type: application\/json' --data-binary @- localhost:9200\/_watcher\/watch\/[\w.,:+@/-]+ <<EOF$/

/** Names of fields that sigmac writes as they are. */
export function isPlainName(name: string): boolean {
  return /^[\w.-]+$/.test(name) && !OPERATOR.test(name)
}

const OPERATOR = /^(?:AND|OR|NOT|IN)$/

/** Whether a text in double quotes ends where it should: sigmac miscounts backslashes. */
export function staysQuoted(text: string): boolean {
  return /^(?:\\[\s\S]|[^"\\])*$/.test(text)
}

/** Whether a text without quotes is nothing but terms. */
export function staysTerm(text: string): boolean {
  return (
    /^(?:\\[\s\S]|[^\\"():[\]{}^~+!/-])*$/.test(text) &&
    !text.split(/(?<!\\)\s+/).some((word) => OPERATOR.test(word))
  )
}

/** A shell expands what stands between `<<EOF` and `EOF`. */
function findWatchHazard(query: string): string | undefined {
  const [command = '', ...lines] = query.split('\n')
  if (!COMMAND.test(command)) return 'the name of the watch would be read as a command'
  const body = lines.join('\n')
  if (/`|\$[({]/.test(body.replace(/\\\\/g, '').replace(/\\[`$]/g, '')))
    return 'a shell would run what stands behind ` or $('
  return undefined
}

/** Texts stand in double quotes, where PowerShell expands `$(…)` and takes a backtick as an escape. */
function findPowerShellHazard(query: string): string | undefined {
  if (/[`“”„]|\$\(/.test(query)) return 'PowerShell would run or unquote what stands behind ` or $('
  if (/[\n\r]/.test(query)) return 'a line break would end the command'
  const log = /-LogName ([^|]*) \|/.exec(query)?.[1] ?? ''
  if (/[;&(){}]/.test(log)) return 'the name of the log would be read as a command'
  // Of no meaning to PowerShell, so the quote behind it ends the text.
  return query.includes('\\"') ? 'a quote would end the text' : undefined
}

/** One argument in single quotes, with quotes inside as `'"'"'`. */
function findGrepHazard(query: string): string | undefined {
  const argument = query.slice("grep -P '".length, -1).replaceAll(`'"'"'`, '')
  return argument.includes("'") ? 'a quote would end the argument' : undefined
}
