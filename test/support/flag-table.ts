/** The flags of a command as the README shows them. */
import { COMMANDS } from '../../src/cli/command-table.ts'
import { findFlag } from '../../src/cli/flags.ts'

export function flagTable(commandName: string): string {
  const command = COMMANDS.find((c) => c.name === commandName)!
  const rows = command.flags.map((key) => {
    const { name, short, value, isList, choices, doc } = findFlag(key)
    const usage = `--${name}${value === undefined ? '' : ` ${value}${isList ? '...' : ''}`}`
    const values = choices === undefined ? '' : ` (${choices.join(', ')})`
    return `| \`${short === undefined ? '' : `-${short}, `}${usage}\` | ${doc}${values} |`
  })
  return ['| flag | meaning |', '|---|---|', ...rows].join('\n')
}
