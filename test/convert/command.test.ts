/** `goshawk convert`: what stands on standard output, and the exit code. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { main } from '../../src/cli/main.ts'

const RULE = `title: T
id: 6d1c9f0e-3b74-4c55-9a8e-1f2d3c4b5a69
logsource:
    product: windows
    service: security
detection:
    a:
        EventID: 4625
    condition: a
`
const REGEX = RULE.replace('EventID: 4625', "X|re: 'a.c'")

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'goshawk-convert-'))
  writeFileSync(join(folder, 'plain.yml'), RULE)
  writeFileSync(join(folder, 'regex.yml'), REGEX)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(...args: readonly string[]) {
  const written = { out: '', err: '' }
  const keep = (name: 'out' | 'err') => (chunk: unknown) => {
    written[name] += String(chunk)
    return true
  }
  const out = vi.spyOn(process.stdout, 'write').mockImplementation(keep('out'))
  const err = vi.spyOn(process.stderr, 'write').mockImplementation(keep('err'))
  try {
    const code = await main(['convert', ...args])
    return { code, ...written }
  } finally {
    out.mockRestore()
    err.mockRestore()
  }
}

describe('goshawk convert', () => {
  it('prints a query', async () => {
    const { code, out, err } = await run('--to', 'splunk', join(folder, 'plain.yml'))
    expect({ code, out, err }).toEqual({
      code: 0,
      out: '(source="WinEventLog:Security" EventCode="4625")\n',
      err: '',
    })
  })

  it('names a rule that has no query, goes on, and ends with 3', async () => {
    const { code, out, err } = await run('--to', 'splunk', folder)
    expect(code).toBe(3)
    expect(out).toBe('(source="WinEventLog:Security" EventCode="4625")\n')
    expect(err).toMatch(/regex\.yml:8:\d+: .*no regular expressions \[convert-unsupported\]/)
  })

  it('widens with --approximate, and warns', async () => {
    const { code, out, err } = await run('--to', 'splunk', '--approximate', join(folder, 'regex.yml'))
    expect(code).toBe(0)
    expect(out).toBe('source="WinEventLog:Security"\n')
    expect(err).toContain('[convert-inexact]')
  })

  it('gives JSON with the rule of each query, refusals too', async () => {
    const { out } = await run('--to', 'sqlite', '-f', 'json', folder)
    const rows = JSON.parse(out) as readonly Record<string, unknown>[]
    expect(rows.map(({ file, backend }) => [file, backend])).toEqual([
      [join(folder, 'plain.yml'), 'sqlite'],
      [join(folder, 'regex.yml'), 'sqlite'],
    ])
    expect(rows[1]).toMatchObject({ queries: [], error: { code: 'convert-unsupported' } })
  })

  it('writes in the dialect that was asked for', async () => {
    const { out } = await run('--to', 'grep', '--dialect', 'sigmac-pages', join(folder, 'plain.yml'))
    expect(out).toBe("grep -P '^4625'\n")
  })

  it.each([[[]], [['--to', 'splunk']], [['--to', 'nothing', 'x.yml']], [['--to', 'splunk', 'missing.yml']]])(
    'ends with 2 for %j',
    async (args) => {
      const { code, err } = await run(...args)
      expect(code).toBe(2)
      expect(err).not.toBe('')
    },
  )
})
