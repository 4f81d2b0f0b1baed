/** The tree that `explain-hit` prints. */
import { describe, expect, test } from 'vitest'
import { explainText } from '../../src/cli/explain-text.ts'
import { createPaint } from '../../src/cli/messages.ts'
import { judgeRule } from '../../src/engine/judge-rule.ts'
import { takeSnapshot } from '../../src/engine/take-snapshot.ts'
import { createPlainEventBuilder } from '../../src/event/plain-event.ts'
import { createBuiltinMapping } from '../../src/mapping/resolve.ts'
import { parseSigma } from '../../src/sigma/parse.ts'

const build = createPlainEventBuilder()

/** Lines of the tree of a rule on an event of the Security log, without the rule's and the record's own. */
function explain(
  detection: string,
  fields: readonly (readonly [name: string, ...texts: string[]])[],
  { id = '4688', logsource = 'category: process_creation', title = 'a rule', color = false } = {},
): readonly string[] {
  const text = `title: ${JSON.stringify(title)}\nlogsource: {product: windows, ${logsource}}\ndetection:\n${detection}`
  const [rule] = parseSigma(text, 'rule.yml').documents
  if (rule?.kind !== 'detection') throw new Error(text)
  const resolution = createBuiltinMapping().resolve(rule.logsource)
  if (resolution.type !== 'targets') throw new Error(resolution.reason)
  const event = build([
    { section: 'system', name: 'EventID', values: [id] },
    { section: 'system', name: 'Channel', values: ['Security'] },
    ...fields.map(([name, ...values]) => ({ section: 'eventData', name, values }) as const),
  ])
  const verdict = judgeRule({ rule, targets: resolution.targets }, event)
  const record = { evtxFile: 'logs/a.evtx', snapshot: takeSnapshot(event), verdict }
  return explainText(rule, record, createPaint({ isTTY: color }, true))
}

/** The lines from the one that starts with `start`. */
function from(lines: readonly string[], start: string): readonly string[] {
  const at = lines.findIndex((line) => line.startsWith(start))
  expect(at).toBeGreaterThan(0)
  return lines.slice(at)
}

describe('explainText', () => {
  test('is a tree of all that was tested', () => {
    const lines = explain(
      `  selection:
    Image|endswith: ['\\cmd.exe', '\\calc.exe']
    Company: Evil
  filter:
    - CommandLine|contains: 'ok'
    - CommandLine: null
  unused:
    Image: x
  condition: selection or (selection and not 1 of fil*)`,
      [
        ['NewProcessName', 'C:\\CMD.exe'],
        ['CommandLine', 'cmd /c OK '],
      ],
    )
    expect(lines[0]).toBe('Rule    a rule')
    expect(lines[2]).toMatch(/^Record {2}0 in logs\/a\.evtx \(chunk 0, record \d+\)$/)
    expect(lines[4]).toBe('✗ the rule does not match')
    expect(from(lines, '✗ target sysmon:1').slice(0, 4)).toEqual([
      '✗ target sysmon:1',
      '  ✗ Channel: "Security"; needed: microsoftwindowssysmonoperational',
      '  ✗ EventID: "4688"; needed: 1',
      '  not such an event, so the condition was not tried',
    ])
    expect(from(lines, '✗ target security:4688')).toEqual([
      '✗ target security:4688',
      '  ✓ Channel: "Security"',
      '  ✓ EventID: "4688"',
      '  these events never have Company',
      '  ✗ condition',
      '    ✗ or',
      '      ✗ selection',
      '        ✓ Image|endswith (from NewProcessName): "C:\\CMD.exe"',
      '          ✓ "\\cmd.exe"',
      '          ✗ "\\calc.exe"',
      '        ✗ Company: absent, these events never have it',
      '          ✗ "Evil"',
      '      ✗ and',
      '        ✗ selection (see above)',
      '        ✗ not',
      '          ✓ 1 of fil*',
      '            ✓ filter',
      '              ✓ one of',
      '                ✓ CommandLine|contains: "cmd /c OK "',
      '                  ✓ "ok"',
      '                ✗ CommandLine: "cmd /c OK "',
      '                  ✗ null',
      '  not in the condition:',
      '    ✗ unused',
      '      ✗ Image (from NewProcessName): "C:\\CMD.exe"',
      '        ✗ "x"',
    ])
  })

  test('says where a keyword is, which of several values it was, and what another field had', () => {
    const lines = explain(
      `  k: [evil, good]
  s:
    A|contains|all: [p, q]
    B|fieldref: C
    D|neq: d
    E: ''
  condition: k and s`,
      [
        ['A', 'xp', 'xq'],
        ['B', 'v'],
        ['C', 'w'],
        ['D', 'd'],
        ['E', ''],
        ['F', 'EVIL!'],
      ],
      { logsource: 'service: security' },
    )
    expect(from(lines, '✗ target').slice(3)).toEqual([
      '    ✗ and',
      '      ✓ k',
      '        ✓ keywords: 7 values searched',
      '          ✓ "evil" in F: "EVIL!"',
      '          ✗ "good"',
      '      ✗ s',
      '        ✓ A|contains|all: "xp", "xq" [all must hold]',
      '          ✓ "p" in "xp"',
      '          ✓ "q" in "xq"',
      '        ✗ B|fieldref: "v"',
      '          ✗ C: "w"',
      '        ✗ D|neq: "d" [must not hold]',
      '          ✓ "d"',
      '        ✓ E: ""',
      '          ✓ ""',
    ])
  })

  test('lists what holds of a long list, and some of the rest', () => {
    const values = Array.from({ length: 100 }, (_, i) => `v${i}`).join(', ')
    const lines = explain(`  s:\n    Image: [${values}]\n  condition: s`, [['NewProcessName', 'V70']])
    const listed = lines.filter((line) => /[✓✗] "v/.test(line))
    expect(listed).toHaveLength(9)
    expect(listed.at(-1)).toContain('✓ "v70"')
    expect(lines.at(-1)).toContain('and 91 more values that do not hold')
  })

  test('lets nothing of a rule or a record reach the terminal as it is', () => {
    const evil = 'a\u001b[31m\r\n\u202eb'
    const lines = explain(
      "  s:\n    Image: x\n    CommandLine: 'y'\n  condition: s",
      [
        ['NewProcessName', evil],
        ['CommandLine', evil],
      ],
      { title: evil, color: true },
    )
    // Only the colours that are meant.
    const text = lines.join('\n').replaceAll(/\u001b\[(?:0|1|2|31|32)m/g, '')
    expect(text).toContain('"a\\u001b[31m\\u000d\\u000a\\u202eb"')
    expect(text).not.toMatch(/[\u001b\r\u202e]/)
    expect(lines.join('\n')).toContain('\u001b[32m✓\u001b[0m')
  })
})
