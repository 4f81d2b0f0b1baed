/**
 * What makes a rule fire on purpose. In: rule and its techniques. Out: the tests that the rule names itself
 * (`simulation`, as SigmaHQ writes them), and where Atomic Red Team keeps those of each technique of the table.
 */
import type { RuleMeta } from '../../sigma/ast.ts'
import { ATTACK_TECHNIQUES, currentId } from './attack.ts'
import type { Cell } from './card.ts'

const ATOMICS = 'https://github.com/redcanaryco/atomic-red-team/tree/master/atomics'

export function listTriggers(rule: RuleMeta, techniques: readonly string[]): readonly Cell[] {
  const { simulation } = rule.custom
  const named = (Array.isArray(simulation) ? simulation : [])
    .filter(
      (entry): entry is Readonly<Record<string, unknown>> => typeof entry === 'object' && entry !== null,
    )
    .map(readSimulation)
  // Tests are kept under the ids of now.
  const current = [...new Set(techniques.map(currentId))].filter((id) => ATTACK_TECHNIQUES.has(id))
  const others = current.filter((id) => !named.some(({ technique }) => currentId(technique) === id))
  return [
    ...named.map(({ cell }) => cell),
    ...others.map((id) => ({
      text: `Atomic Red Team: tests of ${id}, if it has any`,
      href: `${ATOMICS}/${id}`,
    })),
  ]
}

function readSimulation(entry: Readonly<Record<string, unknown>>): { technique: string; cell: Cell } {
  const text = (key: string): string => (typeof entry[key] === 'string' ? entry[key] : '')
  const technique = text('technique')
  const words = [text('type'), technique, text('name'), text('atomic_guid')].filter((word) => word !== '')
  const isAtomic = text('type') === 'atomic-red-team' && /^T\d{4}(?:\.\d{3})?$/.test(technique)
  const cell = { text: words.join(': ') }
  return { technique, cell: isAtomic ? { ...cell, href: `${ATOMICS}/${technique}` } : cell }
}
