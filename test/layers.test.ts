/**
 * The layout is the data flow: a folder imports only folders of a lower rank, and only through their door files
 * (src/README.md). This test reads the import statements and fails on anything else.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const src = fileURLToPath(new URL('../src/', import.meta.url))

/** Rank of each folder, and the files that other folders may import; undefined: every file is a door. */
const FOLDERS: Readonly<Record<string, { rank: number; doors?: readonly string[] }>> = {
  base: { rank: 0 },
  event: { rank: 1 },
  kernel: { rank: 1, doors: ['create-kernel.ts', 'layout.ts', 'take-word.ts'] },
  input: { rank: 2, doors: ['open.ts', 'walk.ts', 'source.ts', 'file-name.ts'] },
  evtx: { rank: 2, doors: ['decode.ts', 'decode-slow.ts', 'encode.ts', 'reference-decoder.ts'] },
  sigma: {
    rank: 2,
    doors: [
      'parse.ts',
      'read-plain-documents.ts',
      'ast.ts',
      'select-rules.ts',
      'select-refused.ts',
      'read-placeholders.ts',
      'resolve-placeholders.ts',
      'apply-filters.ts',
      'rule-reference.ts',
      'correlation-bases.ts',
      'names.ts',
      'lint/lint-file.ts',
      'lint/lint-set.ts',
      'rule-test/is-test-file.ts',
      'rule-test/read-rule-tests.ts',
      'rule-test/rule-tests.ts',
      'timespan.ts',
      'check-document.ts',
      'check-value.ts',
    ],
  },
  mapping: {
    rank: 3,
    doors: ['resolve.ts', 'thor.ts', 'mapping.ts', 'coverage.ts', 'known-fields.ts', 'windows-names.ts'],
  },
  engine: {
    rank: 4,
    doors: [
      'match.ts',
      'bucket-sample.ts',
      'profile/profiled-matcher.ts',
      'profile/rule-profile.ts',
      'hit.ts',
      'create-matcher.ts',
      'correlate/correlator.ts',
      'correlate/correlation-hit.ts',
      'correlate/plan/correlation-plan.ts',
      'correlate/plan/check-plans.ts',
      'correlate/point/collect-points.ts',
      'prepare-rules.ts',
      'pack/read-pack.ts',
      'pack/write-pack.ts',
      'explain-match.ts',
      'judge-rule.ts',
      'rule-verdict.ts',
      'take-snapshot.ts',
      'lint/check-rules.ts',
      'describe/describe-rule.ts',
      'rule-test/run-rule-tests.ts',
    ],
  },
  convert: { rank: 4, doors: ['convert.ts', 'conversion.ts', 'page/page.ts', 'page/rule-hits.ts'] },
  scan: {
    rank: 5,
    doors: [
      'scan.ts',
      'phases.ts',
      'samples.ts',
      'rule-set.ts',
      'rule-cache.ts',
      'rule-pack.ts',
      'timings/stage-times.ts',
      'rule-pack/is-rule-pack.ts',
      'time-range.ts',
      'dump.ts',
      'find-records.ts',
      'rule-files.ts',
      'load-placeholders.ts',
    ],
  },
  report: {
    rank: 5,
    doors: [
      'report.ts',
      'bytes/byte-writer.ts',
      'sink.ts',
      'manifest.ts',
      'output-file.ts',
      'timeline.ts',
      'check-row.ts',
      'check-correlation.ts',
      'unwritable.ts',
    ],
  },
  cli: { rank: 7, doors: ['main.ts'] },
}

/** Libraries and the only files or folders that may import them. */
const SOLE_IMPORTERS: Readonly<Record<string, readonly string[]>> = {
  '@ts-evtx/core': ['evtx/ts-evtx.ts'],
  re2js: ['engine/regex/'],
  piscina: ['scan/'],
  yaml: ['sigma/', 'mapping/'],
  commander: ['cli/'],
  'cli-progress': ['cli/'],
  'csv-stringify': ['report/'],
}

interface Import {
  readonly from: string
  readonly to: string
}

function readImports(): Import[] {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  return files.flatMap((name) => {
    const text = readFileSync(join(src, name), 'utf8')
    const found = text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)
    return [...found].map((match) => {
      const target = match[1]!
      const isLocal = target.startsWith('.')
      const to = isLocal ? relative(src, resolve(src, dirname(name), target)).replaceAll('\\', '/') : target
      return { from: name.replaceAll('\\', '/'), to: isLocal ? `./${to}` : to }
    })
  })
}

/** Why an import is against the layout; undefined when it is not. */
function findFault({ from, to }: Import): string | undefined {
  if (!to.startsWith('./')) {
    const library = Object.keys(SOLE_IMPORTERS).find((name) => to === name || to.startsWith(`${name}/`))
    const importers = library === undefined ? undefined : SOLE_IMPORTERS[library]!
    if (importers === undefined || importers.some((importer) => from.startsWith(importer))) return undefined
    return `${from} imports ${to}, which only ${importers.join(' and ')} may`
  }
  const [fromFolder, ...fromRest] = from.split('/')
  const [toFolder, ...toRest] = to.slice(2).split('/')
  if (fromRest.length === 0) return undefined
  const source = FOLDERS[fromFolder!]
  const target = FOLDERS[toFolder!]
  if (source === undefined || target === undefined) return `${from} → ${to}: a folder without a rank`
  if (fromFolder === toFolder) return undefined
  if (target.rank >= source.rank) return `${from} → ${to}: rank ${source.rank} imports rank ${target.rank}`
  if (target.doors !== undefined && !target.doors.includes(toRest.join('/')))
    return `${from} → ${to}: no door of ${toFolder}`
  return undefined
}

describe('layers', () => {
  const imports = readImports()

  it('finds the imports at all', () => {
    expect(imports.length).toBeGreaterThan(50)
  })

  it('lets a folder import only lower ranks, through their doors', () => {
    expect(imports.map(findFault).filter((fault) => fault !== undefined)).toEqual([])
  })

  it('would see an upward import, a sideways import and a closed door', () => {
    expect(findFault({ from: 'sigma/a.ts', to: './engine/match.ts' })).toContain('rank')
    expect(findFault({ from: 'scan/a.ts', to: './report/report.ts' })).toContain('rank')
    expect(findFault({ from: 'scan/a.ts', to: './evtx/chunk.ts' })).toContain('door')
    expect(findFault({ from: 'scan/a.ts', to: 'yaml' })).toContain('may')
  })
})
