/**
 * Checks a regular expression of a rule and moves its leading `(?flags)` out of it. The source stays as written
 * (PCRE's subset, sigma-semantics §3); what it means to the engine is the engine's matter.
 * Invariant: an accepted source is at most `MAX_REGEX_UNITS` long and `MAX_REGEX_DEPTH` deep, which V8 can compile.
 */
import { MAX_REGEX_DEPTH, MAX_REGEX_UNITS } from './limits.ts'

export interface CheckedRegex {
  readonly source: string
  /** Subset of `ims`, in that order. */
  readonly flags: string
}

const LEADING_FLAGS = /^\(\?([a-zA-Z]*)(-[a-zA-Z]*)?\)/

/** The expression without its leading flags, or why it cannot be used. */
export function checkRegex(text: string): CheckedRegex | string {
  if (text.length > MAX_REGEX_UNITS) return `it is longer than ${MAX_REGEX_UNITS} characters`
  let source = text
  let flags = ''
  for (let match = LEADING_FLAGS.exec(source); match !== null; match = LEADING_FLAGS.exec(source)) {
    const [all, on = '', off] = match
    if (off !== undefined || /[^ims]/.test(on)) return `its flags ${all} are not supported, only i, m and s`
    flags += on
    source = source.slice(all.length)
  }
  if (groupDepth(source) > MAX_REGEX_DEPTH) return `its groups are nested deeper than ${MAX_REGEX_DEPTH}`
  const problem = syntaxProblem(source)
  return problem ?? { source, flags: addFlags('', flags) }
}

/** `flags` with those of `more`, each once, in the order `ims`. */
export function addFlags(flags: string, more: string): string {
  return [...'ims'].filter((flag) => flags.includes(flag) || more.includes(flag)).join('')
}

/** Counts parentheses that are neither escaped nor in a class; too many closing ones are a matter of syntax. */
function groupDepth(source: string): number {
  let depth = 0
  let deepest = 0
  let isInClass = false
  for (let i = 0; i < source.length; i++) {
    const sign = source[i]
    if (sign === '\\') i++
    else if (isInClass) isInClass = sign !== ']'
    else if (sign === '[') isInClass = true
    else if (sign === '(') deepest = Math.max(deepest, ++depth)
    else if (sign === ')') depth--
  }
  return deepest
}

/** Groups that PCRE and RE2 know and JavaScript spells differently or does not have: named and with flags. */
const FOREIGN_GROUP = /\(\?(?:P<([A-Za-z_]\w*)>|[ims]*(?:-[ims]+)?:)/g

function syntaxProblem(source: string): string | undefined {
  const translated = source.replace(FOREIGN_GROUP, (group, name?: string) =>
    name === undefined ? (group === '(?:' ? group : '(?:') : `(?<${name}>`,
  )
  try {
    new RegExp(translated)
    return undefined
  } catch (error) {
    if (/\(\?[ims]+\)/.test(source)) return 'flags such as (?i) are only supported at its start'
    const reason = error instanceof Error ? error.message : String(error)
    return reason.slice(reason.lastIndexOf(': ') + 2).toLowerCase()
  }
}
