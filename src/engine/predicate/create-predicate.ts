/**
 * A value of a rule becomes a test of one text of an event (sigma-semantics §2, §3). In: the value. Out: the test.
 * Invariant: the test looks at this text only; presence (`null`, `exists`), other fields (`fieldref`) and placeholders
 * are not decided here.
 */
import type { Value } from '../../sigma/ast.ts'
import { compileRegex } from '../regex/compile-regex.ts'
import { compareDecimal } from './compare-decimal.ts'
import { folded } from './folded.ts'
import { isInNetwork } from './is-in-network.ts'
import { createPatternTest } from './match-pattern.ts'
import { timePartOf } from './time-part.ts'

export type Predicate = (text: string) => boolean

/** What one text decides. */
export type TextValue = Exclude<Value, { op: 'null' | 'exists' | 'fieldref' | 'placeholder' }>

/** True when the value is decided by one text alone. */
export function isTextValue(value: Value): value is TextValue {
  return value.op !== 'null' && value.op !== 'exists' && value.op !== 'fieldref' && value.op !== 'placeholder'
}

/**
 * The test of a value. `isKeyword`: the value is searched in the whole event, so numbers and booleans are found anywhere
 * in a text. Throws when the regular expression cannot run: `prepareRules` refuses such rules.
 */
export function createPredicate(value: TextValue, isKeyword = false): Predicate {
  switch (value.op) {
    case 'pattern':
      return createPatternTest(value.tokens, value.cased)
    case 'number':
      return textTest(value.text, isKeyword)
    case 'boolean':
      return textTest(value.value ? 'true' : 'false', isKeyword)
    case 'regex':
      return regexTest(value.source, value.flags)
    case 'cidr':
      return (text) => isInNetwork(text, value.network, value.prefixBits)
    case 'compare':
      return (text) => compareDecimal(text, value.relation, value.value)
    case 'timepart':
      return (text) => timePartOf(text, value.part) === value.value
    case 'oneOf': {
      const tests = value.values.map((v) => {
        if (!isTextValue(v)) throw new TypeError(`${v.op} cannot be one of several values`)
        return createPredicate(v, isKeyword)
      })
      return (text) => tests.some((test) => test(text))
    }
  }
}

function textTest(wanted: string, isKeyword: boolean): Predicate {
  const foldedWanted = folded(wanted)
  return isKeyword ? (text) => folded(text).includes(foldedWanted) : (text) => folded(text) === foldedWanted
}

function regexTest(source: string, flags: string): Predicate {
  const compiled = compileRegex(source, flags)
  if (compiled.type === 'error') throw new Error(`regular expression ${source}: ${compiled.error.message}`)
  const { requiredLiteral, test } = compiled
  if (requiredLiteral === undefined) return test
  return (text) => folded(text).includes(requiredLiteral) && test(text)
}
