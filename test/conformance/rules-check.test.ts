/**
 * The checks for authors on SigmaHQ's own rules: they are curated, so an error is a fault of ours, and so is a warning
 * that SigmaHQ's checks do not give, unless it is listed here with its reason. And the tables of fields on all real logs.
 */
import { describe, expect, it } from 'vitest'
import { checkRules } from '../../src/engine/lint/check-rules.ts'
import { isBody } from '../../src/event/lookup.ts'
import { leafText } from '../../src/event/values.ts'
import { createDecoder } from '../../src/evtx/decode.ts'
import { knownFields } from '../../src/mapping/known-fields.ts'
import { canonicalChannel, type Target } from '../../src/mapping/mapping.ts'
import { createBuiltinMapping } from '../../src/mapping/resolve.ts'
import { readRuleFiles } from '../../src/scan/rule-files.ts'
import { RAW_VIEW } from '../support/arbitrary-rules.ts'
import { CORPORA, decodeLog, listLogs, readLog } from '../support/decode-log.ts'
import { hasShared, sharedPath } from '../support/shared.ts'

const ACTIVE = [
  'rules',
  'rules-emerging-threats',
  'rules-threat-hunting',
  'rules-placeholder',
  'rules-compliance',
]

function countCodes(folders: readonly string[]): Record<string, number> {
  const { files } = readRuleFiles(folders.map((name) => sharedPath('data/sigma', name)))
  const counts: Record<string, number> = {}
  for (const { severity, code } of checkRules(files, createBuiltinMapping()).diagnostics) {
    const key = `${severity} ${code}`
    counts[key] = (counts[key] ?? 0) + 1
  }
  return counts
}

describe.skipIf(!hasShared)('rules of SigmaHQ', () => {
  it('in use: no error, and only these findings', () => {
    expect(countCodes(ACTIVE)).toEqual({
      // Fields of other sensors (GrandParentImage, a CommandLine beside a network connection): 27 names, and 7 rules
      // that need them in every branch.
      'warning lint-field-unknown': 27,
      'warning lint-never-fires': 7,
      // Four rules that SigmaHQ excludes from its check of log sources.
      'warning lint-event-id': 4,
      // `contains: '*'` and numbers with leading zeros.
      'warning rule-doubtful': 19,
      // As many as pySigma's escaped_wildcard and number_as_string find.
      'info lint-escape': 66,
      'info lint-number': 8,
      'info lint-file-name': 1,
      // Rules of two logs that work on one, or filter less there.
      'info lint-target': 188,
      'info lint-event-id': 2,
      'info rule-logsource': 15,
      'info rule-placeholder': 35,
    })
  })

  it('out of use: errors are those that do not run', () => {
    const counts = Object.entries(countCodes(['deprecated', 'unsupported']))
    const errors = counts.filter(([key]) => key.startsWith('error'))
    expect(Object.fromEntries(errors)).toEqual({
      // Comparisons of legacy aggregations that Sigma never had, `same field as`.
      'error rule-condition': 4,
      // category process_creation with service system.
      'error rule-logsource': 1,
      // near.
      'error rule-unsupported': 4,
    })
  })
})

describe.skipIf(!hasShared)('tables of fields', () => {
  it.each(CORPORA)('have every field of the events that they list: %s', (corpus) => {
    const missing = new Set<string>()
    let seen = 0
    for (const path of listLogs(corpus)) {
      decodeLog(createDecoder(), readLog(corpus, path), (event) => {
        const { shape } = event
        const text = (leaf: number): string => leafText(event, shape.leaves[leaf]) ?? ''
        const channel = text(shape.channel)
        const names = knownFields(targetOf(channel), Number(text(shape.eventId)))
        if (names === undefined) return
        seen++
        for (const leaf of shape.leaves) {
          if (isBody(leaf) && !names.includes(leaf.name))
            missing.add(`${channel} ${text(shape.eventId)} ${leaf.name}`)
        }
      })
    }
    expect([...missing]).toEqual([])
    if (corpus !== 'damaged-and-odd') expect(seen).toBeGreaterThan(4000)
  })
})

function targetOf(channel: string): Target {
  const channels = [{ key: canonicalChannel(channel), isPrefix: false }]
  return { id: channel, channels, eventIds: undefined, conditions: [], view: RAW_VIEW }
}
