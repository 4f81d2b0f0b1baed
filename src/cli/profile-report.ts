/**
 * What rules and fields cost in a scan: everything as JSON, and the costliest as lines for a person. In: a profile and
 * the rules. Out: texts. Invariant: every rule that ran is listed, also one that no record was for.
 */
import { VERSION } from '../base/version.ts'
import {
  type FieldCost,
  type RuleCost,
  type RuleProfile,
  ruleCostOf,
} from '../engine/profile/rule-profile.ts'
import { fitText, textColumns } from './fit-text.ts'
import { formatCount } from './messages.ts'
import type { ScanRules } from './scan-rules.ts'

/** Rules, and fields, that are printed. */
const PRINTED = 10
const NAME_COLUMNS = 48
const CELL_COLUMNS = 12

interface ProfiledRule extends RuleCost {
  readonly title: string
  readonly id: string
  readonly file: string
}

interface ProfiledField extends FieldCost {
  readonly field: string
}

export interface ProfileReport {
  readonly tool: 'goshawk'
  readonly version: string
  /** By the time of slow tests, then by records whose condition was looked at, then by file. */
  readonly rules: readonly ProfiledRule[]
  /** By time. */
  readonly fields: readonly ProfiledField[]
}

export function buildProfile(profile: RuleProfile, { runnable }: ScanRules): ProfileReport {
  const rules = runnable.map(({ rule: { title, id, file } }, index): ProfiledRule => {
    const { records, evaluated, matches, slowTests, slowMs } = ruleCostOf(profile, index)
    return { title, id: id ?? '', file, records, evaluated, matches, slowTests, slowMs: rounded(slowMs) }
  })
  const fields = [...profile.fields].map(
    ([field, cost]): ProfiledField => ({
      field,
      ...cost,
      searchMs: rounded(cost.searchMs),
      slowMs: rounded(cost.slowMs),
    }),
  )
  return {
    tool: 'goshawk',
    version: VERSION,
    rules: rules.sort(
      (a, b) => b.slowMs - a.slowMs || b.evaluated - a.evaluated || (a.file < b.file ? -1 : 1),
    ),
    fields: fields.sort((a, b) => timeOf(b) - timeOf(a) || (a.field < b.field ? -1 : 1)),
  }
}

export function profileLines({ rules, fields }: ProfileReport): string[] {
  return [
    row('rule', ['records', 'evaluated', 'matches', 'slow tests', 'slow ms']),
    ...rules
      .slice(0, PRINTED)
      .map(({ title, records, evaluated, matches, slowTests, slowMs }) =>
        row(title, [...[records, evaluated, matches, slowTests].map(formatCount), slowMs.toFixed(1)], '  '),
      ),
    row('field', ['values', 'searched', 'characters', 'search ms', 'slow ms']),
    ...fields
      .slice(0, PRINTED)
      .map(({ field, lookups, misses, characters, searchMs, slowMs }) =>
        row(
          field,
          [...[lookups, misses, characters].map(formatCount), searchMs.toFixed(1), slowMs.toFixed(1)],
          '  ',
        ),
      ),
  ]
}

function timeOf({ searchMs, slowMs }: FieldCost): number {
  return searchMs + slowMs
}

/** To a microsecond. */
function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000
}

function row(name: string, cells: readonly string[], indent = ''): string {
  const fitted = indent + fitText(name, NAME_COLUMNS - indent.length)
  const padding = ' '.repeat(NAME_COLUMNS - textColumns(fitted))
  return fitted + padding + cells.map((cell) => cell.padStart(CELL_COLUMNS)).join('')
}
