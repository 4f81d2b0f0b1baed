/**
 * From names and patterns of a parsed condition to the identifiers of its rule. `them` is every name that does not
 * start with `_`; patterns skip such names unless they start with `_` themselves (sigma-semantics §4).
 */
import type { Condition } from './ast.ts'
import type { ConditionProblem } from './condition-lexer.ts'
import type { ParsedCondition } from './condition-parser.ts'
import { excerpt } from './excerpt.ts'
import { MAX_RESOLVED_NAMES } from './limits.ts'
import { suggestName } from './names.ts'

export interface Resolution {
  readonly identifiers: readonly string[]
  readonly known: ReadonlySet<string>
  /** Names by pattern: the same list again for the same pattern. */
  readonly byPattern: Map<string, readonly string[]>
  readonly problems: ConditionProblem[]
  resolvedNames: number
}

export function startResolution(identifiers: readonly string[]): Resolution {
  return {
    identifiers,
    known: new Set(identifiers),
    byPattern: new Map(),
    problems: [],
    resolvedNames: 0,
  }
}

/** The tree; what names nothing is added to the problems. */
export function resolveCondition(parsed: ParsedCondition, resolution: Resolution): Condition {
  switch (parsed.type) {
    case 'and':
    case 'or':
      return {
        type: parsed.type,
        children: parsed.children.map((child) => resolveCondition(child, resolution)),
      }
    case 'not':
      return { type: 'not', child: resolveCondition(parsed.child, resolution) }
    case 'identifier':
      checkIdentifier(parsed.name, parsed.index, resolution)
      return { type: 'identifier', name: parsed.name }
    case 'of': {
      const { quantifier, pattern } = parsed
      return { type: 'of', quantifier, names: namesOf(pattern, parsed.index, resolution), pattern }
    }
  }
}

const MAX_SUGGESTIONS = 5

function checkIdentifier(name: string, index: number, resolution: Resolution): void {
  if (resolution.known.has(name)) return
  // Comparing with every name takes long, so only the first few unknown ones get advice.
  const isEarly = resolution.problems.length < MAX_SUGGESTIONS
  const advice = isEarly ? suggestName(name, resolution.identifiers) : ''
  const message = `there is no search identifier '${excerpt(name)}'${advice}`
  resolution.problems.push({ message, index })
}

function namesOf(pattern: string, index: number, resolution: Resolution): readonly string[] {
  let names = resolution.byPattern.get(pattern)
  if (names === undefined) {
    names = namesLike(pattern, resolution.identifiers)
    resolution.byPattern.set(pattern, names)
    resolution.resolvedNames += names.length
  }
  if (names.length === 0)
    resolution.problems.push({ message: `no search identifier matches '${excerpt(pattern)}'`, index })
  if (resolution.resolvedNames > MAX_RESOLVED_NAMES)
    resolution.problems.push({
      message: `the patterns of a rule name more than ${MAX_RESOLVED_NAMES} identifiers`,
      index,
    })
  return names
}

function namesLike(pattern: string, identifiers: readonly string[]): string[] {
  const isHiddenMeant = pattern.startsWith('_')
  const pieces = pattern === 'them' ? ['', ''] : pattern.split(/\*+/)
  return identifiers.filter((name) => (isHiddenMeant || !name.startsWith('_')) && matchesStars(name, pieces))
}

/** Whether `name` is the pieces with anything between them: first and last are anchored, the rest found in order. */
function matchesStars(name: string, pieces: readonly string[]): boolean {
  const [first = '', ...rest] = pieces
  const last = rest.pop()
  if (last === undefined) return name === first
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
    return false
  let at = first.length
  for (const piece of rest) {
    const found = name.indexOf(piece, at)
    if (found === -1) return false
    at = found + piece.length
  }
  return at <= name.length - last.length
}
