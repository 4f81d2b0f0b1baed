/**
 * A rule as one of two versions of sigmac converted it. In: rule, back end, dialect. Out: the query in sigmac's words,
 * or why sigmac had none. Invariant: what would leave its quotes in a shell or in PowerShell is refused.
 */
import type { DetectionRule } from '../../sigma/ast.ts'
import type { BackendName, Conversion, ConvertOptions, Dialect } from '../conversion.ts'
import { printAggregation, readAggregation, type SigmacAggregation } from './aggregate.ts'
import { buildTree } from './build-tree.ts'
import { type Configuration, fieldNames, sourceConditions } from './configuration.ts'
import { configurationOf } from './configurations.ts'
import { findHazard, isPlainName } from './hazards.ts'
import { type LanguageState, printTree } from './language.ts'
import { languageOf } from './languages.ts'
import type { SigmacFailure } from './node.ts'
import { pythonBytes } from './python.ts'
import { sigmacWatch, sigmacWatchName } from './watch.ts'

type SigmacDialect = Exclude<Dialect, 'default'>
type SigmacBackend = Exclude<BackendName, 'sqlite'>

export function convertSigmac(
  rule: DetectionRule,
  dialect: SigmacDialect,
  { backend, before = [] }: ConvertOptions,
): Conversion {
  const refuse = (message: string): Conversion => ({
    type: 'refused',
    code: 'convert-dialect',
    message,
    position: rule.position,
  })
  if (backend === 'sqlite') return refuse(`${dialect} has no back end sqlite`)
  const query = convert(rule, dialect, backend, before)
  if (typeof query !== 'string') return refuse(query.failure)
  const hazard = findHazard(backend, query)
  if (hazard !== undefined) return refuse(`in sigmac's form, ${hazard}`)
  const printed = dialect === 'sigmac-seed' ? pythonBytes(query) : query.replace(/\n$/, '')
  return { type: 'queries', queries: [printed], warnings: [] }
}

function convert(
  rule: DetectionRule,
  dialect: SigmacDialect,
  backend: SigmacBackend,
  before: readonly DetectionRule[],
): string | SigmacFailure {
  const configuration = configurationOf(backend, dialect)
  const language = languageOf(backend, dialect)
  // Sigmac prints the first condition of a list only.
  const [condition] = rule.detection.conditions
  const tree = buildTree(rule, condition!, configuration, { guardsBackslash: dialect === 'sigmac-seed' })
  if ('failure' in tree) return tree
  const state: LanguageState = { isKeyword: true, logName: lastLog(before, configuration) }
  const query = printTree(tree, language, state)
  if (typeof query !== 'string') return query
  const counted = rule.detection.aggregation
  if (backend === 'splunk' && !rule.fields.every(isPlainName))
    return { failure: "in sigmac's form, the name of a column would be read as more than a name" }
  if (backend === 'xpack-watcher' && isTemplate(rule, query))
    return { failure: "in sigmac's form, two braces would be read as a template" }
  const aggregation = counted === undefined ? undefined : readAggregation(counted, configuration)
  if (aggregation !== undefined && 'failure' in aggregation) return aggregation
  const behind = aggregation === undefined ? '' : printAggregation(backend, aggregation)
  if (typeof behind !== 'string') return behind
  return wrap(query, behind, aggregation, { rule, dialect, backend, configuration, state, before })
}

/** Watcher fills in what stands between two braces; sigmac writes some around the rule's fields. */
function isTemplate({ title, fields }: DetectionRule, query: string): boolean {
  return (
    [title, query, ...fields].some((text) => text.includes('{{')) || fields.some((name) => /[{}]/.test(name))
  )
}

/** Sigmac for PowerShell keeps the log of a rule for those behind it that have none. */
function lastLog(before: readonly DetectionRule[], configuration: Configuration): string | undefined {
  const logs = before.flatMap(({ logsource }) => sourceConditions(configuration, logsource))
  const last = logs.findLast(({ field, value }) => field === 'LogName' && typeof value === 'string')
  return last?.value as string | undefined
}

interface Surroundings {
  readonly rule: DetectionRule
  readonly dialect: SigmacDialect
  readonly backend: SigmacBackend
  readonly configuration: Configuration
  readonly state: LanguageState
  readonly before: readonly DetectionRule[]
}

function wrap(
  query: string,
  behind: string,
  aggregation: SigmacAggregation | undefined,
  { rule, dialect, backend, configuration, state, before }: Surroundings,
): string {
  switch (backend) {
    case 'powershell': {
      const log = state.logName === undefined ? '' : ` -LogName ${state.logName}`
      const shown =
        aggregation === undefined ? ' | select TimeCreated,Id,RecordId,ProcessId,MachineName,Message' : behind
      return `Get-WinEvent${log} | where {${query} }${aggregation === undefined ? '' : ' '}${shown}`
    }
    case 'xpack-watcher':
      return sigmacWatch(rule, query, aggregation, dialect, sigmacWatchName(rule, before))
    case 'splunk': {
      const columns = rule.fields.flatMap((field) => fieldNames(configuration, field, new Set()))
      return `${query}${behind}${columns.length === 0 ? '' : ` | table ${columns.join(',')}`}`
    }
    case 'grep':
      return `grep -P '^${query}'`
    default:
      return query + behind
  }
}
