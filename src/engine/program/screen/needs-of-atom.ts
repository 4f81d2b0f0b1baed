/**
 * What an ASCII text has for which an atom holds, beyond the literal that the atom is found by. In: an atom. Out: a length
 * and windows. Invariant: every ASCII text for which the atom holds has all of them.
 */
import { foldText } from '../../../base/fold.ts'
import type { PatternToken } from '../../../sigma/ast.ts'
import { charSetOf } from '../../regex/char-set.ts'
import { compileRegex, type RegexNeeds } from '../../regex/compile-regex.ts'
import { buildWindowTable } from '../../regex/find-window.ts'
import { MAX_WINDOW_UNITS, MAX_WINDOWS } from '../../regex/required-window.ts'
import type { Atom, PatternValue } from '../lower/atom-table.ts'

const ASCII = /^[\0-\x7f]+$/

/** Undefined when nothing is known. */
export function needsOf({ test }: Atom): RegexNeeds | undefined {
  if (test.kind !== 'text') return undefined
  const { value } = test
  if (value.op === 'pattern') return needsOfPattern(value)
  if (value.op !== 'regex') return undefined
  const compiled = compileRegex(value.source, value.flags)
  return compiled.type === 'regex' ? compiled.needs() : undefined
}

/** All the literals between wildcards. */
function needsOfPattern({ cased, tokens }: PatternValue): RegexNeeds {
  const literals = tokens
    .filter((token) => typeof token === 'string')
    .map((text) => text.slice(0, MAX_WINDOW_UNITS))
  const longest = [...new Set(literals)]
    .filter((text) => ASCII.test(text))
    .sort((a, b) => b.length - a.length)
  return {
    minUnits: tokens.reduce((sum, token) => sum + unitsOf(token), 0),
    windows: longest.slice(0, MAX_WINDOWS).map((text) => buildWindowTable(setsOf(text, cased))),
  }
}

function unitsOf(token: PatternToken): number {
  if (typeof token === 'string') return token.length
  return token.wild === 'any' ? 0 : 1
}

/** Of ASCII characters no others fold to them but their other case. */
function setsOf(text: string, isCased: boolean): ReturnType<typeof charSetOf>[] {
  return [...text].map((unit) => charSetOf(isCased ? unit : foldText(unit) + unit.toUpperCase()))
}
