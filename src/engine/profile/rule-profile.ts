/** What rules and fields cost, as plain data that threads send and that adds up. Times in milliseconds. */

export interface RuleCost {
  /** Records of the rule's channels and event ids. */
  records: number
  /** Of them, those that held what the rule cannot do without, so that its condition was looked at. */
  evaluated: number
  /** Records that it matched. */
  matches: number
  /** Tests beyond the search for texts: regular expressions, wildcards inside, numbers, networks. */
  slowTests: number
  /** What they took; a test that several rules share is shared out among them. */
  slowMs: number
}

export interface FieldCost {
  /** Values looked at. */
  lookups: number
  /** Of them, those that were not known from before and had to be searched. */
  misses: number
  /** Characters of these. */
  characters: number
  /** Searching them for the texts of all rules, without the slow tests. */
  searchMs: number
  slowTests: number
  slowMs: number
}

export interface ProfilePart {
  readonly rules: readonly (readonly [rule: number, cost: RuleCost])[]
  readonly fields: readonly (readonly [field: string, cost: FieldCost])[]
}

export interface RuleProfile {
  /** By index of the rule. */
  readonly rules: Map<number, RuleCost>
  readonly fields: Map<string, FieldCost>
}

export function createRuleProfile(): RuleProfile {
  return { rules: new Map(), fields: new Map() }
}

export function ruleCostOf({ rules }: RuleProfile, rule: number): RuleCost {
  let cost = rules.get(rule)
  if (cost === undefined) {
    cost = { records: 0, evaluated: 0, matches: 0, slowTests: 0, slowMs: 0 }
    rules.set(rule, cost)
  }
  return cost
}

export function fieldCostOf({ fields }: RuleProfile, field: string): FieldCost {
  let cost = fields.get(field)
  if (cost === undefined) {
    cost = { lookups: 0, misses: 0, characters: 0, searchMs: 0, slowTests: 0, slowMs: 0 }
    fields.set(field, cost)
  }
  return cost
}

export function addProfile(into: RuleProfile, { rules, fields }: ProfilePart): void {
  for (const [rule, cost] of rules) addAll(ruleCostOf(into, rule), cost)
  for (const [field, cost] of fields) addAll(fieldCostOf(into, field), cost)
}

function addAll<Cost extends RuleCost | FieldCost>(into: Cost, from: Cost): void {
  for (const key of Object.keys(into) as (keyof Cost)[])
    into[key] = ((into[key] as number) + (from[key] as number)) as Cost[keyof Cost]
}
