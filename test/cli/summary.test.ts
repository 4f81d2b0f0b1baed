/** The summary that a person reads: what is said, that it is aligned, and that no line is wider than the terminal. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textColumns } from '../../src/cli/fit-text.ts'
import { createPaint } from '../../src/cli/messages.ts'
import { formatSummary, type SummaryInput } from '../../src/cli/summary.ts'
import type { TimelineRow } from '../../src/report/timeline.ts'
import { sampleFile, sampleManifest } from '../support/sample-manifest.ts'

const plain = createPaint({ isTTY: false }, false)

function timelineRow(over: Partial<TimelineRow> = {}): TimelineRow {
  return {
    time: '2026-03-10T08:42:31.1234567Z',
    level: 'high',
    computer: 'WS07.corp.example',
    title: 'Office Program Starts Interpreter',
    detail: 'CommandLine: cmd.exe /c whoami',
    place: 'logs/a.evtx#000000004608',
    hits: 1,
    isAtLeast: false,
    ...over,
  }
}

function summary(over: Partial<SummaryInput> = {}, rows: readonly TimelineRow[] = []): string[] {
  return formatSummary({
    manifest: sampleManifest(),
    topRules: [{ title: 'Log cleared', level: 'high', hits: 1 }],
    timeline: { rows, pairs: rows.length, hasMorePairs: false },
    isBundled: false,
    written: [],
    elapsedMs: 1500,
    bytes: 69_632,
    columns: 120,
    paint: plain,
    ...over,
  })
}

/** Lines of the timeline without its heading. */
function timeline(rows: readonly TimelineRow[], columns = 120): string[] {
  const lines = summary({ columns }, rows)
  return lines.slice(1, lines.indexOf(''))
}

describe('timeline of the summary', () => {
  it('aligns its columns, hosts without their domain', () => {
    expect(
      timeline([
        timelineRow({ level: 'critical', hits: 1234 }),
        timelineRow({ computer: 'LONGERNAME01.corp.example', level: 'informational', title: 'T' }),
        timelineRow({ computer: '日本', time: '', detail: '' }),
      ]),
    ).toEqual([
      '2026-03-10 08:42:31  critical  WS07          1,234×  Office Program Starts Interpreter  CommandLine: cmd.exe /c whoami',
      '2026-03-10 08:42:31  info      LONGERNAME01          T                                  CommandLine: cmd.exe /c whoami',
      '                     high      日本                  Office Program Starts Interpreter',
    ])
  })

  it('keeps domains where they tell hosts apart, and addresses whole', () => {
    const hosts = ['dc01.a.example', 'dc01.b.example', '10.0.0.1', '10.0.0.2', 'fs01.a.example', '']
    const lines = timeline(hosts.map((computer) => timelineRow({ computer })))
    expect(lines.map((line) => line.slice(27, 43).trim().split(' ')[0])).toEqual([
      'dc01.a.example',
      'dc01.b.example',
      '10.0.0.1',
      '10.0.0.2',
      'fs01',
      '-',
    ])
  })

  it('leaves out the year and then the fields where room is short', () => {
    const lines = summary({ columns: 80 }, [timelineRow({ title: 'x'.repeat(90) })])
    expect(lines[0]).toBe('First hits by rule and host, UTC, year 2026')
    expect(lines[1]).toBe(`03-10 08:42:31  high  WS07  ${'x'.repeat(51)}…`)
  })

  it('says how many of how many, and where counts may be short', () => {
    const rows = [timelineRow({ hits: 7, isAtLeast: true })]
    const lines = summary({ timeline: { rows, pairs: 4096, hasMorePairs: true } })
    expect(lines[0]).toBe('First hits by rule and host, UTC, the 1 most severe of more than 4,096')
    expect(lines[1]).toContain('  7+×  ')
  })
})

describe('summary', () => {
  it.each<[string, Partial<SummaryInput>, string]>([
    ['no hits', { manifest: sampleManifest({ hits: 0, hitsByLevel: {} }) }, 'No hits'],
    [
      'no hits of an interrupted scan',
      { manifest: sampleManifest({ hits: 0, hitsByLevel: {}, complete: false }) },
      'No hits so far',
    ],
    ['one hit', {}, '1 hit: 1 high'],
    [
      'levels, most severe first',
      { manifest: sampleManifest({ hits: 1236, hitsByLevel: { low: 1234, critical: 2 } }) },
      '1,236 hits: 2 critical, 1,234 low',
    ],
    ['what was read', {}, 'Read 1 record of 1 file, 0.1 MB in 1.5 s'],
    [
      'all records that were seen, those that no rule wants too',
      { manifest: sampleManifest({ files: [sampleFile({ recordsRead: 1200, recordsSkipped: 34 })] }) },
      'Read 1,234 records of 1 file, 0.1 MB in 1.5 s',
    ],
    [
      'why a rule was rejected, by the name of its file',
      {
        manifest: sampleManifest({
          rules: {
            ...sampleManifest().rules,
            rejected: [
              { file: `${'far/'.repeat(40)}a.yml`, title: '', id: '', code: 'rule-yaml', reason: 'why' },
            ],
          },
        }),
      },
      '         a.yml: why',
    ],
    [
      'a time range without records',
      { manifest: sampleManifest({ oldest: '', newest: '', options: { fromResolved: '2027' } }) },
      'No record lies within --from and --to: nothing was searched',
    ],
    [
      'damage',
      { manifest: sampleManifest({ files: [sampleFile({ recordsFailed: 1, recordsPartial: 2 })] }) },
      'Damage: 1 record could not be decoded; 2 half-written records',
    ],
    [
      'one file with trouble',
      {
        manifest: sampleManifest({
          files: [sampleFile({ path: 'a.evtx' }), sampleFile({ path: 'b.evtx' })],
          diagnostics: [
            { code: 'chunk-data-crc', severity: 'warning', source: 'b.evtx', message: 'm' },
            { code: 'chunk-data-crc', severity: 'info', source: 'a.evtx', message: 'm' },
          ],
        }),
      },
      'Trouble in 1 of 2 files: b.evtx',
    ],
    [
      'an incomplete scan',
      { manifest: sampleManifest({ complete: false }) },
      'Incomplete: the scan was interrupted or parts of it failed.',
    ],
    ['where the reports are', { written: ['a.csv', '-'] }, 'Written: a.csv'],
    ['standard output by name', { written: ['a.csv', '-'] }, '         standard output'],
  ])('tells %s', (_, over, line) => {
    expect(summary(over)).toContain(line)
  })

  const hostile = fc.string({
    unit: fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      fc.constantFrom('\x1b[31m', '日本', '\u202e', '\n', '😀', 'word ', '/'),
    ),
    maxLength: 80,
  })

  it('escapes all, and no line is wider than the terminal', () => {
    fc.assert(
      fc.property(
        fc.array(hostile, { minLength: 5, maxLength: 5 }),
        fc.integer({ min: 80, max: 240 }),
        (texts, columns) => {
          const [computer, title, detail, path, reason] = texts as [string, string, string, string, string]
          const manifest = sampleManifest({
            complete: false,
            hosts: [{ computer, records: 1, hits: 1 }],
            files: [sampleFile({ path, recordsHidden: 3, recordsFailed: 1 })],
            diagnostics: [{ code: 'chunk-data-crc', severity: 'error', source: path, message: reason }],
            unwatched: [{ channel: 'c', eventId: '1', records: 5 }],
            rules: {
              ...sampleManifest().rules,
              rejected: [{ file: path, title, id: '', code: 'rule-yaml', reason }],
            },
          })
          const rows = [timelineRow({ computer, title, detail, hits: 9 }), timelineRow()]
          const topRules = [{ title, level: 'low' as const, hits: 1_000_000 }]
          const lines = summary({ manifest, topRules, columns, written: [path], isBundled: true }, rows)
          for (const line of lines) {
            expect(line).not.toMatch(/[\0-\x1f\x7f-\x9f\u202a-\u202e]/)
            expect(textColumns(line)).toBeLessThanOrEqual(columns)
          }
        },
      ),
      { numRuns: 200 },
    )
  })
})
