/** README's tables of flags are those of the program. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../../src/cli/command-table.ts'
import { FLAGS } from '../../src/cli/flags.ts'
import { flagTable } from '../support/flag-table.ts'

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')

describe('README', () => {
  it.each(COMMANDS.map((c) => c.name))('lists the flags of %s', (name) => {
    expect(readme).toContain(`### \`goshawk ${name} `)
    expect(readme).toContain(flagTable(name))
  })

  it('belongs to a command, each flag', () => {
    const used = new Set(COMMANDS.flatMap((c) => c.flags))
    expect(FLAGS.map((f) => f.key ?? f.name).filter((key) => !used.has(key))).toEqual([])
  })
})
