/** `goshawk page`: files, messages and exit codes. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { main } from '../../../src/cli/main.ts'

const RULE = `title: Failed Logon
id: 6d1c9f0e-3b74-4c55-9a8e-1f2d3c4b5a69
level: high
tags: [attack.t1110.003, attack.credential-access]
logsource:
    product: windows
    service: security
detection:
    a:
        EventID: 4625
    condition: a
`
const HIT = {
  Timestamp: '2026-01-02T03:04:05.0000000Z',
  RuleTitle: 'Failed Logon',
  Computer: 'dc1',
  Channel: 'Security',
  EventID: 4625,
  RecordID: 7,
  Details: { TargetUserName: 'eve|l', Count: 3 },
  RuleID: '6d1c9f0e-3b74-4c55-9a8e-1f2d3c4b5a69',
  EvtxFile: 'logs/a.evtx',
}

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'goshawk-page-'))
  writeFileSync(join(folder, 'one.yml'), RULE)
  writeFileSync(join(folder, 'two.yml'), RULE.replace('Failed Logon', 'Other').replace('6d1c', '6d1d'))
  writeFileSync(join(folder, 'bad.yml'), 'title: Bad\n')
  const later = { ...HIT, Timestamp: '2026-02-02T03:04:05.0000000Z', Computer: 'dc2' }
  writeFileSync(join(folder, 'hits.jsonl'), `${JSON.stringify(HIT)}\n\nnothing\n${JSON.stringify(later)}`)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(...args: readonly string[]) {
  let err = ''
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    err += String(chunk)
    return true
  })
  try {
    return { code: await main(['page', ...args]), err }
  } finally {
    spy.mockRestore()
  }
}

function read(...path: readonly string[]): string {
  return readFileSync(join(folder, ...path), 'utf8')
}

describe('goshawk page', () => {
  it('writes the two files of one rule', async () => {
    const { code, err } = await run(join(folder, 'one.yml'), '-o', join(folder, 'a', 'b'))
    expect(code).toBe(0)
    expect(err).toContain('2 files in')
    expect(readdirSync(join(folder, 'a', 'b')).sort()).toEqual(['failed-logon.html', 'failed-logon.md'])
    const markdown = read('a', 'b', 'failed-logon.md')
    expect(markdown).toContain('# Failed Logon\n\n| Title | Failed Logon |\n|:--|:--|\n')
    expect(markdown).toContain('[TA0006: Credential Access](<https://attack.mitre.org/tactics/TA0006/>)')
    expect(markdown).toContain(
      '[T1110.003: Password Spraying \\(Brute Force\\)](<https://attack.mitre.org/techniques/T1110/003/>)',
    )
    expect(markdown).toContain('| Security | 4625 | Audit policy: Logon \\(failure\\), Account Lockout |')
    expect(markdown).toContain(`## Sigma rule\n\n\`\`\`yaml\n${RULE}\`\`\`\n`)
    expect(markdown).toContain('### splunk\n\n```\n(source="WinEventLog:Security" EventCode="4625")\n```\n')
    expect(markdown).not.toContain('Where it fired')
  })

  it('adds an index and a matrix for several, and shows hits', async () => {
    const out = join(folder, 'many')
    const rules = [join(folder, 'one.yml'), join(folder, 'two.yml')]
    const { code, err } = await run(...rules, '-o', out, '--no-queries', '--hits', join(folder, 'hits.jsonl'))
    expect(code).toBe(0)
    expect(err).toContain('1 line left out: no hits')
    expect(readdirSync(out).sort()).toEqual([
      'failed-logon.html',
      'failed-logon.md',
      'index.html',
      'index.md',
      'matrix.html',
      'other.html',
      'other.md',
    ])
    const fired = read('many', 'failed-logon.md')
    expect(fired).toContain(
      '2 hits, from 2026-01-02T03:04:05.0000000Z to 2026-02-02T03:04:05.0000000Z, on dc1 (1), dc2 (1).',
    )
    expect(fired).toContain(
      '| 2026-01-02T03:04:05.0000000Z | dc1 | Security | 4625 | 7 | logs/a.evtx | TargetUserName: eve&#124;l ¦ Count: 3 |',
    )
    expect(read('many', 'other.md')).toContain('## Where it fired\n\nIt did not fire.')
    expect(fired).not.toContain('## Queries')
    expect(read('many', 'index.md')).toContain(
      '| [Failed Logon](failed-logon.md) | high | no status | windows / security | T1110.003 | 2 |',
    )
    expect(read('many', 'matrix.html')).toContain(
      '<a href="index.html#q=T1110.003">.003 Password Spraying</a> (2)',
    )
  })

  it('keeps files that exist, unless it may replace them', async () => {
    const out = join(folder, 'kept')
    await run(join(folder, 'one.yml'), '-o', out)
    writeFileSync(join(out, 'failed-logon.md'), 'mine')
    const kept = await run(join(folder, 'one.yml'), '-o', out)
    expect([kept.code, kept.err.includes('[output-exists]'), read('kept', 'failed-logon.md')]).toEqual([
      1,
      true,
      'mine',
    ])
    expect((await run(join(folder, 'one.yml'), '-o', out, '--overwrite')).code).toBe(0)
    expect(read('kept', 'failed-logon.md')).toContain('# Failed Logon')
    expect(readdirSync(out).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('names a rule without a page', async () => {
    const { code, err } = await run(join(folder, 'one.yml'), join(folder, 'bad.yml'), '-o', join(folder, 'c'))
    expect([code, err.includes('[rule-schema]')]).toEqual([3, true])
  })

  it.each([
    [['one.yml'], 'no folder given'],
    [['-o', 'd'], 'no rule given'],
    [['bad.yml', '-o', 'd'], 'no rule to write a page of'],
    [['one.yml', '-o', 'd', '--hits', 'absent'], '--hits'],
  ])('refuses %j', async (args, message) => {
    const { code, err } = await run(...args.map((arg) => (arg.startsWith('-') ? arg : join(folder, arg))))
    expect([code, err.includes(message)]).toEqual([2, true])
  })

  it('writes the form of old under the name of the rule file', async () => {
    const out = join(folder, 'old')
    const { code } = await run(join(folder, 'one.yml'), '-o', out, '--dialect', 'sigmac-pages')
    expect([code, readdirSync(out)]).toEqual([0, ['one.md']])
    expect(read('old', 'one.md')).toContain('DN_0057_4625_account_failed_to_logon')
  })
})
