/**
 * A template with the values of its placeholders filled in. In: a placeholder value of the tree and the values by name.
 * Out: what it becomes, every combination of the values in order; or why it cannot be filled. Values are text with
 * wildcards everywhere: in a regular expression their letters are escaped and `*` and `?` mean any text and any one
 * character (pySigma puts them in as they are, so that `CORP\svc` would search for white space).
 */
import type { PatternToken, Template, Value } from './ast.ts'
import { excerpt } from './excerpt.ts'
import { splitPlaceholders } from './expand.ts'
import { MAX_EXPANDED_REGEXES, MAX_EXPANDED_VALUES } from './limits.ts'
import { isAny, type TemplateToken } from './pattern.ts'
import type { Placeholders, PlaceholderValue } from './read-placeholders.ts'
import { checkRegex } from './regex.ts'

type Filled = Exclude<Value, { op: 'placeholder' }>

/** What may still be added to the rules of a run (`MAX_EXPANDED_UNITS`). */
export interface ExpansionBudget {
  units: number
}

/** Every name of the value has values. A text says why the result is refused. */
export function fillTemplate(
  value: Value & { op: 'placeholder' },
  placeholders: Placeholders,
  budget: ExpansionBudget,
): readonly Filled[] | string {
  const { template, text } = value
  const written = splitPlaceholders(text)
  const names = written.flatMap((part) => (typeof part === 'string' ? [] : [part.placeholder]))
  const choices = names.map((name) => placeholders.get(name) ?? [])
  const problem = measure(choices, template, text, budget)
  if (problem !== undefined) return problem
  const filled: Filled[] = []
  for (const chosen of combine(choices)) {
    const one = fill(template, written, chosen)
    if (typeof one === 'string') return one
    filled.push(one)
  }
  return filled
}

/** Takes the result's size from the budget before anything is built. */
function measure(
  choices: readonly (readonly PlaceholderValue[])[],
  { op }: Template,
  text: string,
  budget: ExpansionBudget,
): string | undefined {
  const count = choices.reduce((product, { length }) => product * length, 1)
  const max = op === 'regex' ? MAX_EXPANDED_REGEXES : MAX_EXPANDED_VALUES
  if (count > max) {
    const kind = op === 'regex' ? 'regular expressions' : 'values'
    return `the values of its placeholders make ${count} ${kind}, more than ${max}; give fewer`
  }
  let units = count * text.length
  for (const values of choices)
    units += (count / values.length) * values.reduce((sum, { text: { length } }) => sum + length, 0)
  if (units > budget.units) return 'the placeholders of all rules together become too much text; give fewer'
  budget.units -= units
  return undefined
}

/** Every choice of one value a place, the last place changing first. */
function* combine(choices: readonly (readonly PlaceholderValue[])[]): Generator<readonly PlaceholderValue[]> {
  const at = choices.map(() => 0)
  for (;;) {
    yield choices.map((values, place) => values[at[place]!]!)
    let place = choices.length - 1
    while (place >= 0 && ++at[place]! === choices[place]!.length) at[place--] = 0
    if (place < 0) return
  }
}

function fill(
  template: Template,
  written: ReturnType<typeof splitPlaceholders>,
  chosen: readonly PlaceholderValue[],
): Filled | string {
  if (template.op === 'pattern') {
    const tokens = replacePlaces(template.tokens, chosen, ({ tokens }) => tokens).flat()
    const text = replacePlaces(written, chosen, (value) => value.text).join('')
    return { op: 'pattern', tokens: joinTokens(tokens), cased: template.cased, text }
  }
  const source = replacePlaces(template.parts, chosen, writeRegex).join('')
  const text = replacePlaces(written, chosen, writeRegex).join('')
  const checked = checkRegex(source)
  if (typeof checked !== 'string') return { op: 'regex', ...checked, flags: template.flags, text }
  return `with its values '${excerpt(text)}' is no usable regular expression: ${checked}`
}

/** The parts with what `show` makes of the values in the places of the placeholders. */
function replacePlaces<Part extends TemplateToken, Shown>(
  parts: readonly Part[],
  chosen: readonly PlaceholderValue[],
  show: (value: PlaceholderValue) => Shown,
): (Exclude<Part, { placeholder: string }> | Shown)[] {
  let next = 0
  return parts.map((part) => {
    const isPlace = typeof part === 'object' && 'placeholder' in part
    return isPlace ? show(chosen[next++]!) : (part as Exclude<Part, { placeholder: string }>)
  })
}

/** Literals one behind the other are one, and so are two `any`. */
function joinTokens(tokens: readonly PatternToken[]): PatternToken[] {
  const joined: PatternToken[] = []
  for (const token of tokens) {
    const last = joined.at(-1)
    if (typeof token === 'string' && typeof last === 'string') joined[joined.length - 1] = last + token
    else if (!isAny(token) || !isAny(last)) joined.push(token)
  }
  return joined
}

const SYNTAX = /[\\^$.|?*+()[\]{}-]/g

function writeRegex({ tokens }: PlaceholderValue): string {
  return tokens
    .map((token) => {
      if (typeof token === 'string') return token.replace(SYNTAX, '\\$&')
      return token.wild === 'any' ? '[\\s\\S]*' : '[\\s\\S]'
    })
    .join('')
}
