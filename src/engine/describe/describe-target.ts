/**
 * One place where a rule looks: its events, what of the rule they lack, and the tests without which it is not even
 * tried. In: a rule without placeholders and a target. Out: plain data.
 */
import type { Target } from '../../mapping/mapping.ts'
import { channelName } from '../../mapping/windows-names.ts'
import type { DetectionRule } from '../../sigma/ast.ts'
import type { Atom, TextValue } from '../program/lower/atom-table.ts'
import type { FieldKey } from '../program/lower/field-key.ts'
import { necessaryAtoms } from '../program/lower/necessary-atoms.ts'
import { compileRegex } from '../regex/compile-regex.ts'
import { analyseTarget, type TargetAnalysis } from './analyse-target.ts'
import type { NecessaryTest, TargetDescription } from './rule-description.ts'

export function describeTarget(rule: DetectionRule, target: Target): TargetDescription {
  const analysis = analyseTarget(rule, target)
  return {
    id: target.id,
    channels: target.channels?.map(channelName) ?? null,
    eventIds: target.eventIds ?? null,
    conditions: target.conditions,
    matchableEventIds: analysis.eventIds ?? null,
    missingFields: analysis.missingFields,
    necessary: describeNecessary(analysis),
  }
}

function describeNecessary({ expression, atoms }: TargetAnalysis): TargetDescription['necessary'] {
  if (expression.op === 'constant') return []
  const necessary = necessaryAtoms(expression, (atom) => atoms[atom]!.commonness)
  return necessary === undefined ? null : necessary.map((atom) => describeAtom(atoms[atom]!))
}

function describeAtom({ field, test }: Atom): NecessaryTest {
  const fields = fieldNames(field)
  if (test.kind === 'text') return { fields, ...describeText(test.value) }
  if (test.kind === 'fieldref')
    return { fields, test: `${test.mode} ${fieldNames(test.other).join(' or ')}`, literal: null }
  return { fields, test: test.kind === 'present' ? 'is there' : 'is not empty', literal: null }
}

function describeText(value: TextValue): Pick<NecessaryTest, 'test' | 'literal'> {
  switch (value.op) {
    case 'pattern': {
      const parts = value.tokens.map((token) =>
        typeof token === 'string'
          ? token
          : token.wild === 'any'
            ? '*'
            : token.wild === 'one'
              ? '?'
              : '[-/–—―]',
      )
      const literals = value.tokens.filter((token) => typeof token === 'string')
      const longest = literals.reduce((a, b) => (b.length > a.length ? b : a), '')
      return { test: `is ${parts.join('') || '(empty)'}`, literal: longest === '' ? null : longest }
    }
    case 'regex': {
      const compiled = compileRegex(value.source, value.flags)
      const literal = compiled.type === 'regex' ? (compiled.requiredLiteral ?? null) : null
      return { test: `matches /${value.source}/${value.flags}`, literal }
    }
    case 'cidr':
      return { test: `is an address in ${value.text}`, literal: null }
    case 'compare':
      return { test: `${value.relation} ${value.text}`, literal: null }
    case 'timepart':
      return { test: `has ${value.part} ${value.text}`, literal: null }
  }
}

/** The event's own fields behind a key; those of `derived` ones are what they are computed from. */
function fieldNames({ sources }: FieldKey): readonly string[] {
  const names = sources.flatMap((source) => {
    if (source.kind === 'raw') return [source.name]
    return source.kind === 'derived' ? source.from : ['*']
  })
  return [...new Set(names)]
}
