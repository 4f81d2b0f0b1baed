/**
 * Which rows of `goshawk rules list` are wanted, in which order. In: flags. Out: tests and keys; a text says what is
 * wrong.
 */
import { foldText } from '../../../base/fold.ts'
import type { GivenFlags } from '../../main.ts'
import { textFlag } from '../../options.ts'
import type { RuleRow } from './rule-row.ts'

export interface ListFlags {
  readonly isWanted: (row: RuleRow) => boolean
  readonly compare: (a: RuleRow, b: RuleRow) => number
  readonly count: CountKey | undefined
  readonly isJson: boolean
}

export type CountKey = 'level' | 'status' | 'logsource' | 'tag' | 'author' | 'year' | 'state'
type SortKey = 'file' | 'title' | 'level' | 'status' | 'logsource' | 'author' | 'date'

const DATE = /^\d{4}-\d\d-\d\d$/

export function readListFlags(flags: GivenFlags): ListFlags | string {
  const since = textFlag(flags, 'since')
  const until = textFlag(flags, 'until')
  for (const [name, text] of [
    ['since', since],
    ['until', until],
  ] as const) {
    if (text !== undefined && !DATE.test(text)) return `--${name} takes a date as YYYY-MM-DD, not "${text}"`
  }
  const author = foldText(textFlag(flags, 'author') ?? '')
  return {
    isWanted: (row) => {
      const last = lastDate(row)
      if (author !== '' && !foldText(row.author ?? '').includes(author)) return false
      // A rule without a date is neither early nor late.
      if (since !== undefined && !(last >= since)) return false
      return until === undefined || (last !== '' && last <= until)
    },
    compare: createComparison((textFlag(flags, 'sort') as SortKey | undefined) ?? 'file'),
    count: textFlag(flags, 'count') as CountKey | undefined,
    isJson: textFlag(flags, 'format') === 'json',
  }
}

/** When it was last changed; '' when nobody says. */
export function lastDate({ date, modified }: RuleRow): string {
  return modified ?? date ?? ''
}

/** Worst and most trusted first; what is absent stands last. */
const LEVELS = ['critical', 'high', 'medium', 'low', 'informational']
const STATUSES = ['stable', 'test', 'experimental', 'deprecated', 'unsupported']

function createComparison(key: SortKey): ListFlags['compare'] {
  const own = KEYS[key]
  return (a, b) => own(a, b) || compareTexts(a.file, b.file) || a.line - b.line
}

const KEYS: Readonly<Record<SortKey, ListFlags['compare']>> = {
  file: () => 0,
  title: (a, b) => compareTexts(foldText(a.title), foldText(b.title)),
  level: (a, b) => rank(LEVELS, a.level) - rank(LEVELS, b.level),
  status: (a, b) => rank(STATUSES, a.status) - rank(STATUSES, b.status),
  logsource: (a, b) => compareTexts(a.logsource, b.logsource),
  author: (a, b) => compareTexts(foldText(a.author ?? '\uffff'), foldText(b.author ?? '\uffff')),
  date: (a, b) => compareTexts(lastDate(b), lastDate(a)),
}

function rank(words: readonly string[], word: string | null): number {
  const place = words.indexOf(word ?? '')
  return place === -1 ? words.length : place
}

/** By UTF-16 units, so that no locale has a say. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** What a row counts as; several for tags and authors. */
export function countKeys(row: RuleRow, key: CountKey): readonly string[] {
  switch (key) {
    case 'tag':
      return row.tags.length > 0 ? row.tags : ['(none)']
    case 'author':
      return (row.author ?? '(none)').split(',').map((name) => name.trim())
    case 'year':
      return [row.date?.slice(0, 4) ?? '(none)']
    case 'logsource':
      return [row.logsource === '' ? `(${row.kind})` : row.logsource]
    default:
      return [row[key] ?? '(none)']
  }
}
