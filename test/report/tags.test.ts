import { expect, it } from 'vitest'
import { sortTags } from '../../src/report/tags.ts'

it('sorts tags, keeping their order', () => {
  const tags = [
    'attack.lateral_movement',
    'attack.T1021.002',
    'attack.execution',
    'attack.s0029',
    'detection.emerging-threats',
    'attack.nonsense',
  ]
  expect(sortTags(tags)).toEqual({
    tactics: ['Lateral Movement', 'Execution'],
    attackIds: ['T1021.002', 'S0029'],
    others: ['detection.emerging-threats', 'attack.nonsense'],
  })
})
