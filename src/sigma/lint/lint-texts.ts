/**
 * What a rule says to people: its description, its known false positives and its references.
 */
import { excerpt } from '../excerpt.ts'
import { type LintedRule, listScalars, scalarOf } from './linted-rule.ts'

const MIN_DESCRIPTION_LETTERS = 16
const LINK = /https?:\/\//i

export function lintDescription({ fields, document, report }: LintedRule): void {
  const node = scalarOf(fields, 'description')
  const { description, references } = document
  if (node === undefined || description === undefined) return
  if ([...description.trim()].length < MIN_DESCRIPTION_LETTERS) {
    const message = `'${excerpt(description)}' describes nothing: say in a sentence what the rule finds and why that matters`
    report('lint-description', 'warning', node.offset, message)
  }
  if (references.length === 0 && LINK.test(description))
    report(
      'lint-description',
      'warning',
      node.offset,
      "the description holds a link: list it in 'references'",
    )
}

const EMPTY_WORDS: ReadonlySet<string> = new Set(['none', 'pentest', 'penetration'])
const TYPING_ERRORS: ReadonlyMap<string, string> = new Map([
  ['unkown', 'unknown'],
  ['ligitimate', 'legitimate'],
  ['legitim', 'legitimate'],
  ['legitimeate', 'legitimate'],
])

export function lintFalsePositives({ fields, report }: LintedRule): void {
  for (const { text, offset } of listScalars(fields, 'falsepositives')) {
    const say = (severity: 'warning' | 'info', message: string) =>
      report('lint-falsepositive', severity, offset, message)
    const words = text.toLowerCase().split(/\s+/)
    const empty = words.find((word) => EMPTY_WORDS.has(word))
    if (empty !== undefined)
      say(
        'warning',
        `'${empty}' is no false positive: name what ordinary activity looks alike, or write Unknown or Unlikely`,
      )
    const typo = words.find((word) => TYPING_ERRORS.has(word))
    if (typo !== undefined) say('warning', `'${typo}' should be '${TYPING_ERRORS.get(typo)}'`)
    if (/^\p{Ll}/u.test(text)) say('info', `'${excerpt(text)}' starts in lower case`)
  }
}

/** A file of a branch, which changes; a permanent link has the commit's 40 digits. */
const GITHUB_FILE = /^https:\/\/github\.com\/.*\.\w{1,3}$/
const COMMIT = /\/[0-9a-z]{40}\//
const ATTACK_PAGE = 'https://attack.mitre.org/'

export function lintReferences({ fields, report }: LintedRule): void {
  const seen = new Set<string>()
  for (const { text, offset } of listScalars(fields, 'references')) {
    if (seen.has(text))
      report('lint-reference', 'warning', offset, `the reference ${excerpt(text)} stands twice`)
    seen.add(text)
    if (GITHUB_FILE.test(text) && !COMMIT.test(text)) {
      const message = `${excerpt(text)} is a file of a branch, which will change: link to the commit (press y on the page)`
      report('lint-reference', 'info', offset, message)
    }
    if (text.startsWith(ATTACK_PAGE)) {
      const message = `${excerpt(text)} is an ATT&CK page: a tag such as attack.t1059.001 says the same to programs`
      report('lint-reference', 'info', offset, message)
    }
  }
}
