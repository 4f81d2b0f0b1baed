/**
 * The dialects against the pages they are named after: the seed's page byte for byte, the 280 pages white space apart.
 * The tables were worked out on the even pages; the odd ones show whether they hold.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { convertPage, PAGE_BACKENDS, readPage, readRulePages } from '../support/rule-pages.ts'
import { hasShared, sharedPath } from '../support/shared.ts'

const REFUSED_RULE: readonly string[] = [
  // Sigma has no such operators, tags and status any more, and conditions in a list have no aggregation.
  'sysmon_in_memory_assembly_execution', // `OR` and `AND` in upper case
  'sysmon_suspicious_remote_thread', // `AND` in upper case
  'win_office_spawn_exe_from_users_directory', // the tag `FIN7`
  'win_pass_the_hash_2', // the status `production`
  'win_susp_failed_logons_single_source', // aggregations in a list
]

/** Pages whose query is not ours, each with the reason. */
const DIFFERENT: Readonly<Record<string, readonly string[]>> = {
  // The page's query has `\"`, which ends a text of PowerShell: refused.
  win_apt_babyshark: ['powershell'],
  win_apt_bear_activity_gtr19: ['powershell'],
  win_bypass_squiblytwo: ['powershell'],
  win_mal_ryuk: ['powershell'],
  win_susp_recon_activity: ['powershell'],
  // `$(` is run by PowerShell in its quotes, and by a shell in a document behind `<<EOF`: refused.
  win_susp_powershell_empire_uac_bypass: ['powershell', 'xpack-watcher'],
  // `a and b or c`: sigmac repeats the log source in brackets that are written, which goshawk's tree does not show.
  win_wmi_persistence: ['splunk'],
  ...Object.fromEntries(REFUSED_RULE.map((name) => [name, PAGE_BACKENDS])),
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, '')
}

describe.skipIf(!hasShared)('the seed’s page', () => {
  const text = hasShared ? readFileSync(sharedPath('seed', 'amsi-trigger-rule-page.txt'), 'utf8') : ''
  it.each(PAGE_BACKENDS)('has the query for %s', (backend) => {
    const page = readPage('amsi-trigger-rule-page.txt', text)
    expect(convertPage(page, backend, 'sigmac-seed')).toBe(page.queries.get(backend))
  })
})

describe.skipIf(!hasShared)('the 280 pages', () => {
  const pages = hasShared ? readRulePages() : []

  it('are all there, 153 of them even', () => {
    expect(pages.length).toBe(280)
    expect(pages.filter(({ isEven }) => isEven).length).toBe(153)
    expect(pages.filter(({ queries }) => queries.size === 0).length).toBe(2)
  })

  it.each(PAGE_BACKENDS)('have the query for %s, but for those listed with a reason', (backend) => {
    const share = { even: [0, 0], odd: [0, 0] }
    const wrong: string[] = []
    for (const page of pages) {
      const expected = page.queries.get(backend)
      if (expected === undefined) continue
      const tally = page.isEven ? share.even : share.odd
      const isEqual = squeeze(convertPage(page, backend, 'sigmac-pages')) === squeeze(expected)
      tally[1]!++
      if (isEqual) tally[0]!++
      const isListed = DIFFERENT[page.name.replace(/\.md$/, '')]?.includes(backend) === true
      if (isEqual === isListed) wrong.push(page.name)
    }
    expect(wrong).toEqual([])
    expect(share).toEqual(SHARES[backend])
    expect(share.odd[0]! / share.odd[1]!).toBeGreaterThanOrEqual(0.9)
  })
})

/** Equal queries of all, as docs/convert.md reports them. */
const SHARES: Readonly<Record<(typeof PAGE_BACKENDS)[number], object>> = {
  powershell: { even: [144, 149], odd: [118, 124] },
  'es-qs': { even: [148, 148], odd: [116, 120] },
  'xpack-watcher': { even: [150, 151], odd: [121, 126] },
  graylog: { even: [148, 148], odd: [116, 120] },
  splunk: { even: [148, 148], odd: [118, 124] },
  logpoint: { even: [148, 148], odd: [119, 123] },
  grep: { even: [150, 150], odd: [121, 126] },
}
