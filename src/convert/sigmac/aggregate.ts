/**
 * What sigmac puts behind a query for `| count() by field > n`. In: the aggregation. Out: text, or why there is none.
 */
import type { Aggregation } from '../../sigma/ast.ts'
import type { BackendName } from '../conversion.ts'
import type { Configuration } from './configuration.ts'
import { isPlainName } from './hazards.ts'
import type { SigmacFailure } from './node.ts'

/** An aggregation with the fields as the configuration names them. */
export interface SigmacAggregation {
  readonly name: string
  readonly field: string | undefined
  readonly groupBy: string | undefined
  readonly sign: string
  readonly value: string
}

const SIGNS: Readonly<Record<string, string>> = { gt: '>', lt: '<', eq: '==' }

export function readAggregation(
  { function: name, field, groupBy, operator, value }: Aggregation,
  { fields }: Configuration,
): SigmacAggregation | SigmacFailure {
  const sign = operator === undefined ? '' : SIGNS[operator]
  if (sign === undefined) return { failure: `sigmac reads no '${operator}' behind '|'` }
  const wanted = [field, groupBy].filter((one) => one !== undefined)
  if (wanted.some((one) => typeof fields.get(one) === 'object'))
    return { failure: 'sigmac counts by no field that has several names' }
  if (wanted.some((one) => !isPlainName(one)))
    return { failure: "in sigmac's form, the name of a field would be read as more than a name" }
  const named = (one: string | undefined): string | undefined =>
    one === undefined ? undefined : ((fields.get(one) as string | undefined) ?? one)
  return { name, field: named(field), groupBy: named(groupBy), sign, value: String(value ?? '') }
}

export function printAggregation(
  backend: BackendName,
  aggregation: SigmacAggregation,
): string | SigmacFailure {
  switch (backend) {
    // Neither looks at what stands behind the condition.
    case 'grep':
    case 'xpack-watcher':
      return ''
    case 'powershell':
      return powershell(aggregation)
    case 'splunk':
      return aggregation.name === 'near' ? NEAR : splunk(aggregation)
    case 'logpoint':
      return aggregation.name === 'near' ? NEAR : logpoint(aggregation)
    default:
      return { failure: 'sigmac has no aggregations for this back end' }
  }
}

const NEAR: SigmacFailure = { failure: "sigmac has no 'near' for this back end" }

const OPERATORS: Readonly<Record<string, string>> = { '>': '-gt', '<': '-lt' }

function powershell({ name, field, groupBy, sign, value }: SigmacAggregation): string | SigmacFailure {
  if (name !== 'count') return { failure: "sigmac has only 'count' for PowerShell" }
  const test = `where { $_.count ${OPERATORS[sign] ?? 'None'} ${value} }`
  if (groupBy === undefined || field === undefined)
    return ` | group-object ${groupBy ?? field ?? ''} | ${test} | select name,count | sort -desc`
  return ` | select ${groupBy}, ${field} | group ${groupBy} | foreach { [PSCustomObject]@{'${groupBy}'=$_.name;'Count'=($_.group.${field} | sort -u).count} }  | sort count -desc | ${test}`
}

function splunk({ name, field, groupBy, sign, value }: SigmacAggregation): string {
  const by = groupBy === undefined ? '' : ` by ${groupBy}`
  const search = `search val ${sign} ${value}`
  if (name === 'count' && field === undefined)
    return ` | eventstats count as val${by}${groupBy === undefined ? ' ' : ''}| ${search}`
  return ` | eventstats ${name === 'count' ? 'dc' : name}(${field ?? ''}) as val${by} | ${search}`
}

function logpoint({ name, field, groupBy, sign, value }: SigmacAggregation): string {
  const by = groupBy === undefined ? '' : ` by ${groupBy}`
  return ` | chart ${name}(${field ?? ''}) as val${by} | search val ${sign} ${value}`
}
