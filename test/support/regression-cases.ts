/** SigmaHQ's regression cases as its runner finds them: rules that name an info.yml, and the logs that this names. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse } from 'yaml'
import { sharedPath } from './shared.ts'
import { RULE_FOLDERS } from './truth-hits.ts'

export interface RegressionCase {
  readonly ruleId: string
  /** The folder that the rule lies in, which is what the runner gives as rules. */
  readonly ruleFolder: string
  readonly log: string
  /** Matches at least. */
  readonly matchCount: number
}

interface Info {
  readonly regression_tests_info: readonly {
    readonly type: string
    readonly path: string
    readonly match_count?: number
  }[]
}

/** The cases whose log is there; the reference material has some of SigmaHQ's. */
export function readRegressionCases(): readonly RegressionCase[] {
  return readInfoPaths().flatMap(({ ruleId, ruleFile, infoPath }) => {
    let text: string
    try {
      text = readFileSync(sharedPath('data/sigma', infoPath), 'utf8')
    } catch {
      return []
    }
    const info = parse(text) as Info
    return info.regression_tests_info
      .filter(({ type }) => type === 'evtx')
      .map(({ path, match_count }) => ({
        ruleId,
        ruleFolder: dirname(ruleFile),
        log: sharedPath('data/sigma', path),
        matchCount: match_count ?? 1,
      }))
  })
}

function readInfoPaths(): { ruleId: string; ruleFile: string; infoPath: string }[] {
  return RULE_FOLDERS.flatMap((name) => {
    const folder = sharedPath('data/sigma', name)
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.yml'))
    return files.sort().flatMap((file) => {
      const ruleFile = join(folder, file)
      const text = readFileSync(ruleFile, 'utf8')
      const infoPath = /^regression_tests_path: *(\S+)/m.exec(text)?.[1]
      const ruleId = /^id: *(\S+)/m.exec(text)?.[1]
      return infoPath === undefined || ruleId === undefined ? [] : [{ ruleId, ruleFile, infoPath }]
    })
  })
}
