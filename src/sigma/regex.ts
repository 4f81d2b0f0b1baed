/**
 * Checks a regular expression of a rule and moves its leading `(?flags)` out of it. The source stays as written
 * (PCRE, of which Sigma names a subset, §3). What is refused here is malformed in every flavour; what else cannot be
 * run is the engine's to say.
 * Invariant: an accepted source is at most `MAX_REGEX_UNITS` long, and `MAX_REGEX_DEPTH` deep where signs have their
 * usual meaning (`isCheckable`).
 */
import { MAX_REGEX_DEPTH, MAX_REGEX_UNITS } from './limits.ts'
import { isCheckable, toJavaScript } from './regex-syntax.ts'

export interface CheckedRegex {
  readonly source: string
  /** Subset of `ims`, in that order. */
  readonly flags: string
}

const LEADING_FLAGS = /^\(\?([ims]+)\)/

/** The expression without its leading flags, or why it cannot be used. */
export function checkRegex(text: string): CheckedRegex | string {
  if (text.length > MAX_REGEX_UNITS) return `it is longer than ${MAX_REGEX_UNITS} characters`
  let source = text
  let flags = ''
  for (let match = LEADING_FLAGS.exec(source); match !== null; match = LEADING_FLAGS.exec(source)) {
    flags += match[1]!
    source = source.slice(match[0].length)
  }
  const problem = isCheckable(source) ? findProblem(source) : undefined
  return problem ?? { source, flags: addFlags('', flags) }
}

/** `flags` with those of `more`, each once, in the order `ims`. */
export function addFlags(flags: string, more: string): string {
  return [...'ims'].filter((flag) => flags.includes(flag) || more.includes(flag)).join('')
}

function findProblem(source: string): string | undefined {
  const { depth, open } = measureNesting(source)
  if (depth > MAX_REGEX_DEPTH) return `its groups are nested deeper than ${MAX_REGEX_DEPTH}`
  return open === undefined ? syntaxProblem(source) : `unterminated ${open}`
}

interface Nesting {
  readonly depth: number
  /** What is open at the end. */
  readonly open: 'character class' | 'comment' | undefined
}

/** Counts parentheses that are neither escaped nor in a class; too many closing ones are a matter of syntax. */
function measureNesting(source: string): Nesting {
  let parentheses = 0
  let depth = 0
  let isInClass = false
  for (let i = 0; i < source.length; i++) {
    const sign = source[i]
    if (sign === '\\') i++
    else if (isInClass) isInClass = sign !== ']'
    else if (sign === '[') {
      isInClass = true
      // A bracket that closes nothing yet is a letter of the class.
      if (source[i + 1] === '^') i++
      if (source[i + 1] === ']') i++
    } else if (source.startsWith('(?#', i)) {
      i = source.indexOf(')', i)
      if (i === -1) return { depth, open: 'comment' }
    } else if (sign === '(') depth = Math.max(depth, ++parentheses)
    else if (sign === ')') parentheses--
  }
  return { depth, open: isInClass ? 'character class' : undefined }
}

function syntaxProblem(source: string): string | undefined {
  try {
    new RegExp(toJavaScript(source))
    return undefined
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return reason.slice(reason.lastIndexOf(': ') + 2).toLowerCase()
  }
}
