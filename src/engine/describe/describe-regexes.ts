/**
 * How each regular expression of a rule runs. In: a detection. Out: one entry an expression and field, each once.
 */
import type { Detection, Value } from '../../sigma/ast.ts'
import { compileRegex } from '../regex/compile-regex.ts'
import { listItems } from './list-fields.ts'
import type { RegexDescription } from './rule-description.ts'

export function describeRegexes({ identifiers }: Detection): readonly RegexDescription[] {
  const found = new Map<string, RegexDescription>()
  for (const item of identifiers.flatMap(({ search }) => listItems(search))) {
    for (const { source, flags } of item.values.flatMap(regexesOf)) {
      const field = item.field ?? null
      const key = JSON.stringify([field, source, flags])
      if (!found.has(key)) found.set(key, describeRegex(field, source, flags))
    }
  }
  return [...found.values()]
}

type Regex = Extract<Value, { op: 'regex' }>

function regexesOf(value: Value): readonly Regex[] {
  if (value.op === 'regex') return [value]
  return value.op === 'oneOf' ? value.values.flatMap(regexesOf) : []
}

function describeRegex(field: string | null, source: string, flags: string): RegexDescription {
  const compiled = compileRegex(source, flags)
  if (compiled.type === 'error')
    return { field, source, flags, engine: 'refused', isLinear: false, literal: null }
  const { engine, requiredLiteral = null } = compiled
  return { field, source, flags, engine, isLinear: engine !== 'backtracking', literal: requiredLiteral }
}
