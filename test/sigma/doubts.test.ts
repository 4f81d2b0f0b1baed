import { describe, expect, it } from 'vitest'
import { itemText, parseRule, ruleText, warningsOf } from './rule-text.ts'

describe('doubtful items', () => {
  const cases: [string, string, string, string][] = [
    ['F|contains', "'copy \\\\?\\GLOBALROOT'", '6:17', "write '\\\\\\\\\\?\\'"],
    ['F|contains|windash', "'a-b'", '6:25', "'windash' changes nothing"],
    ['F|contains', "'*'", '6:17', "'|exists: true'"],
    ['F|contains', "''", '6:17', "'|exists: true'"],
    ['F|startswith', "'**'", '6:19', "'|exists: true'"],
    ['F', 'yes', '6:8', 'a boolean in YAML 1.1'],
    ['F', '010', '6:8', 'a number to other YAML readers'],
    ['F', '0x1410', '6:8', 'is the number 5136'],
    ['F', '[a, off]', '6:12', 'a boolean in YAML 1.1'],
    ['F', '[a, null]', '6:12', 'forbids in a list'],
    ['F|contains|all', 'a', '6:21', "'all' has nothing to link"],
    ['F|all', '[a]', '6:13', "'all' has nothing to link"],
    ['F|contains', '[]', '6:17', 'is read as null'],
    ['F|wide|contains', 'a', '6:22', 'when an encoder'],
    ["'|contains'", "'*'", '6:18', 'matches every event'],
  ]
  it.each(cases)('%s: %s', (key, value, place, part) => {
    const warnings = warningsOf(itemText(key, value))
    expect(warnings.map(({ code, line, column }) => `${code} ${line}:${column}`)).toEqual([
      `rule-doubtful ${place}`,
    ])
    expect(warnings[0]?.message).toContain(part)
    expect(warnings[0]).toMatchObject({ severity: 'warning', source: 'rule.yml' })
  })

  it('are warned about among keywords', () => {
    expect(warningsOf(ruleText("  s:\n    - '*'\n    - ''\n  condition: s\n"))).toHaveLength(2)
  })

  const plain: [string, string][] = [
    ['F', "'*'"],
    ['F', 'null'],
    ['F', "''"],
    ['F', "'yes'"],
    ['F|contains', "'\\\\\\\\\\?\\GLOBALROOT'"],
    ['F|contains', "'C:\\\\?x'"],
    ['F|contains|windash', "' -a'"],
    ['F|contains|all', '[a, b]'],
    ['F|wide|base64offset|contains', 'a'],
    ['F|contains', "'?'"],
    ['F', '4688'],
  ]
  it.each(plain)('are not %s: %s', (key, value) => {
    expect(warningsOf(itemText(key, value))).toEqual([])
    expect(parseRule(itemText(key, value)).kind).toBe('detection')
  })
})
