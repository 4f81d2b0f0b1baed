/**
 * Conditions against the identifiers they are about: what is never used, what `x of` is not needed for.
 */
import type { Condition, Detection } from '../ast.ts'
import { excerpt } from '../excerpt.ts'
import { presentNode } from '../read-fields.ts'
import { fieldsOf } from '../yaml-node.ts'
import type { LintedRule } from './linted-rule.ts'
import { listIdentifiers } from './visit-items.ts'

export function lintConditions(rule: LintedRule): void {
  const { document, fields, report } = rule
  if (document.kind === 'correlation') return
  const { detection } = document
  lintUnused(detection, rule)
  const node = presentNode(fields, document.kind)
  const condition = node?.kind === 'map' ? fieldsOf(node).get('condition') : undefined
  if (condition === undefined) return
  const say = (severity: 'warning' | 'info', message: string) =>
    report('lint-condition', severity, condition.offset, message)
  if (condition.kind === 'seq') say('info', 'a list of conditions is read by few tools: join them with or')
  const seen = new Set<string>()
  for (const { quantifier, pattern, names } of detection.conditions.flatMap(listPatterns)) {
    const text = `${quantifier === 'any' ? '1' : 'all'} of ${pattern}`
    if (seen.has(text)) continue
    seen.add(text)
    const problem = problemOf(pattern, names, quantifier, detection)
    if (problem !== undefined) say(problem.severity, `'${excerpt(text)}': ${problem.message}`)
  }
}

type Pattern = Extract<Condition, { type: 'of' }>

function listPatterns(condition: Condition): readonly Pattern[] {
  switch (condition.type) {
    case 'and':
    case 'or':
      return condition.children.flatMap(listPatterns)
    case 'not':
      return listPatterns(condition.child)
    case 'of':
      return [condition]
    case 'identifier':
      return []
  }
}

function listNames(condition: Condition): readonly string[] {
  switch (condition.type) {
    case 'and':
    case 'or':
      return condition.children.flatMap(listNames)
    case 'not':
      return listNames(condition.child)
    case 'of':
      return condition.names
    case 'identifier':
      return [condition.name]
  }
}

function lintUnused(detection: Detection, rule: LintedRule): void {
  const used = new Set(detection.conditions.flatMap(listNames))
  for (const { key } of listIdentifiers(rule)) {
    if (used.has(key.text)) continue
    const message = `no condition names '${excerpt(key.text)}', so it changes nothing: use it or remove it`
    rule.report('lint-unused', 'warning', key.offset, message)
  }
}

interface Problem {
  readonly severity: 'warning' | 'info'
  readonly message: string
}

function problemOf(
  pattern: string,
  names: readonly string[],
  quantifier: Pattern['quantifier'],
  { identifiers }: Detection,
): Problem | undefined {
  if (pattern === 'them') {
    const [only] = identifiers
    if (identifiers.length === 1 && only !== undefined)
      return { severity: 'warning', message: `there is one identifier, so write '${excerpt(only.name)}'` }
    if (quantifier === 'all')
      return {
        severity: 'info',
        message: "an identifier added later would join in unseen: name the group, as 'all of selection_*'",
      }
    return undefined
  }
  if (!pattern.includes('*'))
    return {
      severity: 'warning',
      message: `without '*' it is one identifier, so write '${excerpt(pattern)}'`,
    }
  if (names.length > 1 || /^(?:filter|selection)_.*_?\*$/.test(pattern)) return undefined
  return { severity: 'info', message: `it means '${excerpt(names[0] ?? '')}' alone` }
}
