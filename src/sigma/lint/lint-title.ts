/**
 * Titles as SigmaHQ writes them: short, a name and no sentence, words with a capital.
 */
import { excerpt } from '../excerpt.ts'
import { type LintedRule, scalarOf } from './linted-rule.ts'

const MAX_TITLE_LETTERS = 120

/** Words that stay in lower case. */
const SMALL_WORDS: ReadonlySet<string> = new Set(
  'a an and as at by for from in new of on or over the through to via with without'.split(' '),
)

export function lintTitle({ fields, document, report }: LintedRule): void {
  const node = scalarOf(fields, 'title')
  if (node === undefined) return
  const { title } = document
  const say = (message: string) => report('lint-title', 'warning', node.offset, message)
  const { length } = [...title]
  if (title.trim() === '') say('the title is empty: name in a few words what the rule finds')
  if (length > MAX_TITLE_LETTERS)
    say(`the title has ${length} letters, more than ${MAX_TITLE_LETTERS}: move details to the description`)
  const [start = ''] = title.split(' ', 1)
  if (/^detects?$/i.test(start)) say(`the title starts with '${start}': leave that out, every rule detects`)
  if (title.endsWith('.')) say('the title ends with a full stop: it is a name, leave it out')
  const small = title.split(' ').filter(isSmall)
  if (small.length > 0) {
    const message = `words of the title start in lower case: ${excerpt(small.join(', '))}; SigmaHQ capitalises them`
    report('lint-title', 'info', node.offset, message)
  }
}

/** File names, paths and identifiers are left as they are. */
function isSmall(word: string): boolean {
  if (SMALL_WORDS.has(word) || /[./_\\]|^[^\p{L}]/u.test(word)) return false
  return word === word.toLowerCase() && word !== word.toUpperCase()
}
