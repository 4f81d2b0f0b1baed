/**
 * Values of items: what stands twice, what a modifier says better, what is probably not the text that was meant.
 */
import type { Severity } from '../../base/diagnostic.ts'
import { foldText } from '../../base/fold.ts'
import { excerpt } from '../excerpt.ts'
import { isAny, literalText, tokenisePattern } from '../pattern.ts'
import type { YamlScalar } from '../yaml-node.ts'
import type { LintedRule } from './linted-rule.ts'
import { isWildcardText, type LintedItem, visitItems } from './visit-items.ts'

type Say = (
  code: Parameters<LintedRule['report']>[0],
  severity: Severity,
  node: YamlScalar,
  message: string,
) => void

export function lintValues(rule: LintedRule): void {
  const say: Say = (code, severity, node, message) => rule.report(code, severity, node.offset, message)
  visitItems(rule, (item) => {
    lintDuplicates(item, say)
    lintAnchors(item, say)
    for (const node of item.nodes) {
      if (isWildcardText(node, item)) lintText(node, item, say)
    }
  })
}

/** Modifiers under which the case of a value counts. */
const CASED = ['re', 'cased', 'base64', 'base64offset']

function lintDuplicates({ nodes, modifiers }: LintedItem, say: Say): void {
  const isCased = modifiers.some((name) => CASED.includes(name))
  const seen = new Map<string, YamlScalar>()
  for (const node of nodes) {
    const key = isCased ? node.text : foldText(node.text)
    const first = seen.get(key)
    if (first === undefined) seen.set(key, node)
    else {
      const isSame = first.text === node.text
      const message = `'${excerpt(node.text)}' stands twice in the list${isSame ? '' : `, case makes no difference (${excerpt(first.text)})`}: remove one`
      say('lint-duplicate-value', 'warning', node, message)
    }
  }
}

/** `*x*`, `*x` or `x*` in every value, where a modifier says the same. */
function lintAnchors(item: LintedItem, say: Say): void {
  const { nodes, modifiers, field } = item
  const [first] = nodes
  if (first === undefined || field === undefined || modifiers.some((name) => name !== 'all')) return
  const shapes = new Set(nodes.map((node) => (isWildcardText(node, item) ? shapeOf(node.text) : undefined)))
  const [shape] = shapes
  if (shapes.size !== 1 || shape === undefined) return
  const message = `${nodes.length > 1 ? 'all values have' : 'the value has'} wildcards at the edge only: write '${field}|${[shape, ...modifiers].join('|')}' and leave them out`
  say('lint-wildcard', 'info', first, message)
}

function shapeOf(text: string): 'contains' | 'startswith' | 'endswith' | undefined {
  const tokens = tokenisePattern(text)
  const starts = isAny(tokens[0])
  const ends = isAny(tokens.at(-1))
  const inner = tokens.slice(starts ? 1 : 0, ends ? -1 : undefined)
  if (!literalText(inner)) return undefined
  if (starts && ends) return 'contains'
  if (starts) return 'endswith'
  return ends ? 'startswith' : undefined
}

const CONTROL = /[\0-\x1f]/
const WHOLE_NUMBER = /^[-+]?[0-9]+$/
const ESCAPED = /(?<!\\)(?:\\\\)*\\[*?]/
const DOUBLE_STAR = /(?<!\\)(?:\\\\)*\*\*/

function lintText(node: YamlScalar, { field, modifiers }: LintedItem, say: Say): void {
  const { text } = node
  const control = CONTROL.exec(text)?.[0]
  if (control !== undefined) {
    const code = control.charCodeAt(0).toString(16).padStart(4, '0')
    const message = `the value holds the control character U+${code.toUpperCase()}: in double quotes YAML reads \\t, \\n and the like, use single quotes for backslashes`
    say('lint-control-character', 'warning', node, message)
  }
  if (DOUBLE_STAR.test(text)) {
    say('lint-wildcard', 'info', node, `'${excerpt(text)}': '**' is no more than '*'`)
  }
  const escaped = ESCAPED.exec(text)?.[0]
  if (escaped !== undefined) {
    const sign = escaped.at(-1)!
    const message = `'${excerpt(text)}': '\\${sign}' is a plain '${sign}'; for a backslash before a wildcard write '\\\\${sign}'`
    say('lint-escape', 'info', node, message)
  }
  if (
    field !== undefined &&
    modifiers.length === 0 &&
    WHOLE_NUMBER.test(text) &&
    String(Number(text)) === text
  )
    say('lint-number', 'info', node, `'${text}' is a number in quotes: it matches as well without them`)
}
