/**
 * One rule by what a person calls it. In: the rules of a run and an id, a title or a file name. Out: the rule that runs,
 * or a message: why it does not run, which rules could be meant, or that there is none.
 */
import { foldText } from '../base/fold.ts'
import type { RunnableRule } from '../engine/match.ts'
import type { ReadScanRules } from './read-scan-rules.ts'

/** Rules that a message lists. */
const LISTED = 5

/** What a rule is called. */
interface Named {
  readonly title: string | undefined
  readonly id: string | undefined
  readonly file: string
}

export function findRule(rules: ReadScanRules, text: string): RunnableRule | string {
  const isMeant = createTest(text)
  const runnable = rules.runnable.filter(({ rule }) => isMeant(rule))
  if (runnable.length === 1) return runnable[0]!
  if (runnable.length > 1)
    return `${runnable.length} rules are called "${text}"; give the id of one: ${list(runnable.map((r) => r.rule))}`
  const rejected = rules.account.rejected.find(isMeant)
  if (rejected !== undefined)
    return `${describe(rejected)} does not run: ${rejected.reason} [${rejected.code}]`
  const other = rules.notApplicable.find(({ document }) => isMeant(document))
  if (other !== undefined) return `${describe(other.document)} does not run: ${other.reason}`
  return notFound(rules, text)
}

/** An id, a title, or a file: its path as loaded, a longer one, or the end of it; in any case. */
function createTest(text: string): (rule: Named) => boolean {
  const wanted = foldText(text)
  const path = foldPath(text)
  return ({ id, title, file }) => {
    const own = foldPath(file)
    return (
      wanted === foldText(id ?? '') ||
      wanted === foldText(title ?? '') ||
      own === path ||
      own.endsWith(`/${path}`) ||
      path.endsWith(`/${own}`)
    )
  }
}

function foldPath(path: string): string {
  return foldText(path)
    .replaceAll('\\', '/')
    .replace(/^(?:\.\/)+/, '')
}

function notFound(rules: ReadScanRules, text: string): string {
  const piece = foldText(text)
  const similar = rules.runnable
    .map(({ rule }) => rule)
    .filter((rule) => foldText(rule.title).includes(piece) || foldText(rule.file).includes(piece))
  const hint = similar.length === 0 ? '' : `; similar: ${list(similar)}`
  return `none of the ${rules.account.loaded + rules.account.rejected.length} rules has the id, title or file "${text}"${hint}`
}

function list(rules: readonly Named[]): string {
  const more = rules.length > LISTED ? ` and ${rules.length - LISTED} more` : ''
  return rules.slice(0, LISTED).map(describe).join(', ') + more
}

function describe({ id, title, file }: Named): string {
  return `"${title ?? ''}" (${id === undefined || id === '' ? file : id})`
}
