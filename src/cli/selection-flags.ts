/**
 * Which rules to run, as it was asked for. In: flags. Out: a selection, the filters and the values of placeholders; a
 * text says what is wrong. Choices are checked by the parser of the command line.
 */
import type { Level, Status } from '../sigma/ast.ts'
import type { LogSourceTest, Preset, RuleSelection } from '../sigma/select-rules.ts'
import type { GivenFlags } from './main.ts'
import { listFlag, textFlag } from './options.ts'
import { type RuleName, readRuleNames } from './read-rule-list.ts'

export interface SelectionFlags {
  readonly selection: RuleSelection
  /** The names in `selection`, with the places where they stand. */
  readonly names: readonly RuleName[]
  readonly filterPaths: readonly string[]
  readonly placeholdersFile: string | undefined
}

export function readSelectionFlags(flags: GivenFlags): SelectionFlags | string {
  const only = readRuleNames('only-rule', listFlag(flags, 'onlyRule'))
  if (typeof only === 'string') return only
  const excluded = readRuleNames('exclude-rule', listFlag(flags, 'excludeRule'))
  if (typeof excluded === 'string') return excluded
  const logsources = readLogSources(listFlag(flags, 'logsource'))
  if (typeof logsources === 'string') return logsources
  const tags = listFlag(flags, 'tag')
  const wrongTag = tags.find((tag) => tag === '' || tag.slice(0, -1).includes('*'))
  if (wrongTag !== undefined)
    return `--tag takes a tag or the beginning of one with * behind it, such as attack.t1059*, not "${wrongTag}"`
  return {
    selection: {
      preset: textFlag(flags, 'preset') as Preset | undefined,
      levels: listFlag(flags, 'level') as readonly Level[],
      minLevel: textFlag(flags, 'minLevel') as Level | undefined,
      statuses: listFlag(flags, 'status') as readonly Status[],
      tags,
      logsources,
      only: only.map(({ text }) => text),
      excluded: excluded.map(({ text }) => text),
    },
    names: [...only, ...excluded],
    filterPaths: listFlag(flags, 'filters'),
    placeholdersFile: textFlag(flags, 'placeholders'),
  }
}

const PART = /^(category|product|service)[=:](?![*]*$)([^*]+\*?)$/i

/** `category=process_creation`, `product=windows,service=security`: parts behind commas must all fit. */
function readLogSources(values: readonly string[]): readonly LogSourceTest[] | string {
  const tests: LogSourceTest[] = []
  for (const value of values) {
    const test: Record<string, string> = {}
    for (const part of value.split(',')) {
      const [, name, wanted] = PART.exec(part.trim()) ?? []
      if (name === undefined || wanted === undefined)
        return `--logsource takes category=NAME, product=NAME or service=NAME, several joined with commas, not "${value}"`
      test[name.toLowerCase()] = wanted
    }
    tests.push(test)
  }
  return tests
}
