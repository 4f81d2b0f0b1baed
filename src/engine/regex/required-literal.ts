/**
 * Text without which a regular expression of a rule cannot match. In: the value of the syntax tree. Out: the longest
 * such text, folded as base/fold.ts folds; undefined when there is none or the expression is malformed.
 * Invariant: never wrong: the folded text of every matching value contains it.
 */
import type { Value } from '../../sigma/ast.ts'
import { compileRegex } from './compile-regex.ts'

export function requiredLiteral({ source, flags }: Value & { op: 'regex' }): string | undefined {
  const compiled = compileRegex(source, flags)
  return compiled.type === 'regex' ? compiled.requiredLiteral : undefined
}
