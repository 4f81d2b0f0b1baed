/**
 * A matcher that counts and times what rules and fields cost. In: lowered rules. Out: a matcher that answers as the
 * compiled engine does, by it, and profiles. Beside the engine, each record is looked at once more in the plain way:
 * every field of its bucket, every value through a cache of its own, every rule that the values make worth a look.
 * Invariant: nothing of the engine's own work is measured or changed, so nothing is slower without a profile.
 */
import type { EventView } from '../../event/event.ts'
import type { Matcher, RunnableRule } from '../match.ts'
import { createMatcherOf, type LoweredSet } from '../program/create-program.ts'
import { lowerRules } from '../program/dispatch/lowered-target.ts'
import { findTrigger } from '../program/dispatch/triggers.ts'
import { limitsOf } from '../program/options.ts'
import type { Lane } from '../program/run/lane.ts'
import { preparedOf } from '../program/run/program.ts'
import { fieldTexts, type ResolvedField, resolveField } from '../program/run/resolve-field.ts'
import { createRuntime } from '../program/run/runtime.ts'
import { memoOf } from '../program/run/shape-memo.ts'
import type { FieldMatcher } from '../program/scan/field-matcher.ts'
import { createMatcherTable, matcherOf } from '../program/scan/matcher-table.ts'
import { createProbeTable, loadProbeTable } from '../program/scan/probe-table.ts'
import { createValueScanner, scanValue } from '../program/scan/scan-value.ts'
import { describeField } from './describe-field.ts'
import {
  createRuleProfile,
  type FieldCost,
  fieldCostOf,
  type ProfilePart,
  ruleCostOf,
} from './rule-profile.ts'
import { createTimedTests, findOwners } from './timed-tests.ts'

export interface ProfiledMatcher extends Matcher {
  /** Since the last call. */
  takeProfile(): ProfilePart
}

/** Values remembered; then all are forgotten, as the engine does. */
const MAX_VALUES = 60_000
/** Longer values are looked at each time. */
const MAX_VALUE_UNITS = 32_768

/** What is looked at in records of one shape and bucket. */
interface Plan {
  readonly fields: readonly {
    readonly name: string
    readonly resolved: ResolvedField
    readonly matcher: FieldMatcher
  }[]
}

/** `known`: the same rules as a pack has them, which saves compiling. */
export function createProfiledMatcher(rules: readonly RunnableRule[], known?: LoweredSet): ProfiledMatcher {
  const lowered = known?.lowered ?? lowerRules(rules)
  const probes = known?.probes
  const runtime = createRuntime(lowered, rules.length, limitsOf({}), probes)
  const engine = createMatcherOf(runtime)
  const table = probes === undefined ? createProbeTable(lowered.atoms) : loadProbeTable(lowered.atoms, probes)
  const matchers = createMatcherTable(table)
  const scanner = createValueScanner(lowered.atoms, table)
  const owners = findOwners(lowered)
  const plans = new WeakMap<Lane, Plan>()
  const atomStamps = new Int32Array(lowered.atoms.length)
  let epoch = 0
  let profile = createRuleProfile()
  let slow = { count: 0, ms: 0 }
  createTimedTests(lowered, (atom, ms) => {
    slow.count++
    slow.ms += ms
    const asking = owners[atom]!
    for (const rule of asking) {
      const cost = ruleCostOf(profile, rule)
      cost.slowTests++
      cost.slowMs += ms / asking.length
    }
  }).forEach((test, atom) => {
    scanner.predicates[atom] = test
  })

  const planOf = (lane: Lane): Plan => {
    let plan = plans.get(lane)
    if (plan === undefined) {
      const fields = preparedOf(runtime, lane.bucket).fields.map(({ field, atoms }) => ({
        name: describeField(field),
        resolved: resolveField(lane.index, field),
        matcher: matcherOf(matchers, atoms),
      }))
      plan = { fields: fields.filter(({ resolved }) => resolved.leaves.length + resolved.derived.length > 0) }
      plans.set(lane, plan)
    }
    return plan
  }
  const values = createValueMemo()
  const lookUp = (matcher: FieldMatcher, text: string, cost: FieldCost): Int32Array => {
    cost.lookups++
    const known = values.get(matcher, text)
    if (known !== undefined) return known
    slow = { count: 0, ms: 0 }
    const bytes = Buffer.from(text, 'utf16le')
    const before = performance.now()
    scanValue(scanner, matcher, bytes, 0, text.length, text)
    const ms = performance.now() - before
    cost.misses++
    cost.characters += text.length
    cost.searchMs += Math.max(0, ms - slow.ms)
    cost.slowTests += slow.count
    cost.slowMs += slow.ms
    const found = scanner.found.slice(0, scanner.foundCount)
    values.set(matcher, text, found)
    return found
  }
  const look = (lane: Lane, event: EventView): void => {
    const { rules } = lane.bucket
    const { lateRules, triggers } = preparedOf(runtime, lane.bucket)
    epoch++
    const places = new Set<number>([...triggers.untriggered, ...lateRules])
    for (const { name, resolved, matcher } of planOf(lane).fields) {
      const cost = fieldCostOf(profile, name)
      for (const text of fieldTexts(event, resolved))
        for (const atom of lookUp(matcher, text, cost)) {
          if (atomStamps[atom] === epoch) continue
          atomStamps[atom] = epoch
          const trigger = findTrigger(triggers, atom)
          if (trigger < 0) continue
          for (let k = triggers.starts[trigger]!; k < triggers.starts[trigger + 1]!; k++)
            places.add(triggers.rules[k]!)
        }
    }
    for (const { rule } of rules) ruleCostOf(profile, rule).records++
    for (const place of places) ruleCostOf(profile, rules[place]!.rule).evaluated++
  }
  return {
    wants: engine.wants,
    matchEvent: (event) => {
      const matching = engine.matchEvent(event)
      const { matched } = memoOf(runtime, event.shape)
      if (matched?.lastLane !== undefined) look(matched.lastLane, event)
      for (const rule of matching) ruleCostOf(profile, rule).matches++
      return matching
    },
    takeProfile: () => {
      const taken: ProfilePart = { rules: [...profile.rules], fields: [...profile.fields] }
      profile = createRuleProfile()
      return taken
    },
  }
}

/** What values hold, by matcher and text. */
function createValueMemo(): {
  get(matcher: FieldMatcher, text: string): Int32Array | undefined
  set(matcher: FieldMatcher, text: string, found: Int32Array): void
} {
  const byMatcher = new Map<FieldMatcher, Map<string, Int32Array>>()
  let count = 0
  return {
    get: (matcher, text) => byMatcher.get(matcher)?.get(text),
    set: (matcher, text, found) => {
      if (text.length > MAX_VALUE_UNITS) return
      if (++count > MAX_VALUES) {
        byMatcher.clear()
        count = 1
      }
      const own = byMatcher.get(matcher)
      if (own === undefined) byMatcher.set(matcher, new Map([[text, found]]))
      else own.set(text, found)
    },
  }
}
