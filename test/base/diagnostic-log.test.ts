import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Diagnostic, DiagnosticCode } from '../../src/base/diagnostic.ts'
import { createDiagnosticLog } from '../../src/base/diagnostic-log.ts'

const one = (code: DiagnosticCode, source: string, message = ''): Diagnostic => ({
  code,
  severity: 'error',
  source,
  message,
})

describe('createDiagnosticLog', () => {
  it('lists up to the limit per code and source and counts the rest by code', () => {
    const log = createDiagnosticLog(2)
    for (const n of ['1', '2', '3', '4']) log.add(one('record-unreadable', 'a', n))
    log.add(one('record-unreadable', 'b', '5'))
    log.add(one('bad-chunk-magic', 'a', '6'))
    expect(log.list().listed.map((d) => d.message)).toEqual(['1', '2', '5', '6'])
    expect(log.list().unlisted).toEqual({ 'record-unreadable': 2 })
  })

  it('takes a source called __proto__ as any other', () => {
    const log = createDiagnosticLog(1)
    log.add(one('empty-file', '__proto__'))
    log.add(one('empty-file', '__proto__'))
    expect(log.list()).toEqual({ listed: [one('empty-file', '__proto__')], unlisted: { 'empty-file': 1 } })
  })

  it('is the same for the whole and for its parts merged in order', () => {
    const found = fc.array(
      fc.record({
        code: fc.constantFrom<DiagnosticCode>('record-unreadable', 'chunk-data-crc', 'dirty-file'),
        source: fc.constantFrom('a', 'b'),
      }),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(found, fc.array(fc.nat(60)), (list, cuts) => {
        const all = list.map(({ code, source }, n) => one(code, source, String(n)))
        const whole = createDiagnosticLog(3)
        for (const d of all) whole.add(d)
        const merged = createDiagnosticLog(3)
        const bounds = [0, ...cuts.sort((a, b) => a - b), all.length]
        for (let i = 1; i < bounds.length; i++) {
          const part = createDiagnosticLog(3)
          for (const d of all.slice(bounds[i - 1], bounds[i])) part.add(d)
          merged.merge(part.list())
        }
        expect(merged.list()).toEqual(whole.list())
      }),
    )
  })
})
